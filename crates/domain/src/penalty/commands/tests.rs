//! Penalty cases from charge to close.

use super::*;
use crate::Actor;
use crate::dispute::given::{
    PLAYBOOK, WEDNESDAY, consumer, dispute_id, merchant as of_shop, officer, person, rival, supervisor,
    system,
};
use crate::fact::{AnyEvent, Fact};
use crate::facts::{Duty as OnDuties, Facts, OnDuty, PenaltyCause};
use crate::merchant::{MerchantCommand, MerchantState};
use crate::penalty::{PenaltyVerb, evolve};
use crate::policies::{After, Reaction, react};
use crate::refusal::Refuse;
use playbook::Playbook;
use std::collections::BTreeMap;
use terms::{
    DutyKind, DutyState, EvidenceId, HoldGround, Ids, Instant, MeasureKind, MeasureState, MerchantId, Money,
    Position, SeededEntropy, ViolationKey,
};

/// A penalty case, and the merchant's account as the policies make it.
#[derive(Clone)]
struct Case {
    state: PenaltyState,
    merchant: MerchantState,
    now: Instant,
    seed: u64,
}

fn judge(n: u8) -> Actor {
    Actor::Person { id: person(&format!("judge-{n}")), role: Role::Decider, merchant: None }
}

fn facts(state: &PenaltyState) -> Facts {
    let exhibit = EvidenceId(uuid::Uuid::from_u128(1));
    let free = (1..=4).map(|n| person(&format!("judge-{n}")));
    // As the roster does: who had a part in the dispute or the charge is passed over.
    let fits = |p: &terms::PersonId| {
        *p != person("judge-1") && !state.had_a_part(*p) && state.in_charge.is_none_or(|d| d.person != *p)
    };
    let decider = free.into_iter().find(fits).map(|person| OnDuty { person, deputy: None });
    Facts {
        duty: OnDuties {
            decider,
            supervisor: Some(OnDuty { person: person("supervisor"), deputy: None }),
            ..OnDuties::default()
        },
        cause: Some(PenaltyCause {
            dispute: dispute_id(1),
            number: crate::dispute::given::number(1),
            merchant: MerchantId::new("yuhe").ok(),
            merchant_name: "雨禾".to_owned(),
            is_ruled: true,
            exhibits: BTreeMap::from([(exhibit, "hash".to_owned())]),
            barred: vec![person("judge-1")],
        }),
        ..Facts::default()
    }
}

impl Case {
    fn none() -> Self {
        Self { state: PenaltyState::default(), merchant: MerchantState::default(), now: WEDNESDAY, seed: 0 }
    }

    fn opened(violation: &str) -> Self {
        Self::none().by(&officer(), open(violation)).unwrap()
    }

