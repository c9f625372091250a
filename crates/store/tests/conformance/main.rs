//! One suite that every store must pass, whatever engine is behind it.
//!
//! Cases are written against `&dyn Store`; an engine enters with a [`Home`] and the `suite!` at the end of this file.

mod commits;
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
}

impl Home for Folder {
    fn open(&self) -> Arc<dyn Store> {
        let extra = vec![Migration { name: "9000_test", sql: TABLES }];
        SqliteStore::open(self.0.path(), &Options { extra, ..Options::default() }).unwrap()
    }
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
}
