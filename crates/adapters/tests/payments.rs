//! Refunds against a provider that misbehaves in every way: nothing is paid twice, nothing is lost.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use std::time::Duration;

use adapters::{HttpPayments, PaymentsConfig};
use app::ports::Payments;
use domain::payout::ProviderAnswer;
use terms::{Currency, JobId, Money, Payer};
use testkit::builders::yuan;
use testkit::{Behaviour, SandboxOptions, SandboxProvider};

/// Long enough for an answer on loopback, short enough for a test of silence.
const PATIENCE: Duration = Duration::from_secs(2);
const IMPATIENCE: Duration = Duration::from_millis(150);

fn key(n: u128) -> JobId {
    JobId(uuid::Uuid::from_u128(n))
}

async fn sandbox() -> (SandboxProvider, HttpPayments) {
    let sandbox = SandboxProvider::start().await.unwrap();
    sandbox.capture("TX-1", yuan("299.00")).unwrap();
    let payments = sandbox.client(PATIENCE).unwrap();
    (sandbox, payments)
}

fn is_unknown(answer: &ProviderAnswer) -> bool {
    matches!(answer, ProviderAnswer::Unknown { .. })
}

fn paid(answer: &ProviderAnswer) -> Option<Money> {
    match answer {
        ProviderAnswer::Paid { paid, .. } => Some(*paid),
        ProviderAnswer::Pending { .. } | ProviderAnswer::Failed { .. } | ProviderAnswer::Unknown { .. } => {
            None
        }
    }
}

fn refunded(sandbox: &SandboxProvider) -> Money {
    sandbox.totals(Currency::Cny).refunded
}

/// C18: a refund is paid once, however often it is asked for under its key.
#[tokio::test]
async fn a_repeat_under_the_same_key_is_answered_the_same_and_pays_once() {
    let (sandbox, payments) = sandbox().await;
    for behaviour in [Behaviour::Pay, Behaviour::ConflictOnRepeat] {
        let key = key(behaviour as u128 + 1);
        let before = refunded(&sandbox);
        sandbox.next(behaviour);
        let first = payments.refund(key, "TX-1".to_owned(), yuan("100.00"), Payer::Merchant).await;
        assert_eq!(paid(&first), Some(yuan("100.00")));
        for _ in 0..3 {
            assert_eq!(
                payments.refund(key, "TX-1".to_owned(), yuan("100.00"), Payer::Merchant).await,
                first,
                "{behaviour:?}"
            );
        }
        assert_eq!(payments.look_up(key).await, Some(first));
        assert_eq!(refunded(&sandbox), before.plus(yuan("100.00")).unwrap());
    }
}

/// C18: money that was paid behind a time-out, an error or a broken answer is found by asking.
#[tokio::test]
async fn paid_but_not_said_is_unknown_until_it_is_looked_up() {
    let (sandbox, _) = sandbox().await;
    let payments = sandbox.client(IMPATIENCE).unwrap();
    let silent = [Behaviour::PayThenSilence, Behaviour::PayThenBreak, Behaviour::PayThenGarble];
    for (n, behaviour) in (1..).zip(silent) {
        sandbox.next(behaviour);
        let answer = payments.refund(key(n), "TX-1".to_owned(), yuan("50.00"), Payer::Merchant).await;
        assert!(is_unknown(&answer), "{behaviour:?}: {answer:?}");
        let found = payments.look_up(key(n)).await.unwrap();
        assert_eq!(paid(&found), Some(yuan("50.00")), "{behaviour:?}");
        assert_eq!(payments.refund(key(n), "TX-1".to_owned(), yuan("50.00"), Payer::Merchant).await, found);
    }
    assert_eq!(refunded(&sandbox), yuan("150.00"));
    assert_eq!(sandbox.totals(Currency::Cny).refunds, 3);
}

/// C18: a request that got lost is known to be lost only from the provider's own word.
#[tokio::test]
async fn not_paid_and_not_said_is_unknown_and_then_never_seen_and_can_be_asked_again() {
    let (sandbox, _) = sandbox().await;
    let payments = sandbox.client(IMPATIENCE).unwrap();
    for (n, behaviour) in (1..).zip([Behaviour::Silence, Behaviour::Break]) {
        sandbox.next(behaviour);
        let answer = payments.refund(key(n), "TX-1".to_owned(), yuan("50.00"), Payer::Merchant).await;
        assert!(is_unknown(&answer), "{behaviour:?}: {answer:?}");
        assert_eq!(payments.look_up(key(n)).await, None);
        assert_eq!(
            paid(&payments.refund(key(n), "TX-1".to_owned(), yuan("50.00"), Payer::Merchant).await),
            Some(yuan("50.00"))
        );
    }
    assert_eq!(refunded(&sandbox), yuan("100.00"));
}

