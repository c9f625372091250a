//! Asks a payment provider over HTTP for refunds and for what became of them.
//!
//! The contract is small, so that a provider's own interface can be put behind it by a few lines of gateway:
//!
//! - `POST /v1/refunds` with `Idempotency-Key` and `{"transaction","amount":{"currency","value"},"from":"merchant"|"platform"}`
//! - `GET /v1/refunds/by-key/{key}`
//!
//! `from` says out of whose account at the provider. Both answer `{"key","status","reference","paid","reason"}`; `status` is `paid` (perhaps only a part: `paid` is the
//! sum so far), `pending`, `failed` (for good; the reason `merchant_funds` means that the merchant's account lacks the money) or `never_seen`. Whatever is not such an answer, a time-out
//! included, means only that nothing is known: it is never taken for "not paid".

use std::time::Duration;

use app::ports::Payments;
use domain::payout::ProviderAnswer;
use futures_util::future::BoxFuture;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use serde::{Deserialize, Serialize};
use terms::{JobId, Money, Payer};

/// A longer answer is no answer of the contract.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Where the provider is and how to show who we are.
#[derive(Clone)]
pub struct PaymentsConfig {
    pub base: String,
    pub secret: String,
    /// For connection, request and answer together.
    pub timeout: Duration,
}

impl std::fmt::Debug for PaymentsConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaymentsConfig")
            .field("base", &self.base)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Why the provider cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum PaymentsConfigError {
    #[error("payments.base is not an address such as http://127.0.0.1:9000")]
    Address,
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// A payment provider behind HTTP.
pub struct HttpPayments {
    client: Client,
    base: Url,
    secret: String,
}

impl std::fmt::Debug for HttpPayments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpPayments").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Request<'a> {
    transaction: &'a str,
    amount: Money,
    from: Payer,
}

#[derive(Debug, Deserialize)]
struct Answer {
    key: JobId,
    status: Status,
    #[serde(default)]
    reference: Option<String>,
    #[serde(default)]
    paid: Option<Money>,
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Paid,
    Pending,
    Failed,
    NeverSeen,
}

impl HttpPayments {
    /// # Errors
    /// The address cannot be read or the client cannot be made.
    pub fn new(config: PaymentsConfig) -> Result<Self, PaymentsConfigError> {
        let base: Url = config.base.parse().map_err(|_| PaymentsConfigError::Address)?;
        if base.cannot_be_a_base() {
            return Err(PaymentsConfigError::Address);
        }
        // No redirects: money is not asked for at an address that someone else named. No proxy from the
        // environment either.
        let client = Client::builder().timeout(config.timeout).redirect(Policy::none()).no_proxy().build()?;
        Ok(Self { client, base, secret: config.secret })
    }

    fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// Sends and reads the answer; every trouble becomes the reason why nothing is known.
    async fn ask(&self, request: RequestBuilder, key: JobId) -> Result<Answer, String> {
        let sent = request.bearer_auth(&self.secret).send().await;
        let mut response = sent.map_err(|error| trouble(&error))?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                return Err("the answer is too long".to_owned());
            }
        }
        if status.is_server_error() {
            return Err(format!("the provider has an error of its own ({})", status.as_u16()));
        }
        let answer: Answer = serde_json::from_slice(&body)
            .map_err(|_| format!("the answer ({}) is not of the contract", status.as_u16()))?;
        if answer.key == key { Ok(answer) } else { Err("the answer is about another refund".to_owned()) }
    }
}

fn trouble(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "the provider cannot be reached"
    } else {
        "the connection broke off"
    };
    what.to_owned()
}

fn unknown(reason: impl Into<String>) -> ProviderAnswer {
    ProviderAnswer::Unknown { reason: reason.into() }
}

/// What the answer says; `None`: the provider has never seen the key.
fn said(answer: Answer) -> Option<ProviderAnswer> {
    Some(match (answer.status, answer.reference, answer.paid) {
        (Status::NeverSeen, ..) => return None,
        (Status::Paid, Some(reference), Some(paid)) if paid.is_positive() => {
            ProviderAnswer::Paid { paid, reference }
        }
        (Status::Pending, Some(reference), _) => ProviderAnswer::Pending { reference },
        (Status::Failed, ..) => {
            ProviderAnswer::Failed { reason: answer.reason.unwrap_or_else(|| "no reason given".to_owned()) }
        }
        (Status::Paid | Status::Pending, ..) => unknown("the answer lacks its reference or sum"),
    })
}

impl Payments for HttpPayments {
    fn refund(
        &self,
        key: JobId,
        transaction: String,
        amount: Money,
        from: Payer,
    ) -> BoxFuture<'_, ProviderAnswer> {
        Box::pin(async move {
            let request = self.client.post(self.address("v1/refunds"));
            let request = request.header("Idempotency-Key", key.to_string());
            let request = request.json(&Request { transaction: &transaction, amount, from });
            match self.ask(request, key).await {
                Ok(answer) => {
                    said(answer).unwrap_or_else(|| unknown("the provider denies having been asked"))
                }
                Err(reason) => unknown(reason),
            }
        })
    }

    fn look_up(&self, key: JobId) -> BoxFuture<'_, Option<ProviderAnswer>> {
        Box::pin(async move {
            let request = self.client.get(self.address(&format!("v1/refunds/by-key/{key}")));
            match self.ask(request, key).await {
                Ok(answer) => said(answer),
                Err(reason) => Some(unknown(reason)),
            }
        })
    }
}
