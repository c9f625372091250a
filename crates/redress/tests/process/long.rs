//! A hundred thousand orders at once.

use std::fs::File;
use std::io::{BufWriter, Write as _};

use crate::import::{import, printed};
use crate::support::errors;

const ORDERS: usize = 100_000;

/// D11: a shop's whole book is taken in one go, and a second run over it changes nothing.
#[test]
fn a_hundred_thousand_orders_are_taken_and_a_second_run_takes_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("orders.csv");
    let mut out = BufWriter::new(File::create(&file).unwrap());
    writeln!(out, "order_id,consumer_id,consumer_name,merchant_id,merchant_name,placed_at,currency,total,line_id,title,quantity,paid,category").unwrap();
    for n in 0..ORDERS {
        let (consumer, merchant) = (n % 30_000, n % 700);
        writeln!(out, "SO-{n},c{consumer},陈雨桐,m{merchant},羽禾服饰旗舰店,2026-11-01T04:10:00Z,CNY,299.00,1,双面呢大衣,1,299.00,服饰").unwrap();
    }
    out.into_inner().unwrap().sync_all().unwrap();

    let first = import(&file, &data);
    assert_eq!(
        (first.status.code(), printed(&first).as_str()),
        (Some(0), "100000 taken, 0 known already, 0 refused")
    );
    assert_eq!(errors(&first).lines().last(), Some("100000 orders read"));
    let second = import(&file, &data);
    assert_eq!(
        (second.status.code(), printed(&second).as_str()),
        (Some(0), "0 taken, 100000 known already, 0 refused")
    );
}