/// C18: failed, partial and pending states are told apart and come to their end.
#[tokio::test]
async fn refused_partial_and_pending_refunds_come_to_their_end() {
    let (sandbox, payments) = sandbox().await;
    sandbox.next(Behaviour::Refuse);
    let refused = payments.refund(key(1), "TX-1".to_owned(), yuan("10.00"), Payer::Merchant).await;
    assert!(matches!(&refused, ProviderAnswer::Failed { reason } if reason == "the card was closed"));
    assert_eq!(payments.look_up(key(1)).await, Some(refused));

    sandbox.next(Behaviour::PayInPart);
    let part = payments.refund(key(2), "TX-1".to_owned(), yuan("10.01"), Payer::Merchant).await;
    assert_eq!(paid(&part), Some(yuan("5.00")));
    assert_eq!(paid(&payments.look_up(key(2)).await.unwrap()), Some(yuan("10.01")));

    sandbox.next(Behaviour::Pending);
    let pending = payments.refund(key(3), "TX-1".to_owned(), yuan("20.00"), Payer::Merchant).await;
    assert!(matches!(pending, ProviderAnswer::Pending { .. }));
    assert_eq!(refunded(&sandbox), yuan("10.01"));
    assert_eq!(paid(&payments.look_up(key(3)).await.unwrap()), Some(yuan("20.00")));
    assert_eq!(payments.look_up(key(3)).await, payments.look_up(key(3)).await);
    assert_eq!(refunded(&sandbox), yuan("30.01"));
}

/// C18: never more than was captured, not even together with what is still pending.
#[tokio::test]
async fn nothing_is_refunded_beyond_what_was_captured() {
    let (sandbox, payments) = sandbox().await;
    sandbox.next(Behaviour::Pending);
    payments.refund(key(1), "TX-1".to_owned(), yuan("200.00"), Payer::Merchant).await;
    let too_much = payments.refund(key(2), "TX-1".to_owned(), yuan("99.01"), Payer::Merchant).await;
    assert!(matches!(too_much, ProviderAnswer::Failed { reason } if reason == "more than was captured"));
    assert!(
        paid(&payments.refund(key(3), "TX-1".to_owned(), yuan("99.00"), Payer::Merchant).await).is_some()
    );
    payments.look_up(key(1)).await;
    let account = sandbox.account("TX-1").unwrap();
    assert_eq!(account.refunded, account.captured);
    let unknown = payments.refund(key(4), "TX-2".to_owned(), yuan("1.00"), Payer::Merchant).await;
    assert!(matches!(unknown, ProviderAnswer::Failed { .. }));
}

/// C18: an answer that is not of the contract proves nothing, in either direction.
#[tokio::test]
async fn a_wrong_secret_a_reused_key_and_an_absent_provider_leave_the_state_unknown() {
    let (sandbox, payments) = sandbox().await;
    let config =
        |base: String, secret: &str| PaymentsConfig { base, secret: secret.to_owned(), timeout: PATIENCE };
    let stranger = HttpPayments::new(config(sandbox.base(), "wrong")).unwrap();
    assert!(is_unknown(&stranger.refund(key(1), "TX-1".to_owned(), yuan("1.00"), Payer::Merchant).await));
    assert!(is_unknown(&stranger.look_up(key(1)).await.unwrap()));

    payments.refund(key(2), "TX-1".to_owned(), yuan("1.00"), Payer::Merchant).await;
    assert!(is_unknown(&payments.refund(key(2), "TX-1".to_owned(), yuan("2.00"), Payer::Merchant).await));
    assert_eq!(refunded(&sandbox), yuan("1.00"));

    let elsewhere =
        HttpPayments::new(config(format!("{}/elsewhere", sandbox.base()), sandbox.secret())).unwrap();
    assert!(
        is_unknown(&elsewhere.look_up(key(2)).await.unwrap()),
        "a 404 of a wrong address is no never_seen"
    );
    drop(sandbox);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let free = listener.local_addr().unwrap();
    drop(listener);
    let absent = HttpPayments::new(config(format!("http://{free}"), "any")).unwrap();
    assert!(is_unknown(&absent.look_up(key(2)).await.unwrap()));
    assert!(HttpPayments::new(config("payments.example".to_owned(), "any")).is_err());
}

/// C18: many at once under few keys still pay each key once.
#[tokio::test]
async fn parallel_repeats_pay_each_key_once() {
    let (sandbox, payments) = sandbox().await;
    let all = (0..40).map(|n| payments.refund(key(n % 4), "TX-1".to_owned(), yuan("10.00"), Payer::Merchant));
    let answers = futures_util::future::join_all(all).await;
    assert!(answers.iter().all(|answer| paid(answer) == Some(yuan("10.00"))));
    assert_eq!(refunded(&sandbox), yuan("40.00"));
    assert_eq!(sandbox.requests(), 40);
}

/// C18: a sandbox that is started again on its journal remembers what it paid.
#[tokio::test]
async fn a_sandbox_with_a_journal_remembers_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("payments.jsonl");
    let options = SandboxOptions { journal: Some(journal.clone()), ..SandboxOptions::default() };
    let first = SandboxProvider::start_with(options.clone()).await.unwrap();
    first.capture("PENDING-1", yuan("80.00")).unwrap();
    let pending = first
        .client(PATIENCE)
        .unwrap()
        .refund(key(1), "PENDING-1".to_owned(), yuan("30.00"), Payer::Merchant)
        .await;
    assert!(matches!(pending, ProviderAnswer::Pending { .. }));
    drop(first);
    let mut cut = std::fs::OpenOptions::new().append(true).open(&journal).unwrap();
    std::io::Write::write_all(&mut cut, b"{\"captured\":{\"transac").unwrap();

    let second = SandboxProvider::start_with(options).await.unwrap();
    let payments = second.client(PATIENCE).unwrap();
    assert_eq!(paid(&payments.look_up(key(1)).await.unwrap()), Some(yuan("30.00")));
    let again = payments.refund(key(1), "PENDING-1".to_owned(), yuan("30.00"), Payer::Merchant).await;
    assert_eq!(paid(&again), Some(yuan("30.00")));
    assert_eq!(second.account("PENDING-1").unwrap().refunded, yuan("30.00"));
}
