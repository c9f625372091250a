//! The figures over a real store: for everybody, for staff, for a merchant.

use app::statistics::follow_statistics;
use axum::http::StatusCode;
use terms::Role;

use crate::merchant::world::World;

async fn counted(world: &World) {
    while follow_statistics(&world.app).await.unwrap() {}
}

/// F6: in every language, for everybody, with a table behind each chart, and empty where there is nothing yet.
#[tokio::test]
async fn the_figures_speak_every_language() {
    let world = World::new().await;
    let (officer, staff) = world.staff("sun.intake", Role::IntakeOfficer).await;
    world.in_every_language(None, "/statistics").await;
    let (_, id) = world.file().await;
    world.accept(id, officer).await;
    counted(&world).await;
    for path in [
        "/statistics",
        "/statistics?from=2026-01&to=2026-11&kind=not_as_described",
        "/statistics?category=服饰",
    ] {
        world.in_every_language(None, &path.replace('服', "%E6%9C%8D").replace('饰', "%E9%A5%B0")).await;
    }
    let merchant = world.merchant().await;
    world.in_every_language(Some(&merchant), "/merchant/statistics").await;
    for path in [
        "/statistics/merchants",
        "/statistics/carriers",
        "/statistics/merchant?id=yuhe",
        "/statistics/carrier?id=x",
    ] {
        world.in_every_language(Some(&staff), path).await;
    }
    let page = world.get(Some(&staff), "/statistics/merchant?id=yuhe&lang=en").await.text;
    assert!(page.contains("<title id=\"course-t\">") && page.contains("Show the table"), "{page}");
    let list = world.get(Some(&staff), "/statistics/merchants").await.text;
    assert!(list.contains("/statistics/merchant?id=yuhe"), "{list}");
}

/// F6, H4: one case is too few for the public; its merchant and staff see it.
#[tokio::test]
async fn the_public_sees_no_small_group_and_a_merchant_sees_its_own() {
    let world = World::new().await;
    let (officer, staff) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (_, id) = world.file().await;
    world.accept(id, officer).await;
    counted(&world).await;
    let csv = |token: Option<String>, path: &'static str| {
        let world = &world;
        async move { world.get(token.as_deref(), path).await.text }
    };
    let public = csv(None, "/statistics?format=csv").await;
    assert!(public.contains("filed,2026-11,,<5\r\n") && !public.contains("not_as_described"), "{public}");
    let own = csv(Some(world.merchant().await), "/merchant/statistics?format=csv").await;
    assert!(own.contains("filed,2026-11,,1\r\n"), "{own}");
    let other = csv(Some(world.stranger().await), "/merchant/statistics?format=csv&id=yuhe").await;
    assert!(!other.contains("2026-11"), "{other}");
    let staff = csv(Some(staff), "/statistics/merchant?id=yuhe&format=csv").await;
    assert!(staff.contains("filed,2026-11,,1\r\n"), "{staff}");
}

/// F6: what cannot be read in an address is not asked for, and no range is too long.
#[tokio::test]
async fn a_wrong_address_gives_a_page_and_a_long_range_its_end() {
    let world = World::new().await;
    for path in [
        "/statistics?from=x&to=y",
        "/statistics?from=1000-01&to=9999-12",
        "/statistics?from=2026-11&to=2020-01",
    ] {
        assert_eq!(world.get(None, path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(world.get(None, "/statistics?kind=no_such_kind").await.status, StatusCode::NOT_FOUND);
}

/// F6, H4: what is for staff is for staff, and a merchant's page for merchants.
#[tokio::test]
async fn figures_of_one_merchant_are_for_staff_and_itself() {
    let world = World::new().await;
    let (_, admin) = world.staff("root", Role::Admin).await;
    let (consumer, merchant) = (world.consumer().await, world.merchant().await);
    for path in [
        "/statistics/merchants",
        "/statistics/merchant?id=yuhe",
        "/statistics/carriers",
        "/statistics/carrier?id=x",
    ] {
        for token in [&admin, &consumer, &merchant] {
            assert_eq!(world.get(Some(token), path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert_eq!(world.get(Some(&consumer), "/merchant/statistics").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(Some(&consumer), "/statistics").await.status, StatusCode::OK);
}