    #[expect(clippy::needless_pass_by_value, reason = "a story reads better without borrows")]
    fn by(mut self, actor: &Actor, command: PenaltyCommand) -> Result<Self, &'static str> {
        self.seed += 1;
        let mut entropy = SeededEntropy::new(self.seed);
        let mut ids = Ids::new(self.now, &mut entropy);
        let (facts, now) = (facts(&self.state), self.now);
        let playbook: &Playbook = &PLAYBOOK;
        let (on_behalf_of, occurred_at) = (None, None);
        let mut ctx = Ctx { actor, on_behalf_of, now, occurred_at, playbook, facts: &facts, ids: &mut ids };
        let events = decide(&self.state, &command, &mut ctx).map_err(|refusal| refusal.code())?;
        for event in events {
            let (by, label) = (actor.by(), event.label());
            let fact = Fact { at: now, occurred_at, by, on_behalf_of, label, event };
            self.state = evolve(self.state, &fact);
            let fact = Fact {
                at: now,
                occurred_at,
                by,
                on_behalf_of,
                label,
                event: AnyEvent::Penalty(Box::new(fact.event)),
            };
            let stream = terms::PenaltyId::default().into();
            let recorded = crate::Recorded { id: terms::EventId::default(), stream, version: 1, fact };
            for reaction in react(&recorded, After::Penalty(&self.state)) {
                if let Reaction::Command { command: crate::AnyCommand::Merchant(command), .. } = reaction {
                    self.book(&command);
                }
            }
        }
        Ok(self)
    }

    fn book(&mut self, command: &MerchantCommand) {
        let mut entropy = SeededEntropy::new(1);
        let mut ids = Ids::new(self.now, &mut entropy);
        let facts = Facts::default();
        let (on_behalf_of, occurred_at, now) = (None, None, self.now);
        let ctx = Ctx {
            actor: &system(),
            on_behalf_of,
            now,
            occurred_at,
            playbook: &PLAYBOOK,
            facts: &facts,
            ids: &mut ids,
        };
        // A measure that was never stayed is not resumed: the account says so, as in the application.
        for event in crate::merchant::decide(&self.merchant, command, &ctx).unwrap_or_default() {
            let (by, label) = (system().by(), event.label());
            let fact = Fact { at: now, occurred_at, by, on_behalf_of, label, event };
            self.merchant = crate::merchant::evolve(self.merchant.clone(), &fact);
        }
    }

    fn passed(mut self, step: PenaltyStep) -> Self {
        let date = self.state.date(step).expect("a date").clone();
        self.now = date.due_at;
        self.by(&system(), PenaltyCommand::PassDate { step, hold: date.hold, duty: date.duty }).unwrap()
    }

    fn answered(self) -> Self {
        self.by(&of_shop(), PenaltyCommand::ProveNotice).unwrap().by(&of_shop(), answer()).unwrap()
    }

    fn decided(self, measures: Vec<GivenMeasure>) -> Self {
        self.by(&judge(2), decision(measures, vec![])).unwrap()
    }

    fn is(&self, kind: MeasureKind) -> Option<MeasureState> {
        self.merchant.measures.iter().find(|m| m.measure.kind == kind && !m.measure.interim).map(|m| m.state)
    }
}

fn open(violation: &str) -> PenaltyCommand {
    PenaltyCommand::Open(Box::new(OpenPenalty {
        violation: ViolationKey::new(violation).unwrap(),
        text: "标称纯羊毛，检测为聚酯纤维。".to_owned(),
        dispute: Some(dispute_id(1)),
        merchant: None,
        merchant_name: String::new(),
        goods: vec!["SKU-1".to_owned()],
        evidence_ids: vec![EvidenceId(uuid::Uuid::from_u128(1))],
        automated: false,
    }))
}

fn answer() -> PenaltyCommand {
    PenaltyCommand::Answer(AnswerCharge {
        position: Position::Partly,
        explanation: "供应商贴错了标签。".to_owned(),
        evidence_ids: vec![],
    })
}

fn given(kind: MeasureKind) -> GivenMeasure {
    GivenMeasure { kind, points: None, days: None, amount: None, goods: vec![] }
}

fn points(count: u32) -> GivenMeasure {
    GivenMeasure { points: Some(count), ..given(MeasureKind::Points) }
}

fn delisting() -> GivenMeasure {
    GivenMeasure { goods: vec!["SKU-1".to_owned()], ..given(MeasureKind::Delisting) }
}

fn decision(measures: Vec<GivenMeasure>, duties: Vec<GivenDuty>) -> PenaltyCommand {
    PenaltyCommand::Decide(Box::new(DecidePenalty {
        dismissed: measures.is_empty() && duties.is_empty(),
        facts: "检测报告可靠，商品标称不实。".to_owned(),
        reasons: "构成描述不符。".to_owned(),
        rule_ids: vec![],
        measures,
        duties,
    }))
}

fn appeal() -> PenaltyCommand {
    PenaltyCommand::Appeal(AppealPenalty { grounds: "已经主动召回。".to_owned() })
}

fn upheld(upheld: Vec<terms::MeasureId>) -> PenaltyCommand {
    PenaltyCommand::DecideAppeal(DecideAppeal {
        upheld, duties: vec![], reasons: "复核属实。".to_owned()
    })
}

fn hold(ground: HoldGround) -> PenaltyCommand {
    let goods = vec!["SKU-1".to_owned()];
    PenaltyCommand::ImposeHold(ImposeHold { ground, goods, reasons: "鉴定为假。".to_owned() })
}

