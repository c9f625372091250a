//! What was said and formally done, in the order in which it happened: bubbles and tickets.

use app::show::{MessageView, OfferView, ResponseView};
use terms::{Instant, OfferState, Side};

use super::evidence::EvidenceBox;
use super::{Lens, RemedyLine, class_of};

/// One thing in the stream.
pub(crate) enum Said {
    Day(String),
    Bubble(Bubble),
    Ticket(Ticket),
}

/// A message.
pub(crate) struct Bubble {
    pub class: &'static str,
    pub who: String,
    pub iso: String,
    pub time: String,
    pub text: Option<String>,
    pub items: Vec<EvidenceBox>,
    /// Whom it was said to, if not to everybody.
    pub private: String,
}

/// A formal act: claim, answer, offer.
pub(crate) struct Ticket {
    pub class: &'static str,
    pub title: String,
    pub time: String,
    pub tag_class: String,
    pub tag: String,
    pub remedies: Vec<RemedyLine>,
    pub total: String,
    pub text: Option<String>,
    pub items: Vec<EvidenceBox>,
    pub is_over: bool,
}

/// An offer that waits, with what the reader may do about it.
pub(crate) struct OfferBox {
    pub id: String,
    pub title: String,
    pub class: &'static str,
    pub mine: bool,
    pub remedies: Vec<RemedyLine>,
    pub total: String,
    pub note: Option<String>,
    /// What agreeing to it means at once.
    pub follows: Vec<String>,
    pub until: Option<String>,
    pub left: String,
}

impl Lens<'_> {
    /// Everything said and done, oldest first, with a line for each day.
    pub fn talk(&self) -> Vec<Said> {
        let mut all: Vec<(Instant, Said)> = vec![(self.view.created_at, Said::Ticket(self.claim()))];
        all.extend(self.view.response.iter().map(|r| (r.at, Said::Ticket(self.response(r)))));
        let offers = self.view.offers.iter().enumerate();
        all.extend(offers.map(|(n, offer)| (offer.made_at, Said::Ticket(self.offer(n, offer)))));
        all.extend(self.view.messages.iter().map(|m| (m.at, Said::Bubble(self.bubble(m)))));
        all.sort_by_key(|(at, _)| *at);
        let mut stream = Vec::with_capacity(all.len() + 8);
        let mut day = String::new();
        for (at, said) in all {
            let today = texts::date(at, self.t.language());
            if today != day {
                stream.push(Said::Day(today.clone()));
                day = today;
            }
            stream.push(said);
        }
        stream
    }

    fn side_says(&self, side: Side, key: &str) -> String {
        self.t.with(key, &[("side", self.t.word("side", side.as_str()))])
    }

    fn claim(&self) -> Ticket {
        Ticket {
            class: class_of(Side::Consumer),
            title: self.t.say("merchant-claim-of"),
            time: self.when(&self.view.created_at),
            tag_class: String::new(),
            tag: String::new(),
            remedies: self.claims(),
            total: self.claimed(),
            text: self.view.description.clone(),
            items: Vec::new(),
            is_over: false,
        }
    }

    fn response(&self, response: &ResponseView) -> Ticket {
        Ticket {
            class: class_of(Side::Respondent),
            title: self.t.say("merchant-answer-of"),
            time: self.when(&response.at),
            tag_class: "is-merchant".to_owned(),
            tag: self.t.word("position", response.position.as_str()),
            remedies: self.remedies(&response.remedies),
            total: self.total(&response.remedies),
            text: response.explanation.clone(),
            items: self.items(&response.evidence_ids),
            is_over: false,
        }
    }

    fn offer(&self, n: usize, offer: &OfferView) -> Ticket {
        let is_over = match offer.state {
            OfferState::Proposed | OfferState::Accepted => false,
            OfferState::Countered | OfferState::Denied | OfferState::Withdrawn | OfferState::Expired => true,
        };
        Ticket {
            class: class_of(offer.by),
            title: self.offer_title(n, offer),
            time: self.when(&offer.made_at),
            tag_class: format!("tag--{} {}", offer.state.as_str(), class_of(offer.by)),
            tag: self.t.word("offer", offer.state.as_str()),
            remedies: self.remedies(&offer.remedies),
            total: self.total(&offer.remedies),
            text: offer.note.clone(),
            items: Vec::new(),
            is_over,
        }
    }

    fn offer_title(&self, n: usize, offer: &OfferView) -> String {
        let side = self.t.word("side", offer.by.as_str());
        self.t.with("merchant-offer-of", &[("side", side), ("n", (n + 1).to_string())])
    }

    fn bubble(&self, message: &MessageView) -> Bubble {
        let who = match message.by_role.filter(|role| role.is_staff()) {
            Some(role) => {
                format!("{} · {}", self.t.word("side", "neutral"), self.t.word("role", role.as_str()))
            }
            None => self.party_name(&message.by),
        };
        let private = match (message.audience, message.by) {
            ("all", _) => String::new(),
            (_, Side::Neutral) => self.t.say("merchant-private-staff"),
            ("mediator", _) => self.t.say("merchant-private-mediator"),
            (_, side) => self.side_says(side, "merchant-private-of"),
        };
        Bubble {
            class: class_of(message.by),
            who,
            iso: message.at.to_string(),
            time: self.when(&message.at),
            text: message.text.clone(),
            items: self.items(&message.evidence_ids),
            private,
        }
    }

    /// Offers that wait for an answer, the newest first.
    pub fn open_offers(&self) -> Vec<OfferBox> {
        let me = self.view.your_side;
        let open =
            self.view.offers.iter().enumerate().filter(|(_, offer)| offer.state == OfferState::Proposed);
        let view = |(n, offer): (usize, &OfferView)| OfferBox {
            id: offer.id.to_string(),
            title: self.offer_title(n, offer),
            class: class_of(offer.by),
            mine: offer.by == me,
            remedies: self.remedies(&offer.remedies),
            total: self.total(&offer.remedies),
            note: offer.note.clone(),
            follows: self.follows(&offer.remedies),
            // On hold an offer's time stands still.
            until: offer.expires_at.filter(|_| self.view.hold.is_none()).map(|at| self.when(&at)),
            left: offer
                .expires_at
                .map(|at| super::super::row::left(at, self.now, self.t))
                .unwrap_or_default(),
        };
        open.map(view).rev().collect()
    }
}
