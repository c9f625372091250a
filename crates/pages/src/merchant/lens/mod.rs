//! A case as work pages read it: what `app::show` lets through, put into words, dates and classes.
//!
//! The merchant's page and the staff's dossier look at the same case through it.

mod dates;
mod evidence;
mod history;
mod judging;
mod order;
mod owed;
mod talk;

use app::App;
use app::show::CaseView;
use domain::dispute::Verb;
use terms::{CaseNumber, Instant, Money, Party, Side, Stage};
use texts::Texts;

pub(crate) use history::StepBox;
pub(crate) use talk::Said;

/// One case, one reader.
pub(crate) struct Lens<'a> {
    pub app: &'a App,
    pub view: &'a CaseView,
    pub t: Texts,
    pub now: Instant,
    /// The reader is of the staff and has the case, or is the deputy.
    pub in_charge: bool,
}

/// The class that gives a side its hue and shape.
pub(crate) const fn class_of(side: Side) -> &'static str {
    match side {
        Side::Consumer => "is-consumer",
        Side::Respondent => "is-merchant",
        Side::Neutral => "is-platform",
    }
}

pub(crate) const fn class_of_party(party: Party) -> &'static str {
    match party {
        Party::Consumer => "is-consumer",
        Party::Respondent => "is-merchant",
        Party::ThirdParty => "is-third",
        Party::Platform => "is-platform",
    }
}

/// The party that a side is.
const fn party_of(side: Side) -> Party {
    match side {
        Side::Consumer => Party::Consumer,
        Side::Respondent => Party::Respondent,
        Side::Neutral => Party::Platform,
    }
}

/// A remedy in one line.
pub(crate) struct RemedyLine {
    pub what: String,
    pub amount: Option<String>,
    pub text: Option<String>,
    pub rule: Option<RuleName>,
}

/// A rule by its title, with the id for whoever looks it up.
pub(crate) struct RuleName {
    pub id: String,
    pub title: String,
}

/// A stage in the row of stages.
pub(crate) struct StageBox {
    pub word: String,
    pub done: bool,
    pub current: bool,
}