fn review(keep: bool) -> PenaltyCommand {
    PenaltyCommand::ReviewHold(ReviewHold { keep, reasons: "证据充分。".to_owned() })
}

/// G4, C11: a charge is heard before anything is decided, and whoever ruled or opened it does not decide.
#[test]
fn nothing_is_decided_before_the_answer_or_its_time() {
    let opened = Case::opened("false_description");
    let in_charge = opened.state.in_charge.unwrap().person;
    assert_eq!(in_charge, person("judge-2"), "who ruled is not named");
    assert_eq!(
        opened.clone().by(&judge(2), decision(vec![points(3)], vec![])).err(),
        Some("answer_time_runs")
    );
    assert_eq!(opened.clone().by(&judge(1), decision(vec![points(3)], vec![])).err(), Some("not_allowed"));
    let silent = opened.clone().passed(PenaltyStep::Notice).passed(PenaltyStep::Answer);
    assert_eq!(silent.clone().by(&judge(3), decision(vec![points(3)], vec![])).err(), Some("not_allowed"));
    assert_eq!(silent.decided(vec![points(3)]).merchant.points(), 3);
    let heard = opened.answered().decided(vec![points(3)]);
    assert_eq!(heard.merchant.points(), 3);
    assert_eq!(heard.by(&of_shop(), answer()).err(), Some("penalty_wrong_stage"));
}

/// G4: strangers, consumers and rivals find nothing; mediators lay no charge; evidence must be one the merchant could see.
#[test]
fn only_those_concerned_see_and_act() {
    let opened = Case::opened("false_description");
    for nobody in [consumer(), rival(), crate::dispute::given::mediator()] {
        assert_eq!(opened.clone().by(&nobody, answer()).err(), Some("unknown_penalty"));
        assert_eq!(Case::none().by(&nobody, open("false_description")).err(), Some("not_allowed"));
    }
    let mut unseen = open("false_description");
    if let PenaltyCommand::Open(charge) = &mut unseen {
        charge.evidence_ids = vec![EvidenceId(uuid::Uuid::from_u128(9))];
    }
    assert_eq!(Case::none().by(&officer(), unseen).err(), Some("unknown_evidence"));
    assert_eq!(Case::none().by(&officer(), open("no_such")).err(), Some("unknown_violation"));
    assert_eq!(opened.by(&officer(), open("false_description")).err(), Some("already_done"));
}

/// G4: measures are proportionate by the table, in kind, points, days, sum and goods.
#[test]
fn measures_keep_within_the_table() {
    let heard = Case::opened("false_description").answered();
    let refused = |measure| heard.clone().by(&judge(2), decision(vec![measure], vec![])).err();
    assert_eq!(refused(points(7)), Some("outside_table"));
    assert_eq!(refused(points(1)), Some("outside_table"));
    assert_eq!(refused(delisting()), Some("not_in_table"));
    let demotion = |days| GivenMeasure { days, ..given(MeasureKind::SearchDemotion) };
    assert_eq!(refused(demotion(None)), Some("outside_table"));
    assert_eq!(refused(demotion(Some(31))), Some("outside_table"));
    assert_eq!(refused(demotion(Some(30))), None);
    let charge = |sum: &str| GivenMeasure {
        amount: Money::parse(terms::Currency::Cny, sum).ok(),
        ..given(MeasureKind::DepositCharge)
    };
    assert_eq!(refused(charge("2000.01")), Some("outside_table"));
    assert_eq!(refused(charge("2000.00")), None);
    let fake = Case::opened("counterfeit").answered();
    let no_goods = fake.clone().by(&judge(2), decision(vec![given(MeasureKind::Delisting)], vec![]));
    assert_eq!(no_goods.err(), Some("goods_missing"));
    let dismissed = fake.by(&judge(2), decision(vec![], vec![])).unwrap();
    assert_eq!(dismissed.state.phase, Some(PenaltyPhase::Closed));
    let mut nothing = decision(vec![], vec![]);
    if let PenaltyCommand::Decide(d) = &mut nothing {
        d.dismissed = false;
    }
    assert_eq!(heard.by(&judge(2), nothing).err(), Some("nothing_decided"));
}

