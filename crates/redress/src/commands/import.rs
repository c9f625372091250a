//! `redress import orders`: streams a file of orders in, good lines kept, bad lines told with number and reason.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use adapters::orders::{self, BadLine};
use app::case::Wish;
use app::execute::{ExecuteError, Request, execute};
use app::{App, Orders};
use domain::Actor;
use domain::order::OrderCommand;
use domain::order::OrderSnapshot;
use domain::order::commands::report::Report;
use futures_util::StreamExt as _;
use futures_util::stream;
use terms::order_stream;

use crate::platform::StartError;

/// Orders under way at once: the store groups them into one write.
const AT_ONCE: usize = 64;
/// A line of progress after so many orders.
const PROGRESS: u64 = 10_000;

/// What became of one order.
enum Taken {
    New,
    Same,
    Refused { line: u64, code: &'static str },
}

/// Exit 0 if every line was taken, 1 if some were not.
pub async fn orders(app: &App, file: &Path) -> Result<ExitCode, StartError> {
    let read = orders::open(file).map_err(|e| StartError::Other(format!("{}: {e}", file.display())))?;
    let (mut new, mut same, mut bad) = (0_u64, 0_u64, 0_u64);
    let mut results = stream::iter(read)
        .map(|line| async move {
            match line {
                Ok(read) => report(app, read.line, read.order).await.map(Ok),
                Err(bad) => Ok(Err(bad)),
            }
        })
        .buffered(AT_ONCE);
    while let Some(result) = results.next().await {
        match result? {
            Ok(Taken::New) => new += 1,
            Ok(Taken::Same) => same += 1,
            Ok(Taken::Refused { line, code }) => {
                bad += 1;
                eprintln!("line {line}: refused ({code})");
            }
            Err(BadLine { line, code, field, detail }) => {
                bad += 1;
                let field = field.map_or_else(String::new, |field| format!("{field}: "));
                eprintln!("line {line}: {field}{detail} ({code})");
            }
        }
        if (new + same + bad).is_multiple_of(PROGRESS) {
            eprintln!("{} orders read", new + same + bad);
        }
    }
    println!("{new} taken, {same} known already, {bad} refused");
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

async fn report(app: &App, line: u64, order: OrderSnapshot) -> Result<Taken, StartError> {
    let stream = order_stream(&order.order_id).id;
    let request = Request::<Orders> {
        id: Wish::once(app).id,
        asked: Vec::new(),
        actor: Actor::System,
        on_behalf_of: None,
        occurred_at: None,
        stream,
        is_new: false,
        command: OrderCommand::Report(Report { snapshot: Arc::new(order) }),
        seen: None,
        finishes: None,
    };
    let before = app::execute::load::<Orders>(app, stream).await?.version;
    match execute(app, request).await {
        Ok(done) if done.version == before => Ok(Taken::Same),
        Ok(_) => Ok(Taken::New),
        Err(ExecuteError::Refused(refusal)) => {
            Ok(Taken::Refused { line, code: domain::Refuse::code(refusal.as_ref()) })
        }
        Err(ExecuteError::Store(error)) => Err(error.into()),
        Err(ExecuteError::Busy | ExecuteError::KeyReused | ExecuteError::Stale { .. }) => {
            Ok(Taken::Refused { line, code: "busy" })
        }
    }
}