impl Lens<'_> {
    /// Whether this may be done, by the verb's word in addresses.
    pub fn can(&self, path: &str) -> bool {
        Verb::from_path(path).is_some_and(|verb| self.view.allows(verb))
    }

    pub fn number(&self) -> CaseNumber {
        self.view.number
    }

    /// Where a form of this case goes.
    pub fn action(&self, path: &str) -> String {
        format!("/cases/{}/{path}", self.view.number)
    }

    /// The goods, else the kind of dispute.
    pub fn title(&self) -> String {
        let first = self.view.lines.first().and_then(|line| self.view.order.as_ref()?.line(&line.line_id));
        first.map_or_else(|| self.kind(), |line| line.title.clone())
    }

    /// The day of the order, by which the trade rules of then are found.
    pub fn ordered_on(&self) -> Option<String> {
        let order = self.view.order.as_ref()?;
        Some(self.app.playbook.calendar().date_of(order.placed_at).to_string())
    }

    pub fn kind(&self) -> String {
        let title = self.view.kind_title.as_ref().map(|title| title.get(self.t.language()).to_owned());
        title.unwrap_or_else(|| self.view.kind.to_string())
    }

    pub fn kind_key(&self) -> String {
        self.view.kind.to_string()
    }

    pub fn party_name(&self, side: &Side) -> String {
        let party = self.view.parties.iter().find(|p| p.side == *side).map(|p| p.name.clone());
        party.filter(|name| !name.is_empty()).unwrap_or_else(|| self.t.word("side", side.as_str()))
    }

    pub fn consumer(&self) -> String {
        self.party_name(&Side::Consumer)
    }

    pub fn merchant(&self) -> String {
        self.party_name(&Side::Respondent)
    }

    /// It overtakes others.
    pub fn urgent(&self) -> bool {
        self.view.priority.rank() < terms::Priority::Normal.rank()
    }

    pub fn is_closed(&self) -> bool {
        self.view.stage == Stage::Closed
    }

    pub fn status(&self) -> (String, String) {
        let key = self.view.status.as_str();
        (key.to_owned(), self.t.word("status", key))
    }

    pub fn stage_key(&self) -> &'static str {
        self.view.stage.as_str()
    }

    pub fn stage(&self) -> String {
        self.t.word("stage", self.view.stage.as_str())
    }

    pub fn outcome(&self) -> Option<String> {
        self.view.outcome_code.map(|code| self.t.word("outcome", code.as_str()))
    }

    pub fn when(&self, at: &Instant) -> String {
        texts::date_time(*at, self.now, self.t.language())
    }

    pub fn stages(&self) -> Vec<StageBox> {
        let judged = self.view.stage == Stage::Ruling || !self.view.decisions.is_empty();
        let way = Stage::ALL.iter().filter(|stage| judged || **stage != Stage::Ruling);
        let at = way.clone().position(|stage| *stage == self.view.stage).unwrap_or(0);
        let passed = |n: usize, stage: Stage| match stage {
            Stage::Mediation => n < at && self.view.escalated_at.is_some(),
            Stage::Negotiation => n < at && self.view.accepted_at.is_some(),
            Stage::Screening | Stage::Ruling | Stage::Closed => n < at,
        };
        let stages = way.enumerate().map(|(n, stage)| StageBox {
            word: self.t.word("stage", stage.as_str()),
            done: passed(n, *stage),
            current: n == at,
        });
        stages.collect()
    }

    pub fn remedies(&self, remedies: &[app::show::RemedyView]) -> Vec<RemedyLine> {
        let line = |remedy: &app::show::RemedyView| RemedyLine {
            what: self.t.word("remedy", remedy.remedy_type.as_str()),
            amount: remedy.amount.map(Money::readable),
            text: remedy.text.clone(),
            rule: remedy.rule_id.as_ref().map(|id| RuleName { id: id.to_string(), title: self.rule(id) }),
        };
        remedies.iter().map(line).collect()
    }

    pub fn claims(&self) -> Vec<RemedyLine> {
        self.remedies(&self.view.claims)
    }

    pub fn claimed(&self) -> String {
        self.total(&self.view.claims)
    }

    /// The sum of all money in it; empty where there is none.
    pub fn total(&self, remedies: &[app::show::RemedyView]) -> String {
        let mut sums = remedies.iter().filter_map(|remedy| remedy.amount);
        let Some(first) = sums.next() else { return String::new() };
        let sum = sums.try_fold(first, Money::plus);
        sum.map(Money::readable).unwrap_or_default()
    }

    /// What binds at once when these remedies are agreed on, in a sentence each.
    pub fn follows(&self, remedies: &[app::show::RemedyView]) -> Vec<String> {
        let line = |remedy: &app::show::RemedyView| {
            let what = self.t.word("remedy", remedy.remedy_type.as_str());
            let sum = remedy.amount.map(Money::readable);
            let kind = remedy.remedy_type;
            let key = match &sum {
                Some(_) if kind.pays_money() && kind.needs_return() => "merchant-now-return",
                Some(_) if kind.pays_money() => "merchant-now-paid",
                Some(_) | None => "merchant-now-do",
            };
            let whole = sum.as_ref().map_or_else(|| what.clone(), |sum| format!("{what} {sum}"));
            self.t.with(key, &[("what", whole)])
        };
        remedies.iter().map(line).collect()
    }

    /// What agreeing to the whole complaint means at once.
    pub fn claims_follow(&self) -> Vec<String> {
        self.follows(&self.view.claims)
    }

    /// That the platform has been called in, and until when one can still answer.
    pub fn called_in(&self) -> Option<String> {
        let at = self.view.escalated_at.filter(|_| !self.is_closed())?;
        let name = self.view.assigned_to.clone().unwrap_or_else(|| self.t.word("party", "platform"));
        let said = self.t.with("merchant-called-in", &[("when", self.when(&at)), ("name", name)]);
        let answer = self.view.allowed_actions.iter().find(|action| action.verb == Verb::Respond.as_str());
        let until = answer.and_then(|action| action.until).map(|until| self.when(&until));
        Some(match until {
            Some(until) => format!("{said}{}", self.t.with("merchant-called-in-answer", &[("until", until)])),
            None => said,
        })
    }

    /// The standard reason of a refusal, as the pack words it.
    pub fn refusal_reason(&self) -> Option<String> {
        let reason = &self.view.refusal.as_ref()?.reason_code;
        let found = self.app.playbook.refusals().find(|(code, _)| *code == reason);
        found.map(|(_, text)| text.get(self.t.language()).to_owned())
    }

    /// The page of another case, for this reader.
    pub fn other_case(&self, number: &CaseNumber) -> String {
        match self.view.your_side {
            Side::Respondent => format!("/merchant/cases/{number}"),
            Side::Neutral => format!("/desk/cases/{number}"),
            Side::Consumer => format!("/cases/{number}"),
        }
    }

    /// What was said at filing: question and answer in the reader's language.
    pub fn answers(&self) -> Vec<(String, String)> {
        let language = self.t.language();
        let kind = self.app.playbook.kind(&self.view.kind);
        let question = |key: &str| kind.and_then(|kind| kind.questions.iter().find(|q| q.key == key));
        let answers = self.view.answers.iter().map(|(key, answer)| match question(key) {
            None => (key.clone(), answer.clone()),
            Some(q) => (q.text.get(language).to_owned(), spoken(&q.input, answer, self.t)),
        });
        answers.collect()
    }

    /// A rule's title, with its id where the pack in force does not know it.
    pub fn rule(&self, id: &terms::RuleId) -> String {
        let rule = self.app.playbook.rule(id);
        rule.map_or_else(|| id.to_string(), |rule| rule.title.get(self.t.language()).to_owned())
    }
}

/// An answer in words, where a key was chosen.
fn spoken(input: &playbook::Input, answer: &str, t: Texts) -> String {
    match input {
        playbook::Input::Choice { options } => options
            .iter()
            .find(|option| option.key == answer)
            .map_or_else(|| answer.to_owned(), |option| option.text.get(t.language()).to_owned()),
        playbook::Input::YesNo => match answer {
            "yes" | "true" => t.say("merchant-yes"),
            "no" | "false" => t.say("merchant-no"),
            other => other.to_owned(),
        },
        playbook::Input::Text { .. } | playbook::Input::Date | playbook::Input::Amount => answer.to_owned(),
    }
}
