//! Prints how long it takes here to load the pack, to count a date, to ask for extras and to suggest kinds.

use std::time::Instant as Clock;

use playbook::{Playbook, RuleFacts, Step};
use terms::{Instant, KindKey};

const ROUNDS: u32 = 100_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let before = Clock::now();
    let pack = Playbook::builtin().map_err(|mistakes| format!("{mistakes:?}"))?;
    println!("load and check {:?}", before.elapsed());
    let kind = KindKey::new("not_as_described")?;
    let start: Instant = "2026-02-13T02:00:00Z".parse()?;
    let timed = |what: &str, rounds: u32, ask: &dyn Fn(u32)| {
        let before = Clock::now();
        (0..rounds).for_each(ask);
        println!("{what} {:?}", before.elapsed() / rounds);
    };
    for step in [Step::Response, Step::NegotiationEnd, Step::Notice] {
        let ask =
            |n: u32| drop(std::hint::black_box(pack.due(&kind, step, start.plus_seconds(i64::from(n)))));
        timed(&format!("due {}", step.as_str()), ROUNDS, &ask);
    }
    let facts = RuleFacts { filed_at: Some(start), ..RuleFacts::default() };
    timed("extras", ROUNDS / 10, &|_| drop(std::hint::black_box(pack.extras(&kind, &facts))));
    let text = "收到的大衣不是羊毛，和页面描述不符，客服一直不回";
    timed("suggest", ROUNDS / 10, &|_| drop(std::hint::black_box(pack.suggest_kinds_for(text, &facts))));
    Ok(())
}
