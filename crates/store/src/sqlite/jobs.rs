//! Hands out work and takes it back. The fence grows with every taking, so one who was too slow cannot end another's turn.

use app::ports::Job;
use rusqlite::{Connection, Row};
use terms::{Instant, JobId};

use super::values::{int, limit, uint};

/// A job taken so often without coming to an end is parked until a person looks at it.
const TRIES: u32 = 20;

/// Takes due jobs, the longest due first.
pub(super) fn take(
    connection: &Connection,
    now: Instant,
    until: Instant,
    most: usize,
) -> rusqlite::Result<Vec<Job>> {
    // Only a job whose process died every time can come here with all its tries used up.
    let parked = connection
        .prepare_cached(
            "UPDATE job SET state = 1, reason = 'taken too often without an answer' \
             WHERE state = 0 AND due_at <= ?1 AND attempts >= ?2",
        )?
        .execute((now.micros(), TRIES))?;
    if parked > 0 {
        tracing::error!(parked, "jobs were taken too often without coming to an end");
    }
    let mut statement = connection.prepare_cached(
        "UPDATE job SET attempts = attempts + 1, fence = fence + 1, due_at = ?2 WHERE n IN ( \
           SELECT n FROM job WHERE state = 0 AND due_at <= ?1 ORDER BY due_at, n LIMIT ?3) \
         RETURNING id, run_at, kind, payload, attempts, fence",
    )?;
    let taken = statement.query_map((now.micros(), until.micros(), limit(most)), job)?;
    let mut jobs = taken.collect::<rusqlite::Result<Vec<Job>>>()?;
    jobs.sort_by_key(|job| job.run_at);
    Ok(jobs)
}

/// Ends a job or puts it off; nothing happens when somebody else has taken it since.
pub(super) fn settle(
    connection: &Connection,
    job: &Job,
    again: Option<&(Instant, String)>,
) -> rusqlite::Result<()> {
    let key = (job.id.0.as_bytes(), int(job.fence));
    match again {
        None => connection.prepare_cached("DELETE FROM job WHERE id = ?1 AND fence = ?2")?.execute(key)?,
        Some((at, reason)) => {
            let state = i32::from(job.attempts >= TRIES);
            if state == 1 {
                tracing::error!(job = %job.id, kind = job.kind, reason, "the job is parked");
            }
            connection
                .prepare_cached(
                    "UPDATE job SET due_at = ?3, reason = ?4, state = ?5 WHERE id = ?1 AND fence = ?2",
                )?
                .execute((key.0, key.1, at.micros(), reason, state))?
        }
    };
    Ok(())
}

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: JobId(uuid::Uuid::from_bytes(row.get(0)?)),
        run_at: Instant::from_micros(row.get(1)?),
        kind: row.get(2)?,
        payload: row.get(3)?,
        attempts: row.get(4)?,
        fence: uint(row, 5)?,
    })
}
