//! Starting the program, reading what it prints, ending it.

use std::fs::File;
use std::io::{BufRead, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

/// The program, without arguments.
fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_redress"))
}

/// Runs a command of the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    command().args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// As [`run`], with a line of standard input.
pub fn run_with_input(arguments: &[&str], line: &str) -> Output {
    let mut child = command();
    child.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{line}").unwrap();
    child.wait_with_output().unwrap()
}

/// What a command wrote to standard error.
pub fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Sends a signal by its name, as `kill` does.
pub fn signal(pid: u32, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status().unwrap();
    assert!(sent.success(), "{pid} got no {name}");
}

/// A server that runs until it is ended or dropped.
pub struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    errors: PathBuf,
    pub base: String,
    /// What it had printed when it was ready.
    pub printed: Vec<String>,
}

impl Server {
    /// `redress serve`, ready: its address and its key are printed, on an empty folder its setup link too.
    pub fn serve(config: &Path) -> Self {
        let mut serve = command();
        serve.arg("serve").arg("--config").arg(config);
        Self::start(serve, config, |line| line.contains("is signed with"))
    }

    /// `redress demo` on a folder and a free port, ready.
    pub fn demo(data: &Path, disputes: usize) -> Self {
        let mut demo = command();
        demo.args(["demo", "--listen", "127.0.0.1:0", "--disputes", &disputes.to_string(), "--data"])
            .arg(data);
        Self::start(demo, data, |line| line.starts_with("For scripts"))
    }

    /// Starts a prepared command and reads what it prints up to a line. Errors go to a file beside `near`.
    pub fn start(mut command: Command, near: &Path, is_last: impl Fn(&str) -> bool) -> Self {
        let errors = near.with_extension("errors");
        let stderr = File::options().create(true).append(true).open(&errors).unwrap();
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut server = Self { child, lines, errors, base: String::new(), printed: Vec::new() };
        loop {
            let line = server.next_line();
            let done = is_last(&line);
            server.printed.push(line);
            if done {
                break;
            }
        }
        server.base = server.printed[0].trim_end_matches("/demo").to_owned();
        server
    }

    /// The next line that it prints.
    pub fn next_line(&mut self) -> String {
        match self.lines.next() {
            Some(line) => line.unwrap(),
            None => panic!("it ended early: {}", self.errors()),
        }
    }

    /// What it wrote to standard error so far.
    pub fn errors(&self) -> String {
        std::fs::read_to_string(&self.errors).unwrap_or_default()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`: no chance to tidy up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its own end.
    pub fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Asks it to end, as an operator does, and waits for it.
    pub fn stop(self) {
        signal(self.pid(), "TERM");
        let errors = self.errors.clone();
        let status = self.ended();
        assert_eq!(status.code(), Some(0), "{}", std::fs::read_to_string(errors).unwrap_or_default());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let ended = self.child.try_wait();
        if std::thread::panicking() {
            println!("the server ({ended:?}) had written: {}", self.errors());
        }
        // Already ended: nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