/// G4: a hold needs its ground, another person looks at it in a day or it ends, and no other measure comes before a decision.
#[test]
fn a_hold_needs_a_ground_and_a_second_look() {
    let opened = Case::opened("counterfeit");
    assert_eq!(
        Case::opened("false_description").by(&judge(2), hold(HoldGround::Fraud)).err(),
        Some("hold_not_allowed")
    );
    assert_eq!(opened.clone().by(&judge(2), hold(HoldGround::Danger)).err(), Some("hold_not_allowed"));
    assert_eq!(opened.clone().by(&officer(), hold(HoldGround::Counterfeit)).err(), Some("not_allowed"));
    let held = opened.by(&supervisor(), hold(HoldGround::Counterfeit)).unwrap();
    assert_eq!(held.state.date(PenaltyStep::HoldReview).unwrap().due_at, held.now.plus_seconds(24 * 3600));
    assert_eq!(held.merchant.measures.len(), 1);
    assert_eq!(held.clone().by(&supervisor(), review(true)).err(), Some("not_allowed"));
    assert_eq!(held.clone().by(&judge(1), review(true)).err(), Some("not_allowed"));
    let lapsed = held.clone().passed(PenaltyStep::HoldReview);
    assert_eq!(lapsed.merchant.measures[0].state, MeasureState::Lifted);
    let lifted = held.clone().by(&judge(3), review(false)).unwrap();
    assert_eq!(lifted.merchant.measures[0].state, MeasureState::Lifted);
    let kept = held.by(&judge(3), review(true)).unwrap().answered();
    assert_eq!(kept.merchant.measures[0].state, MeasureState::InForce);
    let decided = kept.decided(vec![points(24), delisting()]);
    assert_eq!(decided.merchant.measures[0].state, MeasureState::Ended);
    assert_eq!(decided.is(MeasureKind::Delisting), Some(MeasureState::InForce));
}

/// G4: an appeal stays what it may, never the delisting of confirmed counterfeits; another person decides, nothing grows heavier.
#[test]
fn an_appeal_stays_all_but_confirmed_counterfeits() {
    let closure = given(MeasureKind::ShopClosure);
    let decided = Case::opened("counterfeit").answered().decided(vec![points(24), delisting(), closure]);
    assert!(decided.merchant.is_closed());
    let appealed = decided.clone().by(&of_shop(), appeal()).unwrap();
    assert_eq!(appealed.is(MeasureKind::ShopClosure), Some(MeasureState::Stayed));
    assert_eq!(appealed.is(MeasureKind::Delisting), Some(MeasureState::InForce));
    assert_eq!(appealed.merchant.points(), 0);
    assert_eq!(appealed.clone().by(&of_shop(), appeal()).err(), Some("already_done"));
    assert_eq!(appealed.state.in_charge.unwrap().person, person("judge-3"));
    assert_eq!(appealed.clone().by(&judge(2), upheld(vec![])).err(), Some("not_allowed"));
    let unknown = upheld(vec![terms::MeasureId::default()]);
    assert_eq!(appealed.clone().by(&judge(3), unknown).err(), Some("unknown_measure"));
    let keep = vec![appealed.state.measures[0].0.id, appealed.state.measures[1].0.id];
    let changed = appealed.by(&judge(3), upheld(keep)).unwrap();
    assert_eq!(changed.is(MeasureKind::ShopClosure), Some(MeasureState::Lifted));
    assert_eq!((changed.merchant.points(), changed.merchant.is_closed()), (24, false));
    assert_eq!(changed.state.phase, Some(PenaltyPhase::Closed));
    let mut late = decided;
    late.now = late.state.date(PenaltyStep::Appeal).unwrap().due_at;
    assert_eq!(late.clone().by(&of_shop(), appeal()).err(), Some("too_late"));
    let over = late.passed(PenaltyStep::Appeal);
    assert_eq!(over.state.phase, Some(PenaltyPhase::Closed));
    assert_eq!(over.by(&of_shop(), appeal()).err(), Some("too_late"));
}

