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

/// How many pages a complaint has in most kinds.
const USUAL: usize = 10;

/// Which page it is for whoever fills in, of how many; the number of pages is certain once kind and order are known.
pub(crate) fn place(step: &Step, steps: &[Step], draft: &Draft) -> (usize, usize, bool) {
    let given = draft.order_given && draft.order.is_some();
    let met = || steps.iter().filter(|s| !(given && **s == Step::Order));
    let n = met().position(|s| s == step).unwrap_or(0) + 1;
    let known = draft.kind.is_some() && (draft.order.is_some() || !draft.no_order.trim().is_empty());
    // Until the questions are known, the bar is drawn over as many pages as most kinds have.
    let of = if known { met().count() } else { met().count().max(USUAL) };
    (n, of, known && *step != Step::Kind)
}

/// The page before this one.
pub(crate) fn before(step: &Step, steps: &[Step]) -> Option<Step> {
    let at = steps.iter().position(|s| s == step)?;
    steps.get(at.checked_sub(1)?).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B1: the counter never jumps: an order that came with the link is no page, and no total is said before it is known.
    #[test]
    fn the_counter_tells_a_total_only_once_it_is_certain() {
        let playbook = Playbook::builtin().unwrap();
        let mut draft = Draft::default();
        let at = |step: &Step, draft: &Draft| place(step, &steps(draft, &playbook, None), draft);
        assert_eq!(at(&Step::Kind, &draft).0, 1);
        assert!(!at(&Step::Order, &draft).2);
        draft.kind = terms::KindKey::new("not_as_described").ok();
        draft.no_order = "用家人的账号买的".to_owned();
        let (n, of, certain) = at(&Step::Review, &draft);
        assert!(certain && n == of, "{n} of {of}");
        (draft.order, draft.order_given) = (terms::OrderId::new("SO-1").ok(), true);
        assert_eq!(at(&Step::Review, &draft).1, of - 1);
        assert_eq!(at(&Step::Question("what_differs".to_owned()), &draft).0, 2);
    }
}
