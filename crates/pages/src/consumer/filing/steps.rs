//! Which questions a complaint still has to answer, in order: one a page.

use domain::order::OrderSnapshot;
use playbook::{Kind, Playbook};

use crate::consumer::draft::Draft;

/// One page of the filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Kind,
    Order,
    Lines,
    Question(String),
    Story,
    Want,
    Evidence,
    Review,
}

impl Step {
    /// The word in addresses.
    pub fn name(&self) -> String {
        match self {
            Self::Kind => "kind".to_owned(),
            Self::Order => "order".to_owned(),
            Self::Lines => "lines".to_owned(),
            Self::Question(key) => format!("q.{key}"),
            Self::Story => "story".to_owned(),
            Self::Want => "want".to_owned(),
            Self::Evidence => "evidence".to_owned(),
            Self::Review => "review".to_owned(),
        }
    }

    pub fn href(&self) -> String {
        format!("/file/{}", self.name())
    }

    /// The step that asks for what a pointer of the domain is about.
    pub fn of_pointer(pointer: &str) -> Self {
        let mut parts = pointer.trim_start_matches('/').split('/');
        match (parts.next().unwrap_or_default(), parts.next()) {
            ("kind", _) => Self::Kind,
            ("order_id" | "no_order_reason", _) => Self::Order,
            ("lines", _) => Self::Lines,
            ("answers", Some(key)) => Self::Question(key.to_owned()),
            ("description", _) => Self::Story,
            ("claims", _) => Self::Want,
            ("evidence_ids", _) => Self::Evidence,
            _ => Self::Review,
        }
    }
}

/// The draft's kind, if it is one that there is.
pub(crate) fn kind_of<'a>(draft: &Draft, playbook: &'a Playbook) -> Option<&'a Kind> {
    playbook.kind(draft.kind.as_ref()?)
}

/// Every step of this complaint, the review last.
pub(crate) fn steps(draft: &Draft, playbook: &Playbook, order: Option<&OrderSnapshot>) -> Vec<Step> {
    let mut steps = vec![Step::Kind, Step::Order];
    let to_choose =
        |order: &OrderSnapshot| order.lines.len() > 1 || order.lines.iter().any(|line| line.quantity > 1);
    if order.is_some_and(to_choose) {
        steps.push(Step::Lines);
    }
    if let Some(kind) = kind_of(draft, playbook) {
        steps.extend(kind.questions.iter().map(|question| Step::Question(question.key.clone())));
    }
    steps.extend([Step::Story, Step::Want, Step::Evidence, Step::Review]);
    steps
}

/// Whether a step has what it must have; what may be left out counts as answered.
fn is_answered(step: &Step, draft: &Draft, kind: Option<&Kind>) -> bool {
    match step {
        Step::Kind => kind.is_some(),
        Step::Order => draft.order.is_some() || !draft.no_order.trim().is_empty(),
        Step::Question(key) => {
            let required = kind.is_some_and(|k| k.questions.iter().any(|q| q.key == *key && q.required));
            !required || draft.answers.get(key).is_some_and(|answer| !answer.trim().is_empty())
        }
        Step::Story => !draft.story.trim().is_empty(),
        Step::Want => !draft.remedies.is_empty(),
        Step::Lines | Step::Evidence => true,
        Step::Review => false,
    }
}

/// The first page that still needs an answer.
pub(crate) fn first_open(steps: &[Step], draft: &Draft, kind: Option<&Kind>) -> Step {
    steps.iter().find(|step| !is_answered(step, draft, kind)).cloned().unwrap_or(Step::Review)
}

/// The page after this one; an order that came with the link is not asked for again.
pub(crate) fn after(step: &Step, steps: &[Step], draft: &Draft) -> Step {
    let at = steps.iter().position(|s| s == step).unwrap_or(0);
    let mut later = steps.iter().skip(at + 1);
    let skip = |s: &&Step| !(**s == Step::Order && draft.order_given && draft.order.is_some());
    later.find(skip).cloned().unwrap_or(Step::Review)
}

/// The page before this one.
pub(crate) fn before(step: &Step, steps: &[Step]) -> Option<Step> {
    let at = steps.iter().position(|s| s == step)?;
    steps.get(at.checked_sub(1)?).cloned()
}
