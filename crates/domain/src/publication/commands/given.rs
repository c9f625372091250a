//! An ended case and its publication for tests, told as given, when and then.

use std::sync::Arc;

use playbook::Step;
use terms::{Ids, Instant, Language, SeededEntropy};

use super::*;
use crate::dispute::given::*;
use crate::fact::Fact;
use crate::facts::Facts;
use crate::publication::event::ConsentItem;
use crate::publication::public::{PublicResult, public as seen};
use crate::publication::state::evolve;
use crate::refusal::Refuse;

#[derive(Debug, Clone)]
pub struct World {
    pub state: PublicationState,
    pub background: Background,
    pub now: Instant,
    seed: u64,
}

pub struct When {
    world: World,
    actor: Actor,
    decided: Result<Vec<PublicationEvent>, PublicationRefusal>,
}

/// A case that was ruled on, and nobody appealed.
pub fn ended() -> World {
    World::of(given().ruled().passed(Step::Appeal).passed(Step::Appeal))
}

/// A case in which the price was given back by agreement.
pub fn agreement() -> World {
    let agreed = given().agreed(vec![money(terms::RemedyType::Refund, "899.00")]).paid("899.00");
    let mut world = World::of(agreed);
    let case = Arc::make_mut(&mut world.background.case);
    case.in_charge = Some(crate::facts::OnDuty { person: person("decider"), deputy: None });
    world
}

pub fn public() -> World {
    ended().and(&decider(), draft("")).later().and(&supervisor(), approve())
}

pub fn agreement_public() -> World {
    let both = agreement().and(&decider(), draft("")).and(&consumer(), consent(ConsentItem::Agreement));
    both.and(&merchant(), consent(ConsentItem::Agreement)).and(&supervisor(), approve())
}

impl World {
    pub fn of(case: Given) -> Self {
        let enough = Crowd { consumers: 5, shops: 2 };
        let background = Background {
            case: Arc::new(case.state),
            crowds: vec![enough; PLAYBOOK.publication().ladder.len()],
            people: vec!["陈雨桐".to_owned()],
            own_name: Some("林裁决".to_owned()),
        };
        Self { state: PublicationState::default(), background, now: case.now, seed: 1 }
    }

    /// Past the preview.
    pub fn later(mut self) -> Self {
        self.now = self.state.draft.as_ref().expect("a draft").preview_until;
        self
    }

    #[expect(clippy::needless_pass_by_value, reason = "a story reads better without borrows")]
    pub fn when(self, actor: &Actor, command: PublicationCommand) -> When {
        let mut entropy = SeededEntropy::new(self.seed);
        let mut ids = Ids::new(self.now, &mut entropy);
        let facts = Facts {
            publication: Some(Box::new(self.background.clone())),
            publication_of: dispute_id(1),
            ..Facts::default()
        };
        let mut ctx = Ctx {
            actor,
            on_behalf_of: None,
            now: self.now,
            occurred_at: None,
            playbook: &PLAYBOOK,
            facts: &facts,
            ids: &mut ids,
        };
        let decided = decide(&self.state, &command, &mut ctx);
        When { world: self, actor: actor.clone(), decided }
    }

    #[track_caller]
    pub fn and(self, actor: &Actor, command: PublicationCommand) -> Self {
        self.when(actor, command).ok()
    }

    /// What everybody sees.
    pub fn public(&self) -> Option<PublicResult> {
        seen(&self.state, self.now)
    }
}

impl When {
    #[track_caller]
    pub fn ok(self) -> World {
        let Self { mut world, actor, decided } = self;
        for event in decided.unwrap_or_else(|refusal| panic!("refused: {refusal:?}")) {
            let (at, by, label) = (world.now, actor.by(), event.label());
            let fact = Fact { at, occurred_at: None, by, on_behalf_of: None, label, event };
            world.state = evolve(world.state, &fact);
        }
        world.seed += 1;
        world
    }

    /// Done, or as it was before.
    pub fn either(self, before: World) -> World {
        if self.decided.is_ok() { self.ok() } else { before }
    }

    #[track_caller]
    pub fn refused(self, code: &str) {
        match &self.decided {
            Ok(events) => panic!("not refused: {events:?}"),
            Err(refusal) => assert_eq!(refusal.code(), code, "{refusal:?}"),
        }
    }

    #[track_caller]
    pub fn refused_at(self, code: &str, pointer: &str) {
        assert_eq!(self.decided.as_ref().err().and_then(Refuse::pointer).as_deref(), Some(pointer));
        self.refused(code);
    }
}

pub fn draft(brief: &str) -> PublicationCommand {
    PublicationCommand::Draft(draft::Draft { brief: [(Language::ZhHans, brief.to_owned())].into() })
}

pub fn consent(item: ConsentItem) -> PublicationCommand {
    PublicationCommand::Consent(consent::Consent { item, name: None })
}

pub fn nickname(name: &str) -> PublicationCommand {
    let (item, name) = (ConsentItem::Nickname, Some(name.to_owned()));
    PublicationCommand::Consent(consent::Consent { item, name })
}

pub fn revoke(item: ConsentItem) -> PublicationCommand {
    PublicationCommand::RevokeConsent(consent::RevokeConsent { item })
}

pub fn remark(text: &str) -> PublicationCommand {
    PublicationCommand::Remark(remark::Remark { text: text.to_owned() })
}

pub fn approve() -> PublicationCommand {
    PublicationCommand::Approve(approve::Approve::default())
}

pub fn approve_with(names: &[ConsentItem]) -> PublicationCommand {
    PublicationCommand::Approve(approve::Approve { names: names.to_vec(), ..approve::Approve::default() })
}

pub fn approve_line() -> PublicationCommand {
    PublicationCommand::Approve(approve::Approve { as_line: true, ..approve::Approve::default() })
}

pub fn approve_saying(answer: &str) -> PublicationCommand {
    let answer = Some(answer.to_owned());
    PublicationCommand::Approve(approve::Approve { answer, ..approve::Approve::default() })
}

pub fn return_draft(reason: &str) -> PublicationCommand {
    PublicationCommand::Return(return_draft::Return { reason: reason.to_owned() })
}

pub fn take_down(reason: &str) -> PublicationCommand {
    PublicationCommand::TakeDown(take_down::TakeDown { reason: reason.to_owned() })
}

pub fn objecting(text: &str) -> PublicationCommand {
    PublicationCommand::Object(object::Object { text: text.to_owned(), contact: None })
}
