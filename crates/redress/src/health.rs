//! Whether the program lives, can serve, and what it counts.

use std::sync::Arc;

use app::App;
use app::ports::Query;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

const WAITING: Query = Query { name: "jobs_waiting", sql: "SELECT COUNT(*) FROM job" };

/// `/healthz`, `/readyz`, `/metrics`.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(app)
}

/// Ready once the store answers.
async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    match app.store.head().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}

/// Prometheus text: facts in the log and jobs that wait.
async fn metrics(State(app): State<Arc<App>>) -> Result<String, StatusCode> {
    let unavailable = |_| StatusCode::SERVICE_UNAVAILABLE;
    let head = app.store.head().await.map_err(unavailable)?;
    let row = app.store.query(WAITING, Vec::new()).await.map_err(unavailable)?.pop();
    let waiting = row.map_or(0, |row| app::queries::Columns::of(row).int());
    Ok(format!(
        "# TYPE redress_log_size counter\nredress_log_size {}\n# TYPE redress_jobs_waiting gauge\nredress_jobs_waiting {waiting}\n",
        head.size
    ))
}
