//! Reads orders from JSON lines.

use std::io::{BufRead, BufReader, Read};

use super::{BadLine, OrderReport, ReadOrder, bad_line};

/// A longer line is skipped; five hundred order lines with their listings stay below it.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;

/// The orders of a JSONL stream.
#[derive(Debug)]
pub(super) struct JsonOrders<R> {
    input: BufReader<R>,
    line: u64,
    ended: bool,
}

enum Line {
    Text(Vec<u8>),
    TooLong,
    End,
}

impl<R: Read> JsonOrders<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(64 * 1024, input), line: 0, ended: false }
    }

    fn next_line(&mut self) -> std::io::Result<Line> {
        let mut text = Vec::new();
        let read = self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut text)?;
        if read == 0 {
            return Ok(Line::End);
        }
        self.line += 1;
        if text.last() != Some(&b'\n') && read as u64 == LONGEST_LINE {
            self.input.skip_until(b'\n')?;
            return Ok(Line::TooLong);
        }
        Ok(Line::Text(text))
    }

    fn bad(&self, code: &'static str, detail: impl Into<String>) -> BadLine {
        BadLine { line: self.line, code, field: None, detail: detail.into() }
    }

    fn order(&self, text: &[u8]) -> Result<ReadOrder, BadLine> {
        let text =
            if self.line == 1 { text.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(text) } else { text };
        let text = std::str::from_utf8(text).map_err(|_| self.bad("not_utf8", "not UTF-8"))?;
        let report: OrderReport = serde_json::from_str(text).map_err(|error| {
            let code = if error.is_data() { "wrong_shape" } else { "not_json" };
            self.bad(code, error.to_string())
        })?;
        let order = report.into_snapshot().map_err(|problems| bad_line(self.line, problems))?;
        Ok(ReadOrder { line: self.line, order })
    }
}

impl<R: Read> Iterator for JsonOrders<R> {
    type Item = Result<ReadOrder, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.next_line() {
                Ok(Line::Text(text)) if text.trim_ascii().is_empty() => {}
                Ok(Line::Text(text)) => return Some(self.order(&text)),
                Ok(Line::TooLong) => return Some(Err(self.bad("line_too_long", "longer than 4 MiB"))),
                Ok(Line::End) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    self.line += 1;
                    return Some(Err(self.bad("unreadable", error.to_string())));
                }
            }
        }
        None
    }
}
