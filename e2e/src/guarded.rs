//! Runs a program that cannot outlive the test that started it.
//!
//! A killed chromedriver leaves its Chromium behind, and a killed test cannot tidy up. So a shell stands between: it leads a process
//! group of its own, starts the program in it, and waits for the end of its standard input, a pipe that only the test holds.
//! When the test drops the pipe or dies (even by SIGKILL, as after a time-out), the shell kills the whole group. Temporary files of
//! the program go into a folder that is removed with it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use tempfile::TempDir;

use crate::{Error, Result};

/// `$@` is the program. Its output stays ours alone, so that we see the end of it when the program ends early.
const GUARD: &str = r#""$@" & exec >/dev/null 2>&1; read -r _; kill -KILL 0"#;

/// A running program; dropping it ends the program and all it started.
pub struct Guarded {
    program: String,
    shell: Child,
    output: Option<BufReader<ChildStdout>>,
    rest: Option<JoinHandle<()>>,
    errors: File,
    folder: TempDir,
}

impl Guarded {
    /// Starts `program` with `arguments`; `folder` is where it may write, and goes with it.
    ///
    /// # Errors
    /// [`Error::Start`] when there is no shell or no temporary file; a missing program shows in [`Self::first_line`].
    pub fn start<A: AsRef<OsStr>>(
        program: &str,
        arguments: impl IntoIterator<Item = A>,
        folder: TempDir,
    ) -> Result<Self> {
        let failed = |source| Error::Start { program: program.to_owned(), source };
        let errors = tempfile::tempfile_in(&folder).map_err(failed)?;
        let mut shell = Command::new("sh")
            .args(["-c", GUARD, "guard", program])
            .args(arguments)
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors.try_clone().map_err(failed)?)
            .process_group(0)
            .spawn()
            .map_err(failed)?;
        let output = shell.stdout.take().map(BufReader::new);
        Ok(Self { program: program.to_owned(), shell, output, rest: None, errors, folder })
    }

    /// The folder in which it writes.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Reads what the program prints until `ready` finds something in a line. What follows is read and dropped, so that
    /// the program never waits for a reader.
    ///
    /// # Errors
    /// [`Error::EndedEarly`], with what it said, when the program ends first.
    pub fn first_line<T>(&mut self, ready: impl Fn(&str) -> Option<T>) -> Result<T> {
        let mut said = String::new();
        if let Some(mut output) = self.output.take() {
            let mut line = String::new();
            while output.read_line(&mut line)? > 0 {
                if let Some(found) = ready(line.trim_end()) {
                    self.rest = Some(std::thread::spawn(move || read_to_end(&mut output)));
                    return Ok(found);
                }
                said.push_str(&line);
                line.clear();
            }
        }
        self.errors.seek(SeekFrom::Start(0))?;
        self.errors.read_to_string(&mut said)?;
        Err(Error::EndedEarly { program: self.program.clone(), said })
    }
}

/// Reads until no process is left that could write.
fn read_to_end(output: &mut BufReader<ChildStdout>) {
    // An unreadable pipe has no writer either.
    let _ = std::io::copy(output, &mut std::io::sink());
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // The shell kills its group, itself included. Its own end is no proof of theirs; the end of their output is.
        let _ = self.shell.wait();
        if let Some(output) = &mut self.output {
            read_to_end(output);
        }
        if let Some(rest) = self.rest.take() {
            let _ = rest.join();
        }
    }
}
