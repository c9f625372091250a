//! Reads orders from a table with one row per order line.
//!
//! UTF-8, commas, a header; the rows of one order stand one after another. Columns in any order:
//!
//! | column | needed | what |
//! |---|---|---|
//! | `order_id` | yes | the shop's number |
//! | `consumer_id`, `consumer_name`, `merchant_id`, `merchant_name` | yes | who |
//! | `placed_at` | yes | RFC 3339, for example `2026-11-01T04:10:00Z` |
//! | `promised_at`, `delivered_at` | no | RFC 3339 or empty |
//! | `currency`, `total` | yes | `CNY`, `899.00`: what the whole order cost, freight included |
//! | `freight` | no | empty means none |
//! | `line_id`, `title`, `quantity`, `paid`, `category` | yes | the line; `paid` is for all its pieces |
//! | `listing_text`, `picture` | no | what the page said |
//! | `listing_properties` | no | `材质=100%羊毛;尺码=M` |
//! | `provider`, `method`, `transaction`, `paid_at` | no | all four or none |
//! | `carrier`, `tracking_number` | no | both or none |
//! | `events` | no | `2026-11-02T01:00:00Z 已揽收\|2026-11-03T02:00:00Z 派送中` |
//!
//! Columns of the order (all but the line's and the listing's) may be left empty in its second and later rows.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{Reader, ReaderBuilder, StringRecord};
use serde::Deserialize;
use terms::{Currency, Instant, Money};

use super::report::{
    LineReport, ListingReport, LogisticsReport, OrderReport, PartyReport, PaymentReport, ReportProblem,
    ScanReport,
};
use super::{BadLine, OrderFileError, ReadOrder, bad_line};

const NEEDED: [&str; 13] = [
    "order_id",
    "consumer_id",
    "consumer_name",
    "merchant_id",
    "merchant_name",
    "placed_at",
    "currency",
    "total",
    "line_id",
    "title",
    "quantity",
    "paid",
    "category",
];
const OPTIONAL: [&str; 13] = [
    "promised_at",
    "delivered_at",
    "freight",
    "listing_text",
    "listing_properties",
    "picture",
    "provider",
    "method",
    "transaction",
    "paid_at",
    "carrier",
    "tracking_number",
    "events",
];
/// A row longer than this has most likely lost a quotation mark.
const LONGEST_ROW: u64 = 4 * 1024 * 1024;
const READ_AHEAD: usize = 64 * 1024;

/// Stops a row that never ends from filling the memory, and leaves carriage returns out: the `csv` crate
/// counts lines one short where rows end with both.
#[derive(Debug)]
struct Limited<R> {
    input: R,
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        loop {
            let read = self.input.read(buffer)?;
            self.left.store(left.saturating_sub(read as u64), Ordering::Relaxed);
            let kept = without_carriage_returns(buffer.get_mut(..read).unwrap_or_default());
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

/// Moves the other bytes together; gives how many they are.
fn without_carriage_returns(bytes: &mut [u8]) -> usize {
    let mut kept = 0;
    for at in 0..bytes.len() {
        if bytes[at] != b'\r' {
            bytes.swap(kept, at);
            kept += 1;
        }
    }
    kept
}

/// One row; empty cells are `None`.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    order_id: String,
    consumer_id: Option<String>,
    consumer_name: Option<String>,
    merchant_id: Option<String>,
    merchant_name: Option<String>,
    placed_at: Option<String>,
    promised_at: Option<String>,
    delivered_at: Option<String>,
    currency: Option<String>,
    total: Option<String>,
    freight: Option<String>,
    line_id: String,
    title: String,
    quantity: String,
    paid: String,
    category: String,
    listing_text: Option<String>,
    listing_properties: Option<String>,
    picture: Option<String>,
    provider: Option<String>,
    method: Option<String>,
    transaction: Option<String>,
    paid_at: Option<String>,
    carrier: Option<String>,
    tracking_number: Option<String>,
    events: Option<String>,
}

/// An order whose rows are still coming.
#[derive(Debug)]
struct Growing {
    line: u64,
    first: Row,
    report: Result<OrderReport, BadLine>,
}

/// The orders of a table.
#[derive(Debug)]
pub(super) struct CsvOrders<R> {
    rows: Reader<Limited<R>>,
    left: Arc<AtomicU64>,
    header: StringRecord,
    record: StringRecord,
    growing: Option<Growing>,
    ended: bool,
}

impl<R: Read> CsvOrders<R> {
    pub(super) fn new(input: R) -> Result<Self, OrderFileError> {
        let left = Arc::new(AtomicU64::new(LONGEST_ROW));
        let mut builder = ReaderBuilder::new();
        builder.buffer_capacity(READ_AHEAD).trim(csv::Trim::Headers);
        let mut rows = builder.from_reader(Limited { input, left: Arc::clone(&left) });
        let header = rows.headers().map_err(|_| OrderFileError::NoHeader)?;
        let header: StringRecord = header.iter().map(|name| name.trim_start_matches('\u{FEFF}')).collect();
        for name in NEEDED {
            if !header.iter().any(|column| column == name) {
                return Err(OrderFileError::MissingColumn(name));
            }
        }
        for column in &header {
            if !NEEDED.contains(&column) && !OPTIONAL.contains(&column) {
                return Err(OrderFileError::UnknownColumn(column.to_owned()));
            }
        }
        Ok(Self { rows, left, header, record: StringRecord::new(), growing: None, ended: false })
    }

