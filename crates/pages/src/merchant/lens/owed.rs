//! What is owed and how far it has come: money, goods on their way back, things to be done.

use app::show::ObligationView;
use terms::{Condition, Money, ObligationState, Party, Side};

use super::super::row::DueView;
use super::evidence::EvidenceBox;
use super::{Lens, class_of_party};

/// One obligation.
pub(crate) struct OwedBox {
    pub id: String,
    pub debtor: String,
    pub class: &'static str,
    pub what: String,
    pub amount: Option<String>,
    pub text: Option<String>,
    pub state: &'static str,
    pub state_word: String,
    pub due: Option<DueView>,
    pub paid: Option<String>,
    pub note: Option<String>,
    pub proof: Vec<EvidenceBox>,
    /// Where the goods are on their way back; empty where none have to come back.
    pub way_back: String,
    pub address: Option<String>,
    pub parcel: Option<String>,
    /// What the merchant can do about it now.
    pub can_authorise: bool,
    pub can_receive: bool,
    pub can_report: bool,
    /// The provider refused the refund.
    pub failed: bool,
    /// What staff can do about that.
    pub can_retry: bool,
    pub can_enforce: bool,
    /// Where the money came from, if the merchant's account lacked it.
    pub cover: Option<String>,
}

impl Lens<'_> {
    pub fn owed(&self) -> Vec<OwedBox> {
        self.view.obligations.iter().map(|owed| self.obligation(owed)).collect()
    }

    fn obligation(&self, owed: &ObligationView) -> OwedBox {
        let back = owed.returning.as_ref();
        let at = back.map_or("", |back| back.state);
        let way_back =
            if at.is_empty() { String::new() } else { self.t.say(&format!("merchant-return-{at}")) };
        let condition = back.and_then(|back| back.condition).map(|c| self.t.word("condition", c.as_str()));
        let parcel = back
            .and_then(|back| Some(format!("{} {}", back.carrier.as_ref()?, back.tracking_number.as_ref()?)));
        let by_provider = owed.remedy_type.pays_money() && owed.amount.is_some();
        let goods_are_back = back.is_none_or(|back| back.condition == Some(Condition::AsSent));
        OwedBox {
            id: owed.id.to_string(),
            debtor: self.t.word("party", owed.debtor.as_str()),
            class: class_of_party(owed.debtor),
            what: self.t.word("remedy", owed.remedy_type.as_str()),
            amount: owed.amount.map(Money::readable),
            text: owed.text.clone(),
            state: owed.state.as_str(),
            state_word: self.t.word("obligation", owed.state.as_str()),
            due: owed.due_at.map(|due| DueView::of(due, self.now, self.t)),
            paid: owed.paid.filter(|paid| paid.is_positive()).map(Money::readable),
            note: owed.note.clone(),
            proof: self.items(&owed.proof),
            way_back: condition.map_or(way_back.clone(), |condition| format!("{way_back} · {condition}")),
            address: back.and_then(|back| back.address.clone()),
            parcel,
            can_authorise: at == "to_be_authorised" && self.can("authorise-return"),
            can_receive: at == "shipped" && self.can("confirm-receipt"),
            can_report: owed.state == ObligationState::Due
                && (owed.debtor == Party::Platform) == (self.view.your_side == Side::Neutral)
                && goods_are_back
                && !by_provider
                && self.can("report-performance"),
            failed: owed.payout_failed,
            can_retry: owed.payout_failed && self.can("retry-payout"),
            can_enforce: owed.can_be_enforced && self.can("enforce"),
            cover: owed.cover.map(|cover| {
                let sums = [("deposit", cover.deposit.readable()), ("advanced", cover.advanced.readable())];
                self.t.with("cover-told", &sums)
            }),
        }
    }

    /// How goods may arrive.
    pub fn conditions(&self) -> Vec<(&'static str, String)> {
        Condition::ALL.iter().map(|c| (c.as_str(), self.t.word("condition", c.as_str()))).collect()
    }
}
