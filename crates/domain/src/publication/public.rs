//! What everybody sees of a result: the only way from a publication's state to pages, feed and API.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{Instant, KindKey, Language, OutcomeCode, ResultNumber};

use super::digest::Digest;
use super::event::ConsentItem;
use super::state::{PublicationPhase, PublicationState};

/// A correction after an objection, or its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub at: Instant,
    pub text: String,
}

/// A published result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicResult {
    pub number: ResultNumber,
    pub kind: Option<KindKey>,
    pub family: Option<String>,
    pub outcome: Option<OutcomeCode>,
    pub period: Option<String>,
    /// `None`: a register line.
    pub digest: Option<Digest>,
    pub brief: BTreeMap<Language, String>,
    pub consumer_name: Option<String>,
    pub shop_name: Option<String>,
    pub officer_name: Option<String>,
    pub corrections: Vec<Correction>,
    pub published_at: Instant,
    pub updated_at: Instant,
    pub valid_until: Instant,
}

/// The result as the public sees it at a moment; `None`: there is none, or none any more.
#[must_use]
pub fn public(state: &PublicationState, now: Instant) -> Option<PublicResult> {
    as_published(state).filter(|result| now < result.valid_until)
}

/// As [`public`], for rows, which are made before anybody looks.
#[must_use]
pub fn as_published(state: &PublicationState) -> Option<PublicResult> {
    if state.phase != PublicationPhase::Public {
        return None;
    }
    let published = state.published.as_ref()?;
    let name = |item: ConsentItem| {
        let shown = published.names.contains(&item).then(|| state.name(item)).flatten();
        shown.map(str::to_owned)
    };
    let answers = state.objections.iter().filter_map(|objection| objection.answer.as_ref());
    let corrections = answers.filter_map(|answer| {
        let text = answer.correction.clone()?;
        (state.published_at <= Some(answer.at)).then_some(Correction { at: answer.at, text })
    });
    let shown = &published.shown;
    let is_digest = shown.is_digest();
    let brief = state.draft.as_ref().filter(|_| is_digest).map(|draft| draft.brief.clone());
    Some(PublicResult {
        number: published.number,
        kind: shown.kind.clone(),
        family: shown.family.clone(),
        outcome: shown.outcome,
        period: shown.period.clone(),
        digest: shown.digest.clone(),
        brief: brief.unwrap_or_default(),
        consumer_name: name(ConsentItem::ConsumerName).or_else(|| name(ConsentItem::Nickname)),
        shop_name: name(ConsentItem::ShopName),
        officer_name: name(ConsentItem::OfficerName),
        corrections: corrections.collect(),
        published_at: state.published_at?,
        updated_at: state.changed_at?,
        valid_until: published.valid_until,
    })
}
