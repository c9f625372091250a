//! `redress import orders`: files as shops export them, with mistakes in them.

use std::path::Path;
use std::process::Output;

use terms::Instant;
use testkit::shop;

use crate::support::{errors, look, run};

/// When the sample shop's orders were placed.
const NOW: Instant = Instant::from_micros(1_764_000_000_000_000);

/// Imports a file into a folder.
pub fn import(file: &Path, data: &Path) -> Output {
    run(&["import", "orders", file.to_str().unwrap(), "--data", data.to_str().unwrap()])
}

pub fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// Orders of the sample shop, one JSON object each.
fn orders(count: usize) -> Vec<serde_json::Value> {
    let shop = shop(7, NOW, count);
    shop.orders.iter().map(|order| serde_json::to_value(&order.report).unwrap()).collect()
}

/// D11: good lines are kept, bad ones told by number and reason with exit 1, and a second run changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn good_lines_are_kept_and_bad_ones_told_by_number_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut all = orders(5);
    all[1]["total"]["value"] = "0.01".into();
    all[3]["order_id"] = "SO 3".into();
    let mut lines: Vec<String> = all.iter().map(ToString::to_string).collect();
    lines.insert(1, "{\"order_id\":".to_owned());
    let file = folder.path().join("orders.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();

    let first = import(&file, &data);
    assert_eq!(first.status.code(), Some(1));
    assert_eq!(printed(&first), "3 taken, 0 known already, 3 refused");
    let told = errors(&first);
    let told: Vec<&str> = told.lines().collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("line 2: "), "{told:?}");
    assert_eq!(told[1], "line 3: refused (order_inconsistent)");
    assert!(told[2].starts_with("line 5: /order_id: "), "{told:?}");

    let second = import(&file, &data);
    assert_eq!(second.status.code(), Some(1));
    assert_eq!(printed(&second), "0 taken, 3 known already, 3 refused");
    look(&data).await;
}

const HEADER: &str = "order_id,consumer_id,consumer_name,merchant_id,merchant_name,placed_at,currency,total,line_id,title,quantity,paid,category";

/// D11: a table is read like the lines of JSON, two rows of one order become its lines.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_taken_too_and_a_later_state_of_an_order_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let row = |order: &str, line: &str, paid: &str| {
        format!(
            "{order},88012,陈雨桐,yuhe,羽禾服饰旗舰店,2026-11-01T04:10:00Z,CNY,299.00,{line},\"大衣, 驼色\",1,{paid},服饰"
        )
    };
    let file = folder.path().join("orders.csv");
    let rows = [
        row("SO-1", "1", "149.50"),
        row("SO-1", "2", "149.50"),
        row("SO-2", "1", "abc"),
        row("SO-3", "1", "299.00"),
    ];
    std::fs::write(&file, format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
    let first = import(&file, &data);
    assert_eq!(
        (first.status.code(), printed(&first).as_str()),
        (Some(1), "2 taken, 0 known already, 1 refused")
    );
    assert!(errors(&first).starts_with("line 4: paid: "), "{}", errors(&first));

    let rows = [
        row("SO-1", "1", "149.50"),
        row("SO-1", "2", "149.50"),
        row("SO-3", "1", "299.00").replace("大衣", "外套"),
    ];
    std::fs::write(&file, format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
    let second = import(&file, &data);
    assert_eq!(
        (second.status.code(), printed(&second).as_str()),
        (Some(0), "1 taken, 1 known already, 0 refused")
    );
    look(&data).await;

    let wrong = folder.path().join("orders.xlsx");
    std::fs::write(&wrong, "").unwrap();
    let refused = import(&wrong, &data);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        errors(&refused).contains("orders.xlsx: the name must end in .csv or .jsonl"),
        "{}",
        errors(&refused)
    );
}
