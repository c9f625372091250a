//! Figures over all cases: how many, of what kind, how fast, how they ended, how they were rated.
//!
//! A follower of the log counts (`follow`): it folds each case's facts into what matters here (`figures`), says which
//! counters a case adds to (`tally`), and writes the difference. So nothing is counted inside a command, and the counters
//! can be made anew from the log at any time. `read` sums them for pages and API; `public` hides small groups.

mod figures;
mod follow;
mod month;
mod public;
mod read;
mod tally;
mod watch;

pub use figures::Figures;
pub use follow::{follow_statistics, rebuild, recount};
pub use month::{Month, MonthError, Range};
pub use public::{Cell, Eyes, Group, Hidden, Mean, Report, SERIES, Series, Spread, Times, Within, report};
pub use read::{
    Ranked, SelfService, days, ended_like, history_of, ranking, ranking_query, self_service, this_month,
};
pub use tally::{Key, Measure, Scope, Stretch};
pub use watch::{
    Low, Place, Sort, Standing, WatchedPage, Whose, latest_low, oldest, standing_of, watched, watched_queries,
};
