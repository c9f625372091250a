//! Whatever anybody asks, in whatever order: nothing is public without approval, time, consent and validity.

use terms::{Entropy, SeededEntropy, Side};

use super::commands::given::*;
use super::commands::object::PassObjection;
use super::commands::take_down::Expire;
use super::commands::{answer_objection, approve};
use super::{ConsentItem, Crowd, End, PublicationCommand, PublicationPhase};
use crate::Actor;
use crate::dispute::given::*;

struct Chance(SeededEntropy);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        usize::try_from(u32::from_le_bytes(bytes)).unwrap() % n
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

fn actor(chance: &mut Chance) -> Actor {
    let all = [
        consumer(),
        merchant(),
        decider(),
        supervisor(),
        supervisor(),
        colleague(),
        stranger(),
        rival(),
        admin(),
        system(),
    ];
    chance.pick(&all)
}

fn command(world: &World, chance: &mut Chance) -> PublicationCommand {
    let item = chance.pick(ConsentItem::ALL);
    let objection = world.state.objections.last().map(|o| o.id).unwrap_or_default();
    match chance.below(14) {
        0 | 1 => draft(chance.pick(&["", "大衣的成分和页面写的不一致。", "联系 13800138000"])),
        2 | 3 => consent(if chance.below(2) == 0 { ConsentItem::Agreement } else { item }),
        4 => nickname("爱羊毛的人"),
        5 => revoke(item),
        6 => remark("月份也请去掉"),
        7..=9 => PublicationCommand::Approve(approve::Approve {
            as_line: chance.below(3) == 0,
            names: if chance.below(2) == 0 { vec![item] } else { Vec::new() },
            answer: Some("看过了，认不出是谁。".to_owned()),
        }),
        10 => take_down("当事人请求"),
        11 => objecting(chance.pick(&["金额写错了", "月份写错了"])),
        12 => PublicationCommand::AnswerObjection(answer_objection::AnswerObjection {
            objection_id: objection,
            upheld: chance.below(2) == 0,
            answer: "核对过了。".to_owned(),
            correction: (chance.below(2) == 0).then(|| "应为十月。".to_owned()),
            take_down: chance.below(4) == 0,
        }),
        _ => match world.state.published.as_ref() {
            Some(published) if chance.below(2) == 0 => {
                PublicationCommand::Expire(Expire { number: published.number })
            }
            _ => PublicationCommand::PassObjection(PassObjection { objection }),
        },
    }
}

fn holds(world: &World) {
    let Some(told) = world.public() else { return };
    let state = &world.state;
    let (drafted, approved) = (state.drafted_by.unwrap(), state.approved_by.unwrap());
    assert_eq!(state.phase, PublicationPhase::Public);
    assert!(approved.person().is_some() && approved.person() != drafted.person(), "a second person approved");
    assert!(world.now < told.valid_until, "it is within its time");
    assert!(
        state.published.as_ref().unwrap().shown.crowd.hides(&PLAYBOOK),
        "enough others share what is told"
    );
    if told.digest.as_ref().is_some_and(|digest| digest.end == End::Agreement) {
        for side in [Side::Consumer, Side::Respondent] {
            assert!(state.has_consent(ConsentItem::Agreement, side), "both sides agree at this moment");
        }
    }
    let consents = |items: &[ConsentItem]| items.iter().any(|item| state.name(*item).is_some());
    let named = [
        (&told.consumer_name, &[ConsentItem::ConsumerName, ConsentItem::Nickname][..]),
        (&told.shop_name, &[ConsentItem::ShopName][..]),
        (&told.officer_name, &[ConsentItem::OfficerName][..]),
    ];
    for (shown, items) in named {
        assert!(shown.is_none() || consents(items), "a name is shown by consent alone");
    }
}

/// F2, F4: nothing is published without approval and validity, nothing agreed without both sides, no name without consent.
#[test]
fn nothing_is_public_without_approval_and_validity() {
    let mut was_public = 0;
    for seed in 0..400 {
        let mut chance = Chance(SeededEntropy::new(seed));
        let mut world = if seed % 2 == 0 { agreement() } else { ended() };
        for _ in 0..60 {
            let shares = u32::try_from(chance.below(8)).unwrap();
            world.background.crowds.fill(Crowd { consumers: shares + 2, shops: 2 });
            let (who, what) = (actor(&mut chance), command(&world, &mut chance));
            world = world.clone().when(&who, what).either(world);
            holds(&world);
            was_public += u32::from(world.public().is_some());
            let days = chance.pick(&[0, 0, 1, 3, 400]);
            world.now = world.now.plus_seconds(days * DAY);
            holds(&world);
        }
    }
    assert!(was_public > 200, "the walk comes by what it is about: {was_public}");
}
