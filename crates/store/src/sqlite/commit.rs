//! Carries out one command's commit inside the writer's transaction.
//!
//! Everything that can refuse it is looked at before the first row is written, so that refusing costs no undoing; only
//! a row that has to be new and is not ([`AppendError::Taken`]) is found while writing.

use app::ports::{AppendError, CommandAnswer, Commit, StoreError};
use record::Frontier;
use rusqlite::OptionalExtension;
use terms::StreamId;

use super::errors::{Failure, is_taken};
use super::rows;
use super::statements::Statements;
use super::tree::node_number;
use super::values::{int, stream_key};

/// Gives the places of the commit's events in the log. `frontier` grows with them.
pub(super) fn carry_out(
    statements: &mut Statements<'_>,
    frontier: &mut Frontier,
    commit: &Commit,
) -> Result<Vec<u64>, Failure> {
    if let Some(answer) = answer_to(statements, commit)? {
        return Err(Failure::Refused(AppendError::Repeated(answer)));
    }
    check_versions(statements, commit)?;
    if let Some(job) = commit.finishes
        && statements.finish_job.execute([job.0.as_bytes()])? == 0
    {
        // Somebody ended the job in another way: whatever it was for has been taken care of.
        return Err(Failure::Refused(AppendError::Repeated(CommandAnswer {
            request: vec![],
            answer: vec![],
        })));
    }
    let (request, answer): (&[u8], &[u8]) =
        commit.answer.as_ref().map_or((&[], &[]), |kept| (&kept.request, &kept.answer));
    statements.insert_command.execute((commit.command.0.as_bytes(), request, answer, commit.at.micros()))?;
    let indexes = append(statements, frontier, commit)?;
    rows::write(statements, &commit.rows)?;
    for job in &commit.jobs {
        statements.insert_job.execute((job.id.0.as_bytes(), job.run_at.micros(), job.kind, &job.payload))?;
    }
    Ok(indexes)
}

/// Replaces an event's parts. Its leaf stays, so every proof does.
pub(super) fn replace_parts(
    statements: &mut Statements<'_>,
    index: u64,
    parts: &[u8],
) -> Result<(), Failure> {
    if statements.set_parts.execute((int(index), parts))? == 1 {
        return Ok(());
    }
    let missing = StoreError::Damaged(format!("there is no event {index} whose parts could be erased"));
    Err(Failure::Undo(AppendError::Store(missing)))
}

fn answer_to(statements: &mut Statements<'_>, commit: &Commit) -> rusqlite::Result<Option<CommandAnswer>> {
    statements
        .command
        .query_row([commit.command.0.as_bytes()], |row| {
            Ok(CommandAnswer { request: row.get(0)?, answer: row.get(1)? })
        })
        .optional()
}

/// The streams must stand where the decision saw them, and the events must follow on from there without a gap.
fn check_versions(statements: &mut Statements<'_>, commit: &Commit) -> Result<(), Failure> {
    let mut next: Vec<(StreamId, u64)> = Vec::with_capacity(commit.expected.len());
    for (stream, expected) in &commit.expected {
        let version: Option<i64> =
            statements.version.query_row([stream_key(*stream)], |row| row.get(0)).optional()?;
        if version.unwrap_or(0) != int(*expected) {
            return Err(Failure::Refused(AppendError::Conflict(*stream)));
        }
        next.push((*stream, expected + 1));
    }
    for event in &commit.events {
        match next.iter_mut().find(|(stream, _)| *stream == event.stream) {
            Some((_, version)) if *version == event.version => *version += 1,
            Some(_) | None => {
                let reason = format!("event {} of {} does not follow on", event.version, event.stream);
                return Err(Failure::Refused(AppendError::Store(StoreError::Unavailable(reason))));
            }
        }
    }
    Ok(())
}

fn append(
    statements: &mut Statements<'_>,
    frontier: &mut Frontier,
    commit: &Commit,
) -> Result<Vec<u64>, Failure> {
    let mut indexes = Vec::with_capacity(commit.events.len());
    let mut nodes = Vec::new();
    for event in &commit.events {
        let index = frontier.push_with(event.leaf, |node| nodes.push(node));
        let written = statements.insert_event.execute((
            int(index),
            stream_key(event.stream),
            int(event.version),
            event.id.0.as_bytes(),
            event.recorded_at.micros(),
            event.schema,
            event.leaf.as_bytes(),
            &event.parts,
        ));
        match written {
            Ok(_) => indexes.push(index),
            Err(error) if is_taken(&error) => {
                let reason = format!("event {index} or {} {} exists", event.stream, event.version);
                return Err(Failure::Undo(AppendError::Store(StoreError::Damaged(reason))));
            }
            Err(error) => return Err(error.into()),
        }
    }
    for node in nodes {
        if let Some(number) = node_number(node.level, node.index) {
            statements.insert_node.execute((int(number), node.hash.as_bytes()))?;
        }
    }
    Ok(indexes)
}
