//! The first thing on every case: whose turn it is, for what, by when, and why on that day.

use app::show::CaseView;
use playbook::Step;
use terms::{Instant, Party, Side};

use crate::shell::Visit;

/// The next step as a page shows it.
pub(crate) struct NextStep {
    pub class: &'static str,
    pub turn: String,
    pub title: String,
    pub by: String,
    pub by_iso: String,
    /// How far the time has run: minutes gone, minutes in all.
    pub gone: i64,
    pub whole: i64,
    pub why: Vec<String>,
    pub rule: String,
    pub consequence: String,
    pub statutory: bool,
    pub provisional: bool,
    pub paused: bool,
    /// Where on the page it is done.
    pub href: &'static str,
}

/// The next step, if someone must do something.
pub(crate) fn next_step(view: &CaseView, visit: &Visit) -> Option<NextStep> {
    let next = view.next?;
    let yours = matches!(
        (next.who, view.your_side),
        (Party::Consumer, Side::Consumer) | (Party::Respondent, Side::Respondent)
    );
    let late = next.by < visit.now;
    let class = match (next.who, yours, late) {
        (_, true, true) => "next--late",
        (Party::Consumer, true, false) => "next--you is-consumer",
        (Party::Respondent, true, false) => "next--you is-merchant",
        (Party::Consumer, false, _) => "is-consumer",
        (Party::Respondent, false, _) => "is-merchant",
        (Party::Platform | Party::ThirdParty, _, _) => "is-platform",
    };
    let t = visit.texts;
    let turn = if yours { t.say("turn-you") } else { t.say(&format!("turn-{}", next.who.as_str())) };
    let own = format!("next-{}-{}", next.who.as_str(), next.what.as_str());
    let title = if t.has(&own) { t.say(&own) } else { t.word("step", next.what.as_str()) };
    let deadline =
        view.deadlines.iter().find(|d| d.what == next.what && d.due_at == next.by && d.who == next.who);
    let minutes = |from: Instant, to: Instant| to.seconds_since(from) / 60;
    let whole = deadline.map_or(1, |d| minutes(d.set_at, d.due_at)).max(1);
    Some(NextStep {
        class,
        turn,
        title,
        by: texts::date_time(next.by, visit.now, visit.language),
        by_iso: next.by.to_string(),
        gone: deadline.map_or(0, |d| minutes(d.set_at, visit.now)).clamp(0, whole),
        whole,
        why: deadline.map(|d| d.why.iter().map(|why| why.text.clone()).collect()).unwrap_or_default(),
        rule: deadline.map(|d| d.rule_id.to_string()).unwrap_or_default(),
        consequence: t.say(&format!("consequence-{}", next.consequence.as_str())),
        statutory: deadline.is_some_and(|d| d.kind == terms::DeadlineClass::Statutory),
        provisional: deadline.is_some_and(|d| d.provisional),
        paused: deadline.is_some_and(|d| d.paused_for.is_some()),
        href: if yours { place(next.what) } else { "" },
    })
}

/// Where on the page a step is done.
const fn place(step: Step) -> &'static str {
    match step {
        Step::SupplyInformation | Step::EvidenceAnswer => "#supply-information",
        Step::OfferAnswer => "#offers",
        Step::NegotiationEnd => "#talk",
        Step::ReturnShipment | Step::ConfirmPerformance | Step::Performance | Step::ReturnReceipt => {
            "#obligations"
        }
        Step::ObjectToRefusal => "#object",
        Step::Reopen => "#reopen",
        Step::Rating => "#rate",
        Step::Screening | Step::Notice | Step::Response | Step::NameMediator | Step::Hold => "",
    }
}
