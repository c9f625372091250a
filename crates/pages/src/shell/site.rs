//! The site: the application, the operator's settings, and how often strangers may knock.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use app::App;
use terms::{CommandId, Ids, Instant};

use crate::Settings;

/// At which door, and from which address.
type Knocker = (&'static str, Option<IpAddr>);

/// What every handler gets.
pub(crate) struct Site {
    pub app: Arc<App>,
    pub settings: Settings,
    knocks: Mutex<HashMap<Knocker, (Instant, u32)>>,
    swept: Mutex<Option<Instant>>,
}

/// Most addresses that are remembered; past it the oldest windows are forgotten.
const MOST_ADDRESSES: usize = 50_000;
/// The window of the limits, in seconds.
const WINDOW: i64 = 60;
/// How often what has run out is thrown away, in seconds.
const SWEEPS: i64 = 3600;

impl Site {
    pub fn new(app: Arc<App>, settings: Settings) -> Self {
        Self { app, settings, knocks: Mutex::default(), swept: Mutex::default() }
    }

    /// A new id under which one wish is carried out once, however often its form is sent.
    pub fn wish(&self) -> CommandId {
        let mut entropy = self.app.entropy();
        CommandId(Ids::new(self.app.clock.now(), entropy.as_mut()).uuid())
    }

    /// Whether this address may do this once more within the minute.
    pub fn may_knock(&self, what: &'static str, who: Option<IpAddr>, most: u32) -> bool {
        let now = self.app.clock.now();
        let mut knocks = self.knocks.lock().unwrap_or_else(PoisonError::into_inner);
        if knocks.len() >= MOST_ADDRESSES {
            knocks.retain(|_, (since, _)| now.seconds_since(*since) < WINDOW);
        }
        let entry = knocks.entry((what, who)).or_insert((now, 0));
        if now.seconds_since(entry.0) >= WINDOW {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= most
    }

    /// Whether it is time to throw away what has run out; whoever is told so does it.
    pub fn is_time_to_sweep(&self) -> bool {
        let now = self.app.clock.now();
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = swept.is_none_or(|at| now.seconds_since(at) >= SWEEPS);
        if is_time {
            *swept = Some(now);
        }
        is_time
    }
}
