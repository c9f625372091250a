//! A payment provider that lives in the test's own process, keeps real accounts and misbehaves on request.
//!
//! It speaks the contract of `adapters::payments` on a loopback port. Money is never refunded beyond what was
//! captured, and the same idempotency key never pays twice, whatever the behaviour. [`SandboxProvider::totals`]
//! tells what really happened, so that a test can prove that nothing was paid twice or lost.

mod behaviour;
mod books;
mod http;
mod journal;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use adapters::{HttpPayments, PaymentsConfig, payments::PaymentsConfigError};
use terms::{Currency, JobId, Money};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use behaviour::Behaviour;
pub use books::{Account, Refund, RefundState, Totals};

use books::Books;

/// How the sandbox starts.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The bearer secret that callers must show.
    pub secret: String,
    /// A payment that was never registered counts as captured with this sum; `None`: it is refused.
    pub auto_capture: Option<Money>,
    /// Where accounts are kept, so that a demo that is started again remembers what it paid.
    pub journal: Option<PathBuf>,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            secret: "sandbox-secret".to_owned(),
            auto_capture: None,
            journal: None,
        }
    }
}

/// A running sandbox; it stops when dropped.
#[derive(Debug)]
pub struct SandboxProvider {
    address: SocketAddr,
    secret: String,
    books: Shared,
    server: JoinHandle<()>,
}

/// The books behind a lock.
#[derive(Debug, Clone)]
struct Shared(Arc<Mutex<Books>>);

impl Shared {
    fn open(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SandboxProvider {
    /// Starts on a free loopback port with nothing in its books.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(SandboxOptions::default()).await
    }

    /// # Errors
    /// The address is taken or not of this machine's loopback, or the journal cannot be read.
    pub async fn start_with(options: SandboxOptions) -> io::Result<Self> {
        if !options.listen.ip().is_loopback() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a sandbox listens on loopback only"));
        }
        let books = Books::new(options.auto_capture, options.journal)?;
        let books = Shared(Arc::new(Mutex::new(books)));
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let router = http::router(books.clone(), &options.secret);
        let server = tokio::spawn(async move {
            // Ends with the process or when the sandbox is dropped; accept errors are retried inside.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, secret: options.secret, books, server })
    }

    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// A client for this sandbox.
    ///
    /// # Errors
    /// The HTTP client cannot be made.
    pub fn client(&self, timeout: Duration) -> Result<HttpPayments, PaymentsConfigError> {
        HttpPayments::new(PaymentsConfig { base: self.base(), secret: self.secret.clone(), timeout })
    }

    /// A payment that a consumer made; refunds of it are possible up to this sum. A repeat changes nothing.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn capture(&self, transaction: &str, amount: Money) -> io::Result<()> {
        self.books.open().capture(transaction, amount)
    }

    /// The next refund under a new key behaves like this; several are used one after another.
    pub fn next(&self, behaviour: Behaviour) {
        self.books.open().queue.push_back(behaviour);
    }

    /// What was ordered with [`Self::next`] and not used yet is forgotten.
    pub fn behave(&self) {
        self.books.open().queue.clear();
    }

    #[must_use]
    pub fn account(&self, transaction: &str) -> Option<Account> {
        self.books.open().account(transaction)
    }

    #[must_use]
    pub fn refund(&self, key: JobId) -> Option<Refund> {
        self.books.open().refund(key).cloned()
    }

    /// Everything in one currency.
    #[must_use]
    pub fn totals(&self, currency: Currency) -> Totals {
        self.books.open().totals(currency)
    }

    /// How many requests for refunds came in, repeats included.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.books.open().requests
    }
}

impl Drop for SandboxProvider {
    fn drop(&mut self) {
        self.server.abort();
    }
}
