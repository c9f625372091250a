//! The files of a pack: from a folder, or those compiled in.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::builtin::CN_MAINLAND;
use crate::mistake::Mistake;

/// Largest file of a pack, and most files in one; both far above what a pack needs.
const MAX_BYTES: u64 = 1 << 20;
const MAX_FILES: usize = 1000;

/// Name (relative, with `/`) and text of each file, sorted by name.
#[derive(Debug)]
pub(crate) struct Files(pub Vec<(String, String)>);

impl Files {
    /// Every `.toml` file in the folder and in the folders below; names that begin with a dot are passed over
    /// (mounted configuration keeps its older versions under such names).
    pub fn read(dir: &Path) -> Result<Self, Vec<Mistake>> {
        let mut found = Vec::new();
        let mut mistakes = Vec::new();
        walk(dir, "", &mut found, &mut mistakes);
        found.sort();
        if mistakes.is_empty() { Ok(Self(found)) } else { Err(mistakes) }
    }

    pub fn builtin() -> Self {
        let mut files: Vec<(String, String)> =
            CN_MAINLAND.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        files.sort();
        Self(files)
    }

    /// SHA-256 over names and texts, each preceded by its length so that no two packs run together.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for part in self.0.iter().flat_map(|(name, text)| [name, text]) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

fn walk(dir: &Path, below: &str, found: &mut Vec<(String, String)>, mistakes: &mut Vec<Mistake>) {
    let mut fail = |file: &str, what: String| {
        mistakes.push(Mistake { file: file.to_owned(), line: 0, field: String::new(), what });
    };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(why) => {
            return fail(if below.is_empty() { "." } else { below }, format!("cannot be read: {why}"));
        }
    };
    let mut folders = Vec::new();
    for entry in entries.flatten() {
        let (Ok(kind), Some(name)) = (entry.file_type(), entry.file_name().to_str().map(str::to_owned))
        else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let full = if below.is_empty() { name } else { format!("{below}/{name}") };
        if kind.is_dir() {
            folders.push((entry.path(), full));
        } else if Path::new(&full).extension().is_some_and(|ending| ending == "toml") {
            let size = entry.metadata().map_or(0, |data| data.len());
            if size > MAX_BYTES || found.len() >= MAX_FILES {
                fail(
                    &full,
                    format!("too large: a file has at most {MAX_BYTES} bytes, a pack {MAX_FILES} files"),
                );
                continue;
            }
            match fs::read_to_string(entry.path()) {
                Ok(text) => found.push((full, text.replace("\r\n", "\n"))),
                Err(why) => fail(&full, format!("cannot be read: {why}")),
            }
        }
    }
    for (path, full) in folders {
        walk(&path, &full, found, mistakes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F7: what is compiled in is the whole pack as it lies in its folder.
    #[test]
    fn the_compiled_in_pack_is_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../playbooks/cn-mainland");
        let read = Files::read(&folder).unwrap();
        let names = |files: &Files| files.0.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&Files::builtin()), names(&read));
        assert_eq!(Files::builtin().fingerprint(), read.fingerprint());
    }
}
