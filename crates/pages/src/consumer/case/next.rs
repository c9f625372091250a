//! The first thing on every case: whose turn it is, for what, by when, and why on that day.

use app::show::CaseView;
use playbook::Step;
use terms::{Instant, Party, Side};

use crate::shell::form::Mistake;
use crate::shell::{Site, Trouble, Visit};

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
    pub why: Vec<WhyLine>,
    pub rule: RuleName,
    pub consequence: String,
    pub statutory: bool,
    pub provisional: bool,
    pub paused: bool,
    /// Where on the page it is done.
    pub href: &'static str,
}

/// One step of the working of a date.
pub(crate) struct WhyLine {
    pub text: String,
    pub rule: RuleName,
}

/// A rule by its name, and where it stands in the public rules.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RuleName {
    pub id: String,
    pub title: String,
}

impl RuleName {
    /// Its title in the pack in force; its id where the pack does not know it.
    pub fn of(id: &terms::RuleId, site: &Site, visit: &Visit) -> Self {
        let known = site.app.playbook.rule(id);
        let title = known.map_or_else(|| id.to_string(), |rule| rule.title.get(visit.language).to_owned());
        Self { id: id.to_string(), title }
    }

    /// What went wrong at a form, with rules called by their names where their ids stand.
    pub fn told(trouble: Trouble, site: &Site, visit: &Visit) -> Trouble {
        let mut rules: Vec<(String, &str)> =
            site.app.playbook.rules().map(|r| (r.id.to_string(), r.title.get(visit.language))).collect();
        // One id may be the beginning of another.
        rules.sort_by_key(|(id, _)| std::cmp::Reverse(id.len()));
        let named = |mistake: Mistake| {
            let rules = rules.iter().filter(|(id, _)| mistake.sentence.contains(id.as_str()));
            let sentence = rules.fold(mistake.sentence.clone(), |said, (id, title)| said.replace(id, title));
            Mistake { sentence, ..mistake }
        };
        Trouble { mistakes: trouble.mistakes.into_iter().map(named).collect(), ..trouble }
    }
}

/// The next step, if someone must do something.
pub(crate) fn next_step(view: &CaseView, site: &Site, visit: &Visit) -> Option<NextStep> {
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
    let why = |why: &app::show::WhyView| WhyLine {
        text: why.text.clone(),
        rule: RuleName::of(&why.rule_id, site, visit),
    };
    // Said plainer to those who are not at home in the platform's offices, where there are such words.
    let plainer = format!("next-if-{}", next.consequence.as_str());
    let consequence =
        if t.has(&plainer) { t.say(&plainer) } else { t.word("consequence", next.consequence.as_str()) };
    Some(NextStep {
        class,
        turn,
        title,
        by: texts::date_time(next.by, visit.now, visit.language),
        by_iso: next.by.to_string(),
        gone: deadline.map_or(0, |d| minutes(d.set_at, visit.now)).clamp(0, whole),
        whole,
        why: deadline.map(|d| d.why.iter().map(why).collect()).unwrap_or_default(),
        rule: deadline.map_or_else(
            || RuleName { id: String::new(), title: String::new() },
            |d| RuleName::of(&d.rule_id, site, visit),
        ),
        consequence,
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
        Step::ProposalAnswer => "#proposals",
        Step::Appeal => "#appeal",
        Step::NegotiationEnd => "#talk",
        Step::ReturnShipment | Step::ConfirmPerformance | Step::Performance | Step::ReturnReceipt => {
            "#obligations"
        }
        Step::ObjectToRefusal => "#object",
        Step::Reopen => "#reopen",
        Step::Rating => "#rate",
        Step::Screening
        | Step::Notice
        | Step::Response
        | Step::NameMediator
        | Step::Mediation
        | Step::NameDecider
        | Step::Ruling
        | Step::RulingReview
        | Step::AppealRuling
        | Step::Hold => "",
    }
}
