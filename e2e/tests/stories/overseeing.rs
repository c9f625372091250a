//! A supervisor finds a late case on the wall, the public reads the figures, and a dossier compares two pieces of evidence.

use e2e::{Look, Scripts, axe};

use crate::support::{Stage, Visitor};

async fn flawless(visitor: &Visitor<'_>, name: &str) {
    // axe is itself a script of the page.
    if visitor.browser.look().scripts == Scripts::On {
        let found = axe(&visitor.browser).await.unwrap();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
    let (over, elements) = visitor.browser.sticks_out().await.unwrap();
    assert_eq!(over, 0, "{name}: {elements:?}");
}

async fn overseen(look: Look) {
    let stage = Stage::set(24);
    let me = stage.enter(look, stage.player("supervisor")).await;
    me.open("/supervise").await;
    // What the demo did a moment ago is counted within a second; the wall hears of it, or is looked at again.
    me.awaits(".wall table a[href^='/supervise/cases?what=open&kind=']").await;
    flawless(&me, "/supervise").await;
    me.turns(".wall table a[href^='/supervise/cases?what=open&kind=']").await;
    assert_eq!(me.path().await, "/supervise/cases");
    flawless(&me, "/supervise/cases").await;
    me.turns(".inbox .what a").await;
    assert!(me.path().await.starts_with("/desk/cases/"));
    me.sees("#agreed").await;
    me.sees("#like").await;
    flawless(&me, "the dossier").await;
    me.open("/statistics/merchants").await;
    flawless(&me, "/statistics/merchants").await;
    me.turns(".data tbody a").await;
    me.sees("figure svg.chart").await;
    flawless(&me, "/statistics/merchant").await;

    let reader = stage.come(look).await;
    reader.open("/statistics").await;
    reader.sees("figure svg.chart[role=img] title").await;
    flawless(&reader, "/statistics").await;
    reader.press("figure details.more > summary").await;
    reader.sees("figure details.more[open] table").await;
    flawless(&reader, "/statistics with a table open").await;
    reader.turns("form.tools button").await;
    assert_eq!(reader.path().await, "/statistics");
}

/// F6, C10, C11, E1, B17: on a phone.
#[tokio::test]
async fn a_supervisor_goes_from_a_figure_to_its_case_on_a_phone() {
    overseen(Look::phone()).await;
}

/// F6, C10, C11, E1, B17: at a desk, without scripts.
#[tokio::test]
async fn a_supervisor_goes_from_a_figure_to_its_case_at_a_desk_without_scripts() {
    overseen(Look::desk().without_scripts()).await;
}
