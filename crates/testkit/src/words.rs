//! What people in the sample shop write: complaints, answers, offers, messages, ratings.
//!
//! The texts are in simplified Chinese as people type it. Which ones suit a kind of dispute is found by
//! words in the kind's key, so that a playbook may name its kinds as it likes.

mod answers;
mod complaints;

pub use answers::{
    CALMING, CONSUMER_MESSAGES, CONSUMER_NOTES, FINDINGS, MERCHANT_ANSWERS, MERCHANT_MESSAGES, OFFER_NOTES,
    OFFICER_QUESTIONS, PROPOSAL_REASONS, REFUSAL_REASONS, RULING_REASONS,
};

use crate::dice::Dice;

/// What a complaint is about, as coarse as the texts need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    NotAsDescribed,
    Defective,
    Unsafe,
    Communication,
    Incompetent,
    SlowService,
    Review,
    Late,
    Damaged,
    Lost,
    Freight,
    PickUp,
    ReturnRefused,
    AfterSalesSlow,
    AfterSales,
    Repair,
    Price,
    PriceDrop,
    Promotion,
    Coupon,
    Currency,
    NotDispatched,
    Withheld,
    CrossBorder,
    Automated,
    Payment,
    Counterfeit,
    Platform,
    Livestream,
    Minor,
    Other,
}

impl Topic {
    pub const ALL: &'static [Self] = &[
        Self::NotAsDescribed,
        Self::Defective,
        Self::Unsafe,
        Self::Communication,
        Self::Incompetent,
        Self::SlowService,
        Self::Review,
        Self::Late,
        Self::Damaged,
        Self::Lost,
        Self::Freight,
        Self::PickUp,
        Self::ReturnRefused,
        Self::AfterSalesSlow,
        Self::AfterSales,
        Self::Repair,
        Self::Price,
        Self::PriceDrop,
        Self::Promotion,
        Self::Coupon,
        Self::Currency,
        Self::NotDispatched,
        Self::Withheld,
        Self::CrossBorder,
        Self::Automated,
        Self::Payment,
        Self::Counterfeit,
        Self::Platform,
        Self::Livestream,
        Self::Minor,
        Self::Other,
    ];

    /// The topic of a kind's key, such as `not_as_described`; what is not recognised gets texts that fit anything.
    #[must_use]
    pub fn of_kind(key: &str) -> Self {
        let words = [
            ("descri", Self::NotAsDescribed),
            ("unsafe", Self::Unsafe),
            ("counterfeit", Self::Counterfeit),
            ("repair", Self::Repair),
            ("defect", Self::Defective),
            ("late_", Self::Late),
            ("damaged", Self::Damaged),
            ("lost", Self::Lost),
            ("fee", Self::Freight),
            ("pick", Self::PickUp),
            ("after_sales_slow", Self::AfterSalesSlow),
            ("after", Self::AfterSales),
            ("return", Self::ReturnRefused),
            ("cancelled", Self::NotDispatched),
            ("dispatch", Self::NotDispatched),
            ("price_drop", Self::PriceDrop),
            ("promo", Self::Promotion),
            ("coupon", Self::Coupon),
            ("currency", Self::Currency),
            ("price", Self::Price),
            ("payment", Self::Payment),
            ("automated", Self::Automated),
            ("live", Self::Livestream),
            ("minor", Self::Minor),
            ("withheld", Self::Withheld),
            ("cross_border", Self::CrossBorder),
            ("platform", Self::Platform),
            ("review", Self::Review),
            ("harass", Self::Review),
            ("communication", Self::Communication),
            ("incompetent", Self::Incompetent),
            ("slow", Self::SlowService),
        ];
        words.iter().find(|(word, _)| key.contains(word)).map_or(Self::Other, |(_, topic)| *topic)
    }

    /// Complaints as consumers write them.
    #[must_use]
    pub const fn complaints(self) -> &'static [&'static str] {
        complaints::of(self)
    }

    /// Names of files that people attach, fitting the topic.
    #[must_use]
    pub const fn evidence_names(self) -> &'static [&'static str] {
        complaints::evidence_names(self)
    }
}

/// One of the complaints of a kind.
#[must_use]
pub fn complaint(kind: &str, dice: &mut Dice) -> &'static str {
    dice.text(Topic::of_kind(kind).complaints())
}

/// A rating with a text that suits its stars, one to five.
#[must_use]
pub fn rating(dice: &mut Dice) -> (u8, &'static str) {
    let stars = [5, 5, 5, 4, 4, 3, 2, 1];
    let score = dice.pick(&stars).copied().unwrap_or(5);
    (score, dice.text(answers::ratings(score)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_topic_has_several_complaints_of_its_own_that_the_system_takes() {
        let mut seen = HashSet::new();
        for topic in Topic::ALL {
            assert!(topic.complaints().len() >= 3, "{topic:?}");
            assert!(!topic.evidence_names().is_empty());
            for text in topic.complaints() {
                assert!(seen.insert(text), "twice: {text}");
                assert_eq!(terms::clean_text(text, 2000).as_deref(), Ok(*text));
            }
        }
    }

    /// A1.1 to A6.8: the demo speaks about every kind that the mainland's playbook has.
    #[test]
    fn every_kind_of_the_mainland_playbook_has_a_topic_of_its_own() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../playbooks/cn-mainland/kinds");
        let mut kinds = 0;
        let mut topics = HashSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let key = path.file_stem().unwrap().to_str().unwrap();
            let topic = Topic::of_kind(key);
            assert_ne!(topic, Topic::Other, "{key}");
            assert!(topics.insert(topic), "{key} shares {topic:?}");
            kinds += 1;
        }
        assert!(kinds >= 20, "{kinds}");
    }
}
