//! Order files as shops export them: long, in two formats, with mistakes in them.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use adapters::orders::{self, BadLine, OrderFileError, ReadOrder};
use tempfile::TempDir;
use terms::Instant;
use testkit::builders::order;
use testkit::{most_memory, shop};

const HEADER: &str = "order_id,consumer_id,consumer_name,merchant_id,merchant_name,placed_at,currency,total,freight,line_id,title,quantity,paid,category,listing_text,listing_properties,provider,method,transaction,paid_at,carrier,tracking_number,events";

fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn read(path: &Path) -> (Vec<ReadOrder>, Vec<BadLine>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for read in orders::open(path).unwrap() {
        match read {
            Ok(order) => good.push(order),
            Err(line) => bad.push(line),
        }
    }
    (good, bad)
}

fn row(order_id: &str, line_id: &str, order_cells: bool) -> String {
    let order = if order_cells {
        "88012,陈雨桐,yuhe,羽禾服饰旗舰店,2026-11-01T04:10:00Z,CNY,307.00,8"
    } else {
        ",,,,,,,"
    };
    let pay = if order_cells {
        "weilian,wallet,WL1,2026-11-01T04:10:09Z,顺路速运,SL1,2026-11-02T01:00:00Z 已揽收|2026-11-03T01:00:00Z 派送中"
    } else {
        ",,,,,,"
    };
    format!("{order_id},{order},{line_id},\"大衣, 驼色\",1,149.50,服饰,100%羊毛,材质=100%羊毛;尺码=M,{pay}")
}

/// D11: a table with several rows per order becomes orders with several lines.
#[test]
fn rows_of_one_order_become_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let table = format!(
        "\u{FEFF}{HEADER}\r\n{}\r\n{}\r\n{}\r\n",
        row("SO-1", "1", true),
        row("SO-1", "2", false),
        row("SO-2", "1", true)
    );
    let (good, bad) = read(&file(&folder, "orders.csv", &table));
    assert_eq!(bad, []);
    assert_eq!(
        good.iter().map(|read| (read.line, read.order.lines.len())).collect::<Vec<_>>(),
        [(2, 2), (4, 1)]
    );
    let first = &good[0].order;
    assert_eq!(first.lines[1].title, "大衣, 驼色");
    assert_eq!(first.total.decimal(), "307.00");
    assert_eq!(first.logistics.as_ref().unwrap().events[1].text, "派送中");
    assert_eq!(first.lines[0].listing.as_ref().unwrap().properties[1], ("尺码".to_owned(), "M".to_owned()));
}

/// D11: what is wrong is told with its line, its column and its reason, and the rest is read.
#[test]
fn bad_rows_are_told_by_line_column_and_reason_and_reading_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [
        row("SO-1", "1", true),
        row("SO-2", "1", true).replace("149.50", "abc"),
        row("SO-3", "1", true).replace("2026-11-01T04:10:00Z", "1.11.2026"),
        row("SO-4", "1", true) + ",too,many",
        row("SO-5", "1", true),
        row("SO-5", "2", true).replace("88012", "99999"),
        row("SO-6", "1", true).replace("WL1", ""),
        row("SO 7", "1", true),
        row("SO-8", "1", false),
        row("SO-9", "1", true),
    ];
    let (good, bad) = read(&file(&folder, "orders.csv", &format!("{HEADER}\n{}\n", rows.join("\n"))));
    let numbers: Vec<_> = good.iter().map(|read| read.order.order_id.as_str()).collect();
    assert_eq!(numbers, ["SO-1", "SO-9"]);
    let told: Vec<_> =
        bad.iter().map(|line| (line.line, line.code, line.field.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        told,
        [
            (3, "not_money", "paid"),
            (5, "wrong_shape", ""),
            (4, "not_a_moment", "placed_at"),
            (7, "order_differs", "consumer_id"),
            (8, "incomplete", "transaction"),
            (9, "forbidden_character", "/order_id"),
            (10, "empty", "currency"),
        ]
    );
    assert!(bad.iter().all(|line| !line.detail.is_empty()));
}

