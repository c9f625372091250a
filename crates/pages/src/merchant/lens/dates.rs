//! What to do, by when, and what follows from silence; and how each date was worked out.

use app::show::{DeadlineView, WhyView};
use playbook::Consequence;
use terms::{DeadlineClass, Instant, Party, Side};
use texts::Texts;

use super::super::row::DueView;
use super::{Lens, class_of_party, party_of};

/// The box at the top of a case.
pub(crate) struct NextBox {
    /// `next--you is-merchant`, `is-consumer`, `next--late`…
    pub class: String,
    pub turn: String,
    pub what: String,
    pub due: DueView,
    /// How far the time has run, in hundredths.
    pub run: i64,
    pub deadline: DeadlineBox,
}

/// One time limit with its working.
pub(crate) struct DeadlineBox {
    pub who: String,
    pub class: &'static str,
    pub what: String,
    pub due: DueView,
    pub consequence: String,
    pub statutory: bool,
    pub kind: String,
    pub rule_id: String,
    pub rule: String,
    pub provisional: bool,
    pub paused: Option<String>,
    /// Late since an earlier date, in words.
    pub late: Option<String>,
    pub why: Vec<WhyLine>,
}

pub(crate) struct WhyLine {
    pub text: String,
    pub rule_id: String,
    pub rule: String,
}

impl Lens<'_> {
    /// The reader's own nearest date, else the case's.
    pub fn next(&self) -> Option<NextBox> {
        let side = self.view.your_side;
        let me = party_of(side);
        let nearest = |mine: bool| {
            let runs = self.view.deadlines.iter().filter(|d| d.paused_for.is_none());
            runs.filter(|d| !mine || d.who == me).min_by_key(|d| d.due_at)
        };
        let deadline = nearest(true).or_else(|| nearest(false))?;
        // What waits for the platform waits for the person who has the case, not for all of the staff.
        Some(self.next_box(deadline, deadline.who == me && (side != Side::Neutral || self.in_charge)))
    }

    fn next_box(&self, deadline: &DeadlineView, mine: bool) -> NextBox {
        let due = DueView::of(deadline.due_at, self.now, self.t);
        let side = class_of_party(deadline.who);
        let class = match (mine, due.late || deadline.late_since.is_some()) {
            (true, false) => format!("next--you {side}"),
            (_, true) => "next--late".to_owned(),
            (false, false) => side.to_owned(),
        };
        let turn = if mine { self.t.say("merchant-turn-you") } else { self.turn_of(deadline.who) };
        let run = hundredths(deadline.set_at, deadline.due_at, self.now);
        let deadline = self.deadline(deadline);
        NextBox { class, turn, what: deadline.what.clone(), due, run, deadline }
    }

    fn turn_of(&self, party: Party) -> String {
        if party == Party::Platform && self.view.your_side == Side::Neutral {
            return match &self.view.assigned_to {
                Some(name) => self.t.with("merchant-turn-of", &[("party", name.clone())]),
                None => self.t.say("merchant-turn-nobody"),
            };
        }
        self.t.with("merchant-turn-of", &[("party", self.t.word("party", party.as_str()))])
    }

    /// Every limit that runs, nearest first.
    pub fn deadlines(&self) -> Vec<DeadlineBox> {
        let mut deadlines: Vec<&DeadlineView> = self.view.deadlines.iter().collect();
        deadlines.sort_by_key(|d| d.due_at);
        deadlines.into_iter().map(|d| self.deadline(d)).collect()
    }

    fn deadline(&self, d: &DeadlineView) -> DeadlineBox {
        let paused = d.paused_for.map(|seconds| {
            let left = d.due_at.seconds_since(self.now).saturating_add(seconds).max(0);
            self.t.with("merchant-paused", &[("time", long(seconds, self.t)), ("left", long(left, self.t))])
        });
        let why = |why: &WhyView| WhyLine {
            text: why.text.clone(),
            rule_id: why.rule_id.to_string(),
            rule: self.rule(&why.rule_id),
        };
        let consequence = match d.consequence {
            // Nothing more to come of it: they are in already.
            Consequence::PlatformStepsIn if self.view.escalated_at.is_some() => {
                self.t.say("merchant-platform-is-in")
            }
            other => self.t.word("consequence", other.as_str()),
        };
        DeadlineBox {
            who: self.t.word("party", d.who.as_str()),
            class: class_of_party(d.who),
            what: self.t.word("step", d.what.as_str()),
            due: DueView::of(d.due_at, self.now, self.t),
            consequence,
            statutory: d.kind == DeadlineClass::Statutory,
            kind: self.t.word("deadline-class", d.kind.as_str()),
            rule_id: d.rule_id.to_string(),
            rule: self.rule(&d.rule_id),
            provisional: d.provisional,
            paused,
            late: d.late_since.map(|since| self.late(since)),
            why: d.why.iter().map(why).collect(),
        }
    }

    fn late(&self, since: Instant) -> String {
        let by = long(self.now.seconds_since(since).max(0), self.t);
        let date = DueView::of(since, self.now, self.t).text;
        self.t.with("merchant-late-since", &[("date", date), ("time", by)])
    }

    /// Why nothing runs: closed, or waiting for nobody.
    pub fn at_rest(&self) -> String {
        match (self.outcome(), self.view.merged_into) {
            (_, Some(number)) => self.t.with("merchant-merged", &[("number", number.grouped())]),
            (Some(outcome), None) => outcome,
            (None, None) => self.t.say("merchant-nothing-due"),
        }
    }
}

/// A length of time in its two largest units.
fn long(seconds: i64, t: Texts) -> String {
    let numbers = [("d", seconds / 86_400), ("h", seconds % 86_400 / 3_600), ("m", seconds % 3_600 / 60)];
    let unit = match seconds {
        86_400.. => "days",
        3_600.. => "hours",
        _ => "minutes",
    };
    t.with(&format!("merchant-for-{unit}"), &numbers.map(|(name, n)| (name, n.to_string())))
}

/// How much of the time between two moments has gone, in hundredths.
fn hundredths(from: Instant, to: Instant, now: Instant) -> i64 {
    let whole = to.seconds_since(from).max(1);
    (now.seconds_since(from).clamp(0, whole)) * 100 / whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_of_time_never_runs_over() {
        let at = |s: i64| Instant::from_micros(s * 1_000_000);
        assert_eq!(hundredths(at(0), at(100), at(25)), 25);
        assert_eq!(hundredths(at(0), at(100), at(500)), 100);
        assert_eq!(hundredths(at(100), at(100), at(0)), 0);
    }
}
