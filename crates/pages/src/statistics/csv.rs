//! A report as a table that spreadsheets open (RFC 4180): one line for each group of each month.

use app::statistics::{Report, SERIES};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// The file. It begins with the mark by which spreadsheets know UTF-8.
pub(super) fn file(report: &Report, name: &str) -> Response {
    let text = rows(report);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, format!("\u{FEFF}{text}")).into_response()
}

fn rows(report: &Report) -> String {
    let mut out = String::from("table,month,group,count\r\n");
    for series in SERIES {
        for cell in report.cells.iter().filter(|cell| cell.series == series) {
            let key = field(&cell.key);
            out.push_str(&format!("{},{},{key},{}\r\n", series.as_str(), cell.month, cell.n));
        }
        for hidden in report.hidden.iter().filter(|hidden| hidden.series == series) {
            let word = format!("<{}", report.smallest_group.max(2));
            out.push_str(&format!("{},{},,{word}\r\n", series.as_str(), hidden.month));
        }
    }
    out
}

/// Quoted where it must be; what a spreadsheet would take for a formula is kept from being one.
fn field(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F6: names from the shop cannot become formulas or columns of their own.
    #[test]
    fn a_field_stays_one_field() {
        assert_eq!(field("服饰"), "服饰");
        assert_eq!(field("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(field("=1+1"), "'=1+1");
    }
}
