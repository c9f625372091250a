//! What was captured and refunded: the provider's own truth.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::path::PathBuf;

use domain::payout::MERCHANT_FUNDS;
use serde::{Deserialize, Serialize};
use terms::{Currency, JobId, Money, Payer};

use super::behaviour::Behaviour;
use super::journal::{Journal, Line};

/// One payment and what went back of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    pub captured: Money,
    pub refunded: Money,
}

/// Sums over all accounts of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub captured: Money,
    pub refunded: Money,
    /// How many refunds paid anything.
    pub refunds: usize,
}

/// One refund under one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub key: JobId,
    pub transaction: String,
    pub requested: Money,
    pub paid: Money,
    pub reference: String,
    pub state: RefundState,
    /// A later look-up pays this and says so.
    pub still_to_pay: Money,
}

/// Where a refund stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    Paid,
    Pending,
    Failed { reason: String },
}

/// Why a request makes no sense to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Objection {
    /// The key was used for another transaction or sum.
    KeyReused,
    NotPositive,
}

/// What the provider does with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Handling {
    Answer { refund: Refund, conflict: bool },
    Silence,
    Break,
    Garble,
    Object(Objection),
}

/// All accounts and refunds.
#[derive(Debug)]
pub(super) struct Books {
    accounts: BTreeMap<String, Account>,
    refunds: HashMap<JobId, Refund>,
    behaviours: HashMap<JobId, Behaviour>,
    pub(super) queue: VecDeque<Behaviour>,
    pub(super) requests: u64,
    auto_capture: Option<Money>,
    journal: Option<Journal>,
}

impl Books {
    pub(super) fn new(auto_capture: Option<Money>, journal: Option<PathBuf>) -> io::Result<Self> {
        let mut books = Self {
            accounts: BTreeMap::new(),
            refunds: HashMap::new(),
            behaviours: HashMap::new(),
            queue: VecDeque::new(),
            requests: 0,
            auto_capture,
            journal: None,
        };
        if let Some(path) = journal {
            let (journal, lines) = Journal::open(path)?;
            for line in lines {
                books.remember(line);
            }
            books.journal = Some(journal);
        }
        Ok(books)
    }

    /// Takes a line of the journal into the accounts; a refund's later line replaces its earlier one.
    fn remember(&mut self, line: Line) {
        match line {
            Line::Captured { transaction, amount } => {
                let refunded = Money::zero(amount.currency);
                self.accounts.entry(transaction).or_insert(Account { captured: amount, refunded });
            }
            Line::Refund(refund) => {
                let before = self.refunds.get(&refund.key).map_or(0, |earlier| earlier.paid.minor);
                if let Some(account) = self.accounts.get_mut(&refund.transaction) {
                    account.refunded.minor += refund.paid.minor - before;
                }
                self.refunds.insert(refund.key, refund);
            }
        }
    }

    fn write(&mut self, line: Line) -> io::Result<()> {
        if let Some(journal) = &mut self.journal {
            journal.write(&line)?;
        }
        self.remember(line);
        Ok(())
    }

    pub(super) fn capture(&mut self, transaction: &str, amount: Money) -> io::Result<()> {
        if self.accounts.contains_key(transaction) {
            return Ok(());
        }
        self.write(Line::Captured { transaction: transaction.to_owned(), amount })
    }

    pub(super) fn account(&self, transaction: &str) -> Option<Account> {
        self.accounts.get(transaction).copied()
    }

    pub(super) fn refund(&self, key: JobId) -> Option<&Refund> {
        self.refunds.get(&key)
    }

    pub(super) fn totals(&self, currency: Currency) -> Totals {
        let accounts = self.accounts.values().filter(|account| account.captured.currency == currency);
        let (captured, refunded) = accounts.fold((0, 0), |(captured, refunded), account| {
            (captured + account.captured.minor, refunded + account.refunded.minor)
        });
        let paid = |refund: &&Refund| refund.paid.currency == currency && refund.paid.is_positive();
        Totals {
            captured: Money::new(currency, captured),
            refunded: Money::new(currency, refunded),
            refunds: self.refunds.values().filter(paid).count(),
        }
    }

