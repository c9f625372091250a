//! The sandbox's memory on disk: one JSON line per change, the last one about a refund counts.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use terms::Money;

use super::books::Refund;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Captured { transaction: String, amount: Money },
    Refund(Refund),
}

#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

impl Journal {
    /// Reads what is there; a last line that was cut off by a crash had not been answered and is cut away.
    pub(super) fn open(path: PathBuf) -> io::Result<(Self, Vec<Line>)> {
        let file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
        let mut lines = Vec::new();
        let mut good = 0_u64;
        let mut reader = BufReader::new(&file);
        let mut text = String::new();
        while reader.read_line(&mut text)? > 0 && text.ends_with('\n') {
            lines.push(serde_json::from_str(&text)?);
            good += text.len() as u64;
            text.clear();
        }
        file.set_len(good)?;
        Ok((Self { file }, lines))
    }

    /// Durable before the money counts as moved.
    pub(super) fn write(&mut self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.file.write_all(&text)?;
        self.file.sync_data()
    }
}
