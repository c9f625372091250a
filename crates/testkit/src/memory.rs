//! How much memory a test used.

use std::fs;

/// The most memory that this process ever had in RAM, in KiB (Linux: `VmHWM`).
#[must_use]
pub fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
