//! Every route, knocked at by everyone.

use std::fmt::Write as _;

use domain::access::may_enter;
use serde_json::json;

use crate::support::{Who, World};

/// H4, C11: each route lets in exactly whom the table names; the matrix is kept as a golden file.
#[tokio::test]
async fn every_route_lets_in_exactly_whom_its_door_names() {
    let world = World::new().await;
    let mut matrix = String::new();
    for route in api::ROUTES {
        let path = route
            .path
            .replace("{number}", "000000000000")
            .replace("{verb}", "accept")
            .replace("{id}", "none");
        let mut enters = Vec::new();
        for who in Who::ALL {
            let body = if route.method == http::Method::GET {
                json!({})
            } else {
                json!({"description": "", "order_id": 1})
            };
            let answer = world.ask(who, route.method.as_str(), &path, &body).await;
            let code = if answer.status >= 400 { answer.code() } else { String::new() };
            let entered =
                !matches!((answer.status, code.as_str()), (401, "sign_in_needed") | (403, "not_allowed"));
            let expected = may_enter(route.door, who.role().map(|role| (who.person(), role)));
            assert_eq!(entered, expected, "{who:?} {} {path}: {}", route.method, answer.text());
            assert!(!answer.header("x-request-id").is_empty());
            if entered {
                enters.push(format!("{who:?}"));
            }
            if who == Who::Nobody && !entered {
                assert_eq!(answer.status, 401);
            }
        }
        writeln!(matrix, "{} {}: {}", route.method, route.path, enters.join(" ")).unwrap();
    }
    insta::assert_snapshot!("doors", matrix);
}

/// H4: a token that is not ours, has been closed or has run out opens nothing.
#[tokio::test]
async fn a_token_that_is_not_ours_or_has_run_out_opens_nothing() {
    let world = World::new().await;
    for header in ["Bearer nonsense", "Basic abc", "Bearer ", "bearer"] {
        let request = http::Request::get("/api/v1/disputes").header("authorization", header);
        world.send(request.body(axum::body::Body::empty()).unwrap()).await.refused(401, "sign_in_needed");
    }
    world.get(Who::Consumer, "/disputes").await.ok();
    world.clock.advance_hours(15 * 24);
    world.get(Who::Consumer, "/disputes").await.refused(401, "sign_in_needed");
}
