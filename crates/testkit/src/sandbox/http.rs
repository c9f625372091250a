//! The sandbox's doors.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use terms::{JobId, Money, Payer};

use super::Shared;
use super::books::{Handling, Objection, Refund, RefundState};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    transaction: String,
    amount: Money,
    #[serde(default = "merchant")]
    from: Payer,
}

const fn merchant() -> Payer {
    Payer::Merchant
}

pub(super) fn router(books: Shared, secret: &str) -> Router {
    let expected = format!("Bearer {secret}");
    Router::new()
        .route("/v1/payments", post(capture))
        .route("/v1/refunds", post(refund))
        .route("/v1/refunds/by-key/{key}", get(look_up))
        .layer(middleware::from_fn(move |request, next| authorised(expected.clone(), request, next)))
        .with_state(books)
}

async fn authorised(expected: String, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if given == Some(expected.as_str()) {
        next.run(request).await
    } else {
        (StatusCode::UNAUTHORIZED, Json(json!({"error": "unauthorised"}))).into_response()
    }
}

fn failed(error: &std::io::Error) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"error": error.to_string()}))).into_response()
}

async fn capture(State(books): State<Shared>, Json(asked): Json<Asked>) -> Response {
    let written = books.open().capture(&asked.transaction, asked.amount);
    match written {
        Ok(()) => StatusCode::CREATED.into_response(),
        Err(error) => failed(&error),
    }
}

async fn refund(State(books): State<Shared>, headers: HeaderMap, Json(asked): Json<Asked>) -> Response {
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let Some(key) = key.and_then(|text| text.parse::<JobId>().ok()) else {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "Idempotency-Key is missing"})))
            .into_response();
    };
    let handling = books.open().request(key, &asked.transaction, asked.amount, asked.from);
    match handling {
        Ok(Handling::Answer { refund, conflict: false }) => Json(answer(&refund)).into_response(),
        Ok(Handling::Answer { refund, conflict: true }) => {
            (StatusCode::CONFLICT, Json(answer(&refund))).into_response()
        }
        // The connection stays open until the caller gives up.
        Ok(Handling::Silence) => std::future::pending().await,
        Ok(Handling::Break) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Ok(Handling::Garble) => "{\"key\":\"".into_response(),
        Ok(Handling::Object(Objection::KeyReused)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": "the key was used for another refund"})))
                .into_response()
        }
        Ok(Handling::Object(Objection::NotPositive)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": "the sum must be positive"})))
                .into_response()
        }
        Err(error) => failed(&error),
    }
}

async fn look_up(State(books): State<Shared>, Path(key): Path<JobId>) -> Response {
    let found = books.open().look_up(key);
    match found {
        Ok(Some(refund)) => Json(answer(&refund)).into_response(),
        Ok(None) => {
            (StatusCode::NOT_FOUND, Json(json!({"key": key, "status": "never_seen"}))).into_response()
        }
        Err(error) => failed(&error),
    }
}

fn answer(refund: &Refund) -> Value {
    match &refund.state {
        RefundState::Paid => {
            json!({"key": refund.key, "status": "paid", "reference": refund.reference, "paid": refund.paid})
        }
        RefundState::Pending => {
            json!({"key": refund.key, "status": "pending", "reference": refund.reference})
        }
        RefundState::Failed { reason } => json!({"key": refund.key, "status": "failed", "reason": reason}),
    }
}