/// G5, G7: training and rectification are shown and checked, a spot check is made; then the case closes.
#[test]
fn duties_are_shown_and_checked() {
    let duty = |kind| GivenDuty { kind, text: "质量培训".to_owned() };
    let duties = vec![duty(DutyKind::Training), duty(DutyKind::SpotCheck)];
    let decided = Case::opened("false_description")
        .answered()
        .by(&judge(2), decision(vec![points(2)], duties))
        .unwrap();
    let ids: Vec<_> = decided.state.duties.iter().map(|t| t.duty.id).collect();
    let shown = |n: usize| {
        PenaltyCommand::ReportDuty(ReportDuty { duty_id: ids[n], proof: "证书 2025-17".to_owned() })
    };
    let check = |n: usize, passed| {
        PenaltyCommand::CheckDuty(CheckDuty { duty_id: ids[n], passed, note: "属实".to_owned() })
    };
    assert_eq!(decided.clone().by(&judge(2), check(0, true)).err(), Some("penalty_wrong_stage"));
    assert_eq!(decided.clone().by(&of_shop(), shown(1)).err(), Some("penalty_wrong_stage"));
    let reported = decided.clone().by(&of_shop(), shown(0)).unwrap();
    let over = reported.passed(PenaltyStep::Appeal).by(&judge(2), check(0, true)).unwrap();
    assert_eq!(over.state.phase, Some(PenaltyPhase::Decided));
    let closed = over.by(&judge(2), check(1, true)).unwrap();
    assert_eq!(closed.state.phase, Some(PenaltyPhase::Closed));
    let late = decided.passed(PenaltyStep::Appeal).passed(PenaltyStep::Duty);
    assert!(
        late.state.duties.iter().any(|t| t.state == DutyState::Failed)
            || late.state.in_charge_as == Some(Role::Supervisor)
    );
}

/// H3: what the authority was told is written down, and the merchant does not see it.
#[test]
fn the_report_to_the_authority_is_kept_from_the_merchant() {
    let case = Case::opened("counterfeit");
    let report = || {
        PenaltyCommand::Report(ReportPenalty {
            authority: "市场监管局".to_owned(),
            text: "移送线索".to_owned(),
        })
    };
    assert_eq!(case.clone().by(&of_shop(), report()).err(), Some("not_allowed"));
    let told = case.by(&judge(2), report()).unwrap();
    assert_eq!(told.state.reports.len(), 1);
    let label =
        PenaltyEvent::Reported { authority: String::new(), text: told.state.reports[0].text.clone() }.label();
    assert!(!crate::access::sees(crate::access::Viewer::Side(terms::Side::Respondent), label));
}

/// G4: what `may` allows is what `decide` does not refuse for standing or stage.
#[test]
fn may_and_decide_agree() {
    let cases = [
        Case::opened("counterfeit"),
        Case::opened("counterfeit").answered(),
        Case::opened("counterfeit").answered().decided(vec![points(24)]),
        Case::opened("counterfeit").answered().decided(vec![points(24)]).by(&of_shop(), appeal()).unwrap(),
        Case::opened("counterfeit").by(&supervisor(), hold(HoldGround::Fraud)).unwrap(),
    ];
    let tries: [(PenaltyVerb, PenaltyCommand); 5] = [
        (PenaltyVerb::ImposeHold, hold(HoldGround::Fraud)),
        (PenaltyVerb::ReviewHold, review(true)),
        (PenaltyVerb::Answer, answer()),
        (PenaltyVerb::Decide, decision(vec![points(24)], vec![])),
        (PenaltyVerb::Appeal, appeal()),
    ];
    for case in cases {
        for actor in [judge(1), judge(2), judge(3), supervisor(), of_shop(), officer()] {
            let Some(standing) = super::super::penalty_standing(&case.state, &actor) else { continue };
            for (verb, command) in &tries {
                let may = may(*verb, &case.state, standing).is_ok();
                assert_eq!(may, case.clone().by(&actor, command.clone()).is_ok(), "{verb:?} {actor:?}");
            }
        }
    }
}
