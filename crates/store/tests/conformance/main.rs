//! One suite that every store must pass, whatever engine is behind it.
//!
//! Cases are written against `&dyn Store`; an engine enters with a [`Home`] and the `suite!` at the end of this file.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop and say where")]

mod commits;
mod follow;
mod jobs;
mod lasting;
mod log;
mod model;
mod sqlite_only;
mod support;

use std::sync::Arc;

use app::ports::Store;
use store::{Migration, Options, SqliteStore};
use support::{Home, TABLES};

/// A folder for a SQLite store.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &std::path::Path {
        self.0.path()
    }
}

impl Home for Folder {
    fn open(&self) -> Arc<dyn Store> {
        SqliteStore::open(self.path(), &options()).unwrap()
    }
}

fn options() -> Options {
    Options { extra: vec![Migration { name: "9000_test", sql: TABLES }], ..Options::default() }
}

macro_rules! suite {
    ($engine:ident, $home:expr, $($group:ident: $($case:ident),+;)+) => {
        mod $engine {
            use super::*;
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $case() {
                    $group::$case(&$home).await;
                }
            )+)+
        }
    };
}

suite! { sqlite, Folder::new(),
    commits:
        events_are_read_back_as_they_were_written,
        of_fifty_decisions_on_one_version_exactly_one_is_recorded,
        a_commit_on_two_streams_is_refused_when_either_has_moved_on,
        events_with_a_gap_are_refused,
        twenty_requests_under_one_key_all_get_the_first_answer,
        a_commit_without_an_answer_is_known_when_repeated,
        a_taken_row_leaves_nothing_of_its_commit,
        a_bad_commit_does_not_take_its_neighbours_with_it,
        rows_are_inserted_replaced_and_deleted_by_key,
        plain_changes_happen_together_or_not_at_all;
    log:
        the_log_is_dense_and_its_root_is_that_of_all_leaves,
        inclusion_is_proved_from_the_kept_nodes_at_every_size,
        nodes_that_are_not_complete_are_left_out,
        erasing_changes_the_parts_and_keeps_every_root,
        growing_is_told;
    jobs:
        due_work_is_handed_out_oldest_first,
        no_two_workers_get_the_same_work,
        after_the_lease_another_takes_over_and_the_late_one_changes_nothing,
        work_is_put_off_and_parked_after_twenty_failures,
        a_commit_ends_its_job_in_the_same_step;
    follow:
        a_followers_rows_and_cursor_move_together,
        a_repeated_count_is_counted_once,
        a_case_is_found_by_all_of_its_words,
        search_is_narrowed_to_audience_and_owner,
        a_new_entry_replaces_the_earlier_one,
        results_come_in_pages;
    lasting:
        everything_is_there_after_closing_and_opening,
        what_was_answered_is_there_although_nobody_closed,
        closing_waits_for_what_was_begun,
        readers_never_see_half_a_commit,
        one_reads_what_one_has_written,
        a_wrong_query_is_answered_and_harms_nothing;
    model:
        random_commits_do_what_a_model_in_memory_does;
}
