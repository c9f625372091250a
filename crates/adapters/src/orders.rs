//! The shop's orders: the shape in which the shop reports one, and files full of them.
//!
//! `FILE.jsonl` holds one [`OrderReport`] a line. `FILE.csv` holds one row per order line; see [`csv_rows`]
//! for its columns. Both are read as a stream, so that a file of any length needs little memory, and a line
//! that cannot be used is reported with its number and the reading goes on.

pub mod csv_rows;
mod json_lines;
mod report;

use std::fs::File;
use std::path::Path;

use domain::order::OrderSnapshot;

pub use report::{
    LineReport, ListingReport, LogisticsReport, OrderReport, PartyReport, PaymentReport, ReportProblem,
    ScanReport,
};

/// An order that was read, with the line that it starts in (counted from one).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOrder {
    pub line: u64,
    pub order: OrderSnapshot,
}

/// A line that cannot be used; nothing of its order is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {detail} ({code})")]
pub struct BadLine {
    pub line: u64,
    /// Stable, for programs.
    pub code: &'static str,
    /// Which field: a JSON pointer or a column.
    pub field: Option<String>,
    /// English, for the operator.
    pub detail: String,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum OrderFileError {
    #[error("the file cannot be opened: {0}")]
    Unreadable(#[from] std::io::Error),
    #[error("the name must end in .csv or .jsonl")]
    UnknownFormat,
    #[error("the first line is not a header in UTF-8; save the table as \"CSV UTF-8\"")]
    NoHeader,
    #[error("the column {0} is missing")]
    MissingColumn(&'static str),
    #[error("the column {0:?} is not known")]
    UnknownColumn(String),
}

/// The orders of a file, one after another.
pub type Orders = Box<dyn Iterator<Item = Result<ReadOrder, BadLine>> + Send>;

/// Opens a file of orders; its name tells its format.
///
/// # Errors
/// The file cannot be opened, its name ends otherwise, or a table's header is not as described.
pub fn open(path: &Path) -> Result<Orders, OrderFileError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "csv" => Ok(Box::new(csv_rows::CsvOrders::new(File::open(path)?)?)),
        "jsonl" | "ndjson" => Ok(Box::new(json_lines::JsonOrders::new(File::open(path)?))),
        _ => Err(OrderFileError::UnknownFormat),
    }
}

/// Reports the first of an order's problems; mending it shows the next.
fn bad_line(line: u64, problems: Vec<ReportProblem>) -> BadLine {
    problems.into_iter().next().map_or_else(
        || BadLine { line, code: "invalid", field: None, detail: "not a usable order".to_owned() },
        |problem| BadLine { line, code: problem.code, field: Some(problem.pointer), detail: problem.detail },
    )
}
