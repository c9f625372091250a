//! The remedies to choose from in an offer of one's own, filled with what was claimed.

use app::show::CaseView;
use terms::Money;

use crate::consumer::filing_cards::RemedyCard;
use crate::shell::{Site, Visit};

pub(super) fn cards(site: &Site, view: &CaseView, visit: &Visit) -> Vec<RemedyCard> {
    let Some(kind) = site.app.playbook.kind(&view.kind) else { return Vec::new() };
    let card = |remedy: &terms::RemedyType| {
        let key = remedy.as_str();
        let claimed = view.claims.iter().find(|claim| claim.remedy_type == *remedy);
        let sum = claimed.and_then(|claim| claim.amount).map(Money::decimal);
        RemedyCard {
            key,
            title: visit.texts.word("remedy", key),
            hint: visit.texts.say(&format!("remedy-hint-{key}")),
            chosen: false,
            amount: remedy.needs_amount().then(|| sum.unwrap_or_default()),
            with_text: !remedy.needs_amount(),
            text: String::new(),
            limit: String::new(),
        }
    };
    kind.remedies.iter().map(card).collect()
}
