//! How much of a form's body may go by: what never becomes a field or a file is not read on.
//!
//! A part's header is looked for in everything that has come since the last part, so one that never ends would cost the
//! square of its length. Nor does a file that is not taken have to be heard out however long it is.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::BoxStream;

/// The reader gets no more than this at once, so that what it holds is what it has asked for.
const PIECE: usize = 16 * 1024;
/// Most bytes from one field or file to the next: browsers need some hundreds for a header.
const BETWEEN: u64 = 32 * 1024;
/// Most bytes between fields and files in the whole body.
const BETWEEN_ALL: u64 = 2 * 1024 * 1024;

/// What the reader is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// It looks for the next part.
    Between,
    /// It takes the content of a part, and counts it itself.
    Taken,
    /// It lets the content of a part go by.
    Refused,
}

/// What a body may bring.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    pub whole: u64,
    /// Of files that are not taken.
    pub refused: u64,
}

#[derive(Debug)]
struct Left {
    at: At,
    whole: u64,
    refused: u64,
    between: u64,
    between_all: u64,
    spent: bool,
}

/// Counts what goes by; shared by the body and its reader.
#[derive(Debug)]
pub struct Meter(Mutex<Left>);

/// More came than was allowed.
#[derive(Debug)]
struct Spent;

impl std::fmt::Display for Spent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("more than a form may bring")
    }
}

impl std::error::Error for Spent {}

impl Meter {
    /// The body, counted from now on.
    #[must_use]
    pub fn on(body: BoxStream<'static, io::Result<Bytes>>, allowed: Allowed) -> (Arc<Self>, Metered) {
        let Allowed { whole, refused } = allowed;
        let left = Left {
            at: At::Between,
            whole,
            refused,
            between: BETWEEN,
            between_all: BETWEEN_ALL,
            spent: false,
        };
        let meter = Arc::new(Self(Mutex::new(left)));
        let metered = Metered { body, rest: Bytes::new(), gave: false, meter: Arc::clone(&meter) };
        (meter, metered)
    }

    /// The reader goes on to something else.
    pub fn is_at(&self, at: At) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        left.at = at;
        left.between = BETWEEN;
    }

    /// Whether the body was cut short here.
    pub fn is_spent(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).spent
    }

    fn pass(&self, bytes: usize) -> Result<(), Spent> {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let Left { at, whole, refused, between, between_all, spent } = &mut *left;
        let pots = match at {
            At::Between => [Some(whole), Some(between), Some(between_all)],
            At::Taken => [Some(whole), None, None],
            At::Refused => [Some(whole), Some(refused), None],
        };
        for pot in pots.into_iter().flatten() {
            match pot.checked_sub(bytes) {
                Some(less) => *pot = less,
                None => *spent = true,
            }
        }
        if *spent { Err(Spent) } else { Ok(()) }
    }
}

/// A body that is counted, piece by piece.
pub struct Metered {
    body: BoxStream<'static, io::Result<Bytes>>,
    rest: Bytes,
    /// A piece was just given: the reader looks at it before it gets the next.
    gave: bool,
    meter: Arc<Meter>,
}

impl Stream for Metered {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if std::mem::take(&mut this.gave) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if this.rest.is_empty() {
            match ready!(Pin::new(&mut this.body).poll_next(cx)) {
                Some(Ok(bytes)) => this.rest = bytes,
                other => return Poll::Ready(other),
            }
        }
        let piece = this.rest.split_to(PIECE.min(this.rest.len()));
        this.gave = true;
        let passed = this.meter.pass(piece.len());
        Poll::Ready(Some(passed.map(|()| piece).map_err(io::Error::other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter() -> Arc<Meter> {
        Meter::on(Box::pin(futures_util::stream::empty()), Allowed { whole: 100_000, refused: 1_000 }).0
    }

    #[test]
    fn each_field_starts_the_count_anew() {
        let meter = meter();
        for _ in 0..3 {
            meter.is_at(At::Between);
            assert!(meter.pass(30_000).is_ok());
        }
        meter.is_at(At::Between);
        assert!(meter.pass(30_000).is_err() && meter.is_spent(), "the whole is counted on");
    }

    #[test]
    fn what_is_taken_is_counted_by_its_reader_what_is_refused_here() {
        let meter = meter();
        meter.is_at(At::Taken);
        assert!(meter.pass(90_000).is_ok());
        meter.is_at(At::Refused);
        assert!(meter.pass(1_000).is_ok() && meter.pass(1).is_err());
    }
}