#[test]
fn a_table_without_a_needed_column_or_with_a_misspelt_one_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str, text: &str| orders::open(&file(&folder, name, text)).err();
    assert!(matches!(
        open("a.csv", &HEADER.replace("total,", "")),
        Some(OrderFileError::MissingColumn("total"))
    ));
    assert!(
        matches!(open("b.csv", &HEADER.replace("freight", "frieght")), Some(OrderFileError::UnknownColumn(c)) if c == "frieght")
    );
    assert!(matches!(open("c.xlsx", ""), Some(OrderFileError::UnknownFormat)));
}

/// D11: a lost quotation mark must not swallow the file into memory.
#[test]
fn a_row_that_never_ends_is_told_and_stops_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.csv");
    let mut out = BufWriter::new(File::create(&path).unwrap());
    writeln!(out, "{HEADER}\n{}\n\"SO-2,88012", row("SO-1", "1", true)).unwrap();
    for _ in 0..200_000 {
        writeln!(out, "{}", row("SO-3", "1", true).replace('"', "")).unwrap();
    }
    out.into_inner().unwrap();
    let (_, bad) = read(&path);
    assert_eq!(bad.iter().map(|line| (line.line, line.code)).collect::<Vec<_>>(), [(3, "line_too_long")]);
}

/// D11: JSON lines are the body of `PUT /api/v1/orders/{id}`, one a line.
#[test]
fn json_lines_are_read_and_mistakes_are_told_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let now: Instant = "2026-11-25T02:00:00Z".parse().unwrap();
    let mut text = String::new();
    for made in &shop(1, now, 20).orders {
        writeln!(text, "{}", serde_json::to_string(&made.report).unwrap()).unwrap();
    }
    let good_one = serde_json::to_string(&order("SO-1").report()).unwrap();
    text += "{\"order_id\":\n\n";
    text += &format!("{}\n", good_one.replace("\"lines\":", "\"line\":"));
    text += &format!("{}\n", good_one.replace("\"quantity\":1", "\"quantity\":0"));
    text += &good_one;
    let (good, bad) = read(&file(&folder, "orders.jsonl", &text));
    assert_eq!((good.len(), good.last().unwrap().line), (21, 25));
    let told: Vec<_> = bad.iter().map(|line| (line.line, line.code)).collect();
    assert_eq!(told, [(21, "not_json"), (23, "wrong_shape"), (24, "out_of_range")]);
    assert_eq!(bad[2].field.as_deref(), Some("/lines/0/quantity"));
}

/// D11: 100,000 lines need little memory, and each bad one is told.
#[test]
fn slow_a_hundred_thousand_lines_are_read_in_bounded_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (json, table) = (folder.path().join("orders.jsonl"), folder.path().join("orders.csv"));
    let mut json_out = BufWriter::new(File::create(&json).unwrap());
    let mut table_out = BufWriter::new(File::create(&table).unwrap());
    let template = serde_json::to_string(&order("SO-X").report()).unwrap();
    writeln!(table_out, "{HEADER}").unwrap();
    for n in 1..=100_000 {
        let is_bad = n % 10_000 == 0;
        let line = if is_bad { "{".to_owned() } else { template.replace("SO-X", &format!("SO-{n}")) };
        writeln!(json_out, "{line}").unwrap();
        let cells = row(&format!("SO-{n}"), "1", true);
        writeln!(table_out, "{}", if is_bad { cells.replace("149.50", "-") } else { cells }).unwrap();
    }
    json_out.into_inner().unwrap();
    table_out.into_inner().unwrap();
    for (path, header_lines) in [(json, 0), (table, 1)] {
        let before = most_memory().unwrap();
        let (mut good, mut bad) = (0, Vec::new());
        for read in orders::open(&path).unwrap() {
            match read {
                Ok(_) => good += 1,
                Err(line) => bad.push(line.line),
            }
        }
        let used = most_memory().unwrap() - before;
        println!("{}: {used} KiB", path.display());
        assert_eq!(good, 99_990);
        assert_eq!(bad, (1..=10).map(|n| n * 10_000 + header_lines).collect::<Vec<u64>>());
        assert!(used < 16 * 1024, "{used} KiB");
    }
}
