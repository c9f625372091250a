//! The folder that is measured on: its people with their sessions, and which of its orders have a case.

use std::path::Path;

use app::{App, sign_in};
use domain::person::Register;
use serde::{Deserialize, Serialize};
use terms::{Instant, Language, MerchantId, PersonId, Role, person_from_outside};
use testkit::shop::MERCHANTS;

use crate::Outcome;

/// One consumer for so many orders.
const ORDERS_EACH: usize = 20;
const FILE: &str = "bench.json";

/// Who can sign in to a folder, and how far it is filled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct People {
    /// When the folder was begun; the orders are made for this moment.
    pub now: Instant,
    pub orders: usize,
    /// The first so many orders have a case.
    pub disputes: usize,
    /// Tokens, by the consumer's place.
    pub consumers: Vec<String>,
    pub merchants: Vec<Seller>,
    pub officer: String,
}

/// A merchant's customer service.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seller {
    pub id: MerchantId,
    pub person: PersonId,
    pub token: String,
}

/// The place of the consumer who made an order.
pub const fn consumer_of(order: usize) -> usize {
    order / ORDERS_EACH
}

/// The shop's number of a consumer.
pub fn consumer_id(place: usize) -> String {
    format!("{}", 500_000 + place)
}

pub fn consumer_person(place: usize) -> PersonId {
    person_from_outside(&format!("consumer:{}", consumer_id(place)))
}

impl People {
    /// Makes everybody known and signs them in.
    pub async fn introduce(app: &App, orders: usize) -> Outcome<Self> {
        let mut officer = None;
        let staff = [("intake1", "孙晓婷"), ("intake2", "马骏"), ("intake3", "秦雨")]
            .map(|(l, n)| (l, n, Role::IntakeOfficer));
        for (login, name, role) in staff.into_iter().chain([("mediator", "顾文清", Role::Mediator)]) {
            let person = sign_in::add_staff(app, login, name, role, "nobody-signs-in-here").await?;
            if role == Role::IntakeOfficer {
                officer = Some(sign_in::open(app, person, role, None, name).await?);
            }
        }
        let mut merchants = Vec::new();
        for merchant in MERCHANTS {
            let id = merchant.merchant_id()?;
            let Some((person, name)) = merchant.persons().next() else { continue };
            known(app, person, name, Role::Merchant, Some(id.clone())).await?;
            let token = sign_in::open(app, person, Role::Merchant, Some(&id), name).await?;
            merchants.push(Seller { id, person, token });
        }
        let places: Vec<usize> = (0..=consumer_of(orders.saturating_sub(1))).collect();
        let mut consumers = Vec::with_capacity(places.len());
        for some in places.chunks(64) {
            let opened = some.iter().map(|place| consumer(app, *place));
            for token in futures_util::future::join_all(opened).await {
                consumers.push(token?);
            }
        }
        let officer = officer.ok_or("nobody is on duty")?;
        Ok(Self { now: app.clock.now(), orders: 0, disputes: 0, consumers, merchants, officer })
    }

    pub fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(folder.join(FILE)).ok()?).ok()
    }

    pub fn write(&self, folder: &Path) -> Outcome<()> {
        Ok(std::fs::write(folder.join(FILE), serde_json::to_vec(self)?)?)
    }
}

async fn consumer(app: &App, place: usize) -> Outcome<String> {
    let (person, name) = (consumer_person(place), format!("顾客{place}"));
    known(app, person, &name, Role::Consumer, None).await?;
    Ok(sign_in::open(app, person, Role::Consumer, None, &name).await?)
}

async fn known(
    app: &App,
    person: PersonId,
    name: &str,
    role: Role,
    merchant: Option<MerchantId>,
) -> Outcome<()> {
    let new = Register { name: name.to_owned(), role, merchant, language: Language::ZhHans };
    sign_in::register(app, person, new).await.map_err(|error| format!("{name}: {error:?}").into())
}