    /// The next row with its line number.
    fn next_row(&mut self) -> Option<Result<(u64, Row), BadLine>> {
        self.left.store(LONGEST_ROW, Ordering::Relaxed);
        let line = self.rows.position().line();
        match self.rows.read_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => {
                let line = self.record.position().map_or(line, csv::Position::line);
                let row = self.record.deserialize::<Row>(Some(&self.header));
                Some(
                    row.map(|row| (line, row))
                        .map_err(|error| wrong(line, "wrong_shape", None, error.to_string())),
                )
            }
            Err(error) => {
                let line = error.position().map_or(line, csv::Position::line);
                Some(Err(self.broken(line, &error)))
            }
        }
    }

    fn broken(&mut self, line: u64, error: &csv::Error) -> BadLine {
        match error.kind() {
            csv::ErrorKind::Io(cause) => {
                self.ended = true;
                let code =
                    if cause.kind() == io::ErrorKind::FileTooLarge { "line_too_long" } else { "unreadable" };
                wrong(line, code, None, cause.to_string())
            }
            csv::ErrorKind::Utf8 { .. } => {
                wrong(line, "not_utf8", None, "not UTF-8; save the table as \"CSV UTF-8\"".to_owned())
            }
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                wrong(line, "wrong_shape", None, format!("{len} cells, the header has {expected_len}"))
            }
            _ => wrong(line, "wrong_shape", None, error.to_string()),
        }
    }
}

fn wrong(line: u64, code: &'static str, field: Option<&str>, detail: String) -> BadLine {
    BadLine { line, code, field: field.map(str::to_owned), detail }
}

impl<R: Read> Iterator for CsvOrders<R> {
    type Item = Result<ReadOrder, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.next_row() {
                None => self.ended = true,
                Some(Err(bad)) => match self.growing.take() {
                    // The row's order is not known: it may be one of this order's, so that one is not used.
                    Some(mut growing) if growing.report.is_ok() => {
                        growing.report = Err(bad);
                        self.growing = Some(growing);
                    }
                    earlier => {
                        self.growing = earlier;
                        return Some(Err(bad));
                    }
                },
                Some(Ok((line, row))) => {
                    let same =
                        self.growing.as_ref().is_some_and(|growing| growing.first.order_id == row.order_id);
                    if let (true, Some(growing)) = (same, self.growing.as_mut()) {
                        growing.add(line, &row);
                        continue;
                    }
                    let finished = self.growing.replace(Growing::start(line, row));
                    if let Some(finished) = finished {
                        return Some(finished.finish());
                    }
                }
            }
        }
        self.growing.take().map(Growing::finish)
    }
}

impl Growing {
    fn start(line: u64, first: Row) -> Self {
        Self { line, report: first.order(line), first }
    }

    fn add(&mut self, line: u64, row: &Row) {
        let Ok(report) = &mut self.report else { return };
        let added = self.first.same_order(line, row).and_then(|()| row.line(line, report.total.currency));
        match added {
            Ok(next) => report.lines.push(next),
            Err(bad) => self.report = Err(bad),
        }
    }

    fn finish(self) -> Result<ReadOrder, BadLine> {
        let problems = |problems: Vec<ReportProblem>| bad_line(self.line, problems);
        let order = self.report?.into_snapshot().map_err(problems)?;
        Ok(ReadOrder { line: self.line, order })
    }
}

