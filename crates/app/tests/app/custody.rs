//! The trail of who got a file: whole, in order, and never longer than what happened.

use app::case::{self, note_look, seen_file};
use app::ports::Clock as _;
use app::queries::uploads::{self, Access, Look, Place};
use domain::dispute::commands::send_message::Addressed;
use terms::{EvidenceId, PersonId, Role};
use testkit::evidence::note;

use crate::copies::{accepted, provide};
use crate::world::{World, officer, person};

async fn look(world: &World, file: EvidenceId, who: Option<PersonId>, access: Access) {
    uploads::look(&world.app, &[file], who, access).await.unwrap();
}

fn wait(world: &World, seconds: i64) {
    world.clock.set(world.clock.now().plus_seconds(seconds));
}

/// The whole trail, read in pages of this many lines.
async fn trail(world: &World, file: EvidenceId, count: usize) -> Vec<Look> {
    let mut all = Vec::new();
    let mut place = Place::START;
    loop {
        let (looks, next) = uploads::trail(&world.app, file, place, count).await.unwrap();
        assert!(looks.len() <= count);
        all.extend(looks);
        match next {
            Some(next) => place = next.to_string().parse().unwrap(),
            None => return all,
        }
    }
}

async fn file(world: &World) -> EvidenceId {
    let id = accepted(world).await;
    provide(world, id, &world.consumer().await, &note("a.txt", "三天内没有回电"), Addressed::All).await
}

/// D2: what one person does with one file within ten minutes is one line with its first and last time; another person,
/// another file, another kind of getting it, or a later look is a line of its own.
#[tokio::test(flavor = "multi_thread")]
async fn looks_that_belong_together_are_one_line_of_the_trail() {
    let world = World::new().await;
    let file = file(&world).await;
    let (one, other) = (Some(person("one")), Some(person("other")));
    let start = world.clock.now();
    for _ in 0..40 {
        look(&world, file, one, Access::Viewed).await;
        wait(&world, 10);
    }
    look(&world, file, other, Access::Viewed).await;
    look(&world, file, None, Access::Exported).await;
    look(&world, file, None, Access::Exported).await;
    wait(&world, 199);
    look(&world, file, one, Access::Viewed).await;
    wait(&world, 1);
    look(&world, file, one, Access::Viewed).await;
    let seen: Vec<_> = trail(&world, file, 10)
        .await
        .into_iter()
        .map(|l| (l.at.seconds_since(start), l.until.seconds_since(start), l.times, l.person, l.what))
        .collect();
    let viewed = || Access::Viewed.as_str().to_owned();
    let mut expected = [
        (0, 599, 41, one, viewed()),
        (400, 400, 1, other, viewed()),
        (400, 400, 2, None, Access::Exported.as_str().to_owned()),
        (600, 600, 1, one, viewed()),
    ];
    // Lines of the same moment stand in no particular order.
    if seen[1].3.is_none() {
        expected.swap(1, 2);
    }
    assert_eq!(seen, expected);
}

/// D2: the trail ends nowhere by itself: who looks often cannot push a later look out of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_trail_is_read_to_its_end() {
    let world = World::new().await;
    let file = file(&world).await;
    for _ in 0..600 {
        look(&world, file, Some(person("busy")), Access::Viewed).await;
        wait(&world, 601);
    }
    look(&world, file, Some(person("late")), Access::Viewed).await;
    let all = trail(&world, file, 50).await;
    assert_eq!(all.len(), 601);
    assert_eq!(all.last().unwrap().person, Some(person("late")));
    assert!(all.is_sorted_by(|a, b| a.at < b.at));
    assert_eq!(trail(&world, file, 601).await, all);
    let (latest, more) = uploads::latest(&world.app, file, 10).await.unwrap();
    assert!(more);
    assert_eq!(latest, all[591..]);
    let (latest, more) = uploads::latest(&world.app, file, 601).await.unwrap();
    assert_eq!((latest.len(), more), (601, false));
}

/// B11, C19, D2: the merchant's staff who open a piece of evidence have been told of the case, and the trail says that
/// they did; staff of the platform who open it prove nothing for the merchant.
#[tokio::test(flavor = "multi_thread")]
async fn opening_evidence_counts_as_having_been_told() {
    let world = World::new().await;
    let id = accepted(&world).await;
    let given = note("a.txt", "三天内没有回电");
    let file = provide(&world, id, &world.consumer().await, &given, Addressed::All).await;
    let open = async |actor: domain::Actor| {
        let seen = seen_file(&world.app, file, &actor).await.unwrap().unwrap();
        note_look(&world.app, &seen, &actor).await.unwrap();
    };
    open(officer("sun", Role::IntakeOfficer)).await;
    assert!(case::state(&world.app, id).await.unwrap().respondent_notified.is_none());
    open(world.merchant().await).await;
    assert!(case::state(&world.app, id).await.unwrap().respondent_notified.is_some());
    assert_eq!(trail(&world, file, 10).await.len(), 2);
}