    /// A request for a refund.
    pub(super) fn request(
        &mut self,
        key: JobId,
        transaction: &str,
        amount: Money,
        from: Payer,
    ) -> io::Result<Handling> {
        self.requests += 1;
        if !amount.is_positive() {
            return Ok(Handling::Object(Objection::NotPositive));
        }
        if let Some(known) = self.refunds.get(&key) {
            if known.transaction != transaction || known.requested != amount {
                return Ok(Handling::Object(Objection::KeyReused));
            }
            let conflict = self.behaviours.get(&key) == Some(&Behaviour::ConflictOnRepeat);
            return Ok(Handling::Answer { refund: known.clone(), conflict });
        }
        if let (None, Some(captured)) = (self.accounts.get(transaction), self.auto_capture) {
            self.capture(transaction, captured)?;
        }
        let behaviour = self.queue.pop_front().unwrap_or_else(|| Behaviour::of_transaction(transaction));
        // These two forget at once that they were asked.
        if behaviour == Behaviour::Silence {
            return Ok(Handling::Silence);
        }
        if behaviour == Behaviour::Break {
            return Ok(Handling::Break);
        }
        self.behaviours.insert(key, behaviour);
        let refund = self.decide(key, transaction, amount, (behaviour, from));
        self.write(Line::Refund(refund.clone()))?;
        Ok(match behaviour {
            Behaviour::PayThenSilence => Handling::Silence,
            Behaviour::PayThenBreak => Handling::Break,
            Behaviour::PayThenGarble => Handling::Garble,
            Behaviour::Pay
            | Behaviour::NoMerchantFunds
            | Behaviour::Silence
            | Behaviour::Break
            | Behaviour::Refuse
            | Behaviour::PayInPart
            | Behaviour::Pending
            | Behaviour::ConflictOnRepeat => Handling::Answer { refund, conflict: false },
        })
    }

    fn decide(
        &self,
        key: JobId,
        transaction: &str,
        amount: Money,
        (behaviour, from): (Behaviour, Payer),
    ) -> Refund {
        let zero = Money::zero(amount.currency);
        let refund = |state, paid: Money| Refund {
            key,
            transaction: transaction.to_owned(),
            requested: amount,
            paid,
            reference: format!("RF{:08}", self.refunds.len() + 1),
            still_to_pay: Money::zero(amount.currency),
            state,
        };
        let refused = |reason: &str| refund(RefundState::Failed { reason: reason.to_owned() }, zero);
        let Some(account) = self.accounts.get(transaction) else { return refused("unknown transaction") };
        if account.captured.currency != amount.currency {
            return refused("the payment was in another currency");
        }
        // What is promised for later counts as gone, or two refunds could promise the same money.
        let open: i64 = self
            .refunds
            .values()
            .filter(|known| known.transaction == transaction)
            .map(|known| known.still_to_pay.minor)
            .sum();
        if account.refunded.minor + open + amount.minor > account.captured.minor {
            return refused("more than was captured");
        }
        let later = |state, paid: i64| {
            let paid = Money::new(amount.currency, paid);
            Refund {
                still_to_pay: Money::new(amount.currency, amount.minor - paid.minor),
                ..refund(state, paid)
            }
        };
        match behaviour {
            Behaviour::Refuse => refused("the card was closed"),
            Behaviour::NoMerchantFunds if from == Payer::Merchant => refused(MERCHANT_FUNDS),
            Behaviour::PayInPart => later(RefundState::Paid, (amount.minor / 2).max(1)),
            Behaviour::Pending => later(RefundState::Pending, 0),
            Behaviour::Pay
            | Behaviour::NoMerchantFunds
            | Behaviour::PayThenSilence
            | Behaviour::Silence
            | Behaviour::Break
            | Behaviour::PayThenBreak
            | Behaviour::ConflictOnRepeat
            | Behaviour::PayThenGarble => refund(RefundState::Paid, amount),
        }
    }

    /// What became of a refund; what was left for later is paid now.
    pub(super) fn look_up(&mut self, key: JobId) -> io::Result<Option<Refund>> {
        let Some(mut refund) = self.refunds.get(&key).cloned() else { return Ok(None) };
        if refund.still_to_pay.is_positive() {
            refund.paid.minor += refund.still_to_pay.minor;
            refund.still_to_pay.minor = 0;
            refund.state = RefundState::Paid;
            self.write(Line::Refund(refund.clone()))?;
        }
        Ok(Some(refund))
    }
}