impl Row {
    fn order(&self, line: u64) -> Result<OrderReport, BadLine> {
        let needed = |column: &'static str, cell: &Option<String>| {
            cell.clone().ok_or_else(|| wrong(line, "empty", Some(column), format!("{column} is empty")))
        };
        let currency: Currency =
            needed("currency", &self.currency)?.parse().map_err(|error: terms::MoneyError| {
                wrong(line, "unknown_currency", Some("currency"), error.to_string())
            })?;
        let consumer = PartyReport {
            id: needed("consumer_id", &self.consumer_id)?,
            name: needed("consumer_name", &self.consumer_name)?,
        };
        let merchant = PartyReport {
            id: needed("merchant_id", &self.merchant_id)?,
            name: needed("merchant_name", &self.merchant_name)?,
        };
        Ok(OrderReport {
            order_id: self.order_id.clone(),
            consumer,
            merchant,
            placed_at: instant(line, "placed_at", &needed("placed_at", &self.placed_at)?)?,
            promised_at: optional_instant(line, "promised_at", self.promised_at.as_deref())?,
            delivered_at: optional_instant(line, "delivered_at", self.delivered_at.as_deref())?,
            lines: vec![self.line(line, currency)?],
            freight: money(line, "freight", currency, self.freight.as_deref().unwrap_or("0"))?,
            total: money(line, "total", currency, &needed("total", &self.total)?)?,
            payment: self.payment(line)?,
            logistics: self.logistics(line)?,
        })
    }

    fn line(&self, line: u64, currency: Currency) -> Result<LineReport, BadLine> {
        let quantity = self.quantity.trim().parse();
        let quantity = quantity.map_err(|_| {
            wrong(line, "not_a_number", Some("quantity"), format!("{:?} is no whole number", self.quantity))
        })?;
        Ok(LineReport {
            line_id: self.line_id.clone(),
            title: self.title.clone(),
            quantity,
            paid: money(line, "paid", currency, &self.paid)?,
            category: self.category.clone(),
            listing: self.listing(line)?,
        })
    }

    fn listing(&self, line: u64) -> Result<Option<ListingReport>, BadLine> {
        let Some(text) = self.listing_text.clone() else { return Ok(None) };
        let mut properties = Vec::new();
        let pairs = self.listing_properties.as_deref().unwrap_or_default();
        for pair in pairs.split(';').filter(|pair| !pair.trim().is_empty()) {
            let Some((name, value)) = pair.split_once('=') else {
                let detail = format!("{pair:?} is not NAME=VALUE");
                return Err(wrong(line, "wrong_shape", Some("listing_properties"), detail));
            };
            properties.push((name.trim().to_owned(), value.trim().to_owned()));
        }
        Ok(Some(ListingReport { text, properties, picture: self.picture.clone() }))
    }

    fn payment(&self, line: u64) -> Result<Option<PaymentReport>, BadLine> {
        match (&self.provider, &self.method, &self.transaction, &self.paid_at) {
            (None, None, None, None) => Ok(None),
            (Some(provider), Some(method), Some(transaction), Some(paid_at)) => Ok(Some(PaymentReport {
                provider: provider.clone(),
                method: method.clone(),
                transaction: transaction.clone(),
                paid_at: instant(line, "paid_at", paid_at)?,
            })),
            _ => {
                let detail = "provider, method, transaction and paid_at: all or none".to_owned();
                Err(wrong(line, "incomplete", Some("transaction"), detail))
            }
        }
    }

    fn logistics(&self, line: u64) -> Result<Option<LogisticsReport>, BadLine> {
        let (carrier, tracking_number) = match (&self.carrier, &self.tracking_number) {
            (Some(carrier), Some(number)) => (carrier.clone(), number.clone()),
            (None, None) if self.events.is_none() => return Ok(None),
            _ => {
                let detail = "carrier and tracking_number: both or none".to_owned();
                return Err(wrong(line, "incomplete", Some("carrier"), detail));
            }
        };
        let mut events = Vec::new();
        let scans = self.events.as_deref().unwrap_or_default();
        for scan in scans.split('|').map(str::trim).filter(|scan| !scan.is_empty()) {
            let (at, text) = scan.split_once(' ').unwrap_or((scan, ""));
            events.push(ScanReport { at: instant(line, "events", at)?, text: text.trim().to_owned() });
        }
        Ok(Some(LogisticsReport { carrier, tracking_number, events }))
    }

    /// A later row repeats the order's cells or leaves them empty.
    fn same_order(&self, line: u64, later: &Self) -> Result<(), BadLine> {
        let pairs = [
            ("consumer_id", &self.consumer_id, &later.consumer_id),
            ("consumer_name", &self.consumer_name, &later.consumer_name),
            ("merchant_id", &self.merchant_id, &later.merchant_id),
            ("merchant_name", &self.merchant_name, &later.merchant_name),
            ("placed_at", &self.placed_at, &later.placed_at),
            ("promised_at", &self.promised_at, &later.promised_at),
            ("delivered_at", &self.delivered_at, &later.delivered_at),
            ("currency", &self.currency, &later.currency),
            ("total", &self.total, &later.total),
            ("freight", &self.freight, &later.freight),
            ("transaction", &self.transaction, &later.transaction),
            ("tracking_number", &self.tracking_number, &later.tracking_number),
        ];
        match pairs.iter().find(|(_, first, later)| later.is_some() && first != later) {
            None => Ok(()),
            Some((column, ..)) => {
                let detail = format!("{column} differs from the order's first row");
                Err(wrong(line, "order_differs", Some(column), detail))
            }
        }
    }
}

fn instant(line: u64, column: &'static str, given: &str) -> Result<Instant, BadLine> {
    given.trim().parse().map_err(|_| {
        let detail = format!("{given:?} is no moment such as 2026-11-01T04:10:00Z");
        wrong(line, "not_a_moment", Some(column), detail)
    })
}

fn optional_instant(
    line: u64,
    column: &'static str,
    given: Option<&str>,
) -> Result<Option<Instant>, BadLine> {
    given.map(|given| instant(line, column, given)).transpose()
}

fn money(line: u64, column: &'static str, currency: Currency, given: &str) -> Result<Money, BadLine> {
    Money::parse(currency, given.trim())
        .map_err(|error| wrong(line, "not_money", Some(column), format!("{given:?}: {error}")))
}
