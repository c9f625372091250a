//! Everyone in the demo, signed in, and the file that tells scripts who they are.

use std::path::Path;

use app::sign_in;
use domain::person::Register;
use serde::Serialize;
use terms::{Language, MerchantId, OrderId, PersonId, Role, person_from_outside};

use super::Opened;
use crate::platform::StartError;

/// The password of the demo's staff, who can also sign in the usual way.
pub const PASSWORD: &str = "redress-demo";

/// Someone to be.
#[derive(Debug, Clone, Serialize)]
pub struct Player {
    pub name: String,
    pub role: Role,
    pub token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<MerchantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    pub person: PersonId,
}

fn failed(e: &dyn std::fmt::Display) -> StartError {
    StartError::Other(e.to_string())
}

/// Makes everybody known and the staff able to sign in.
pub async fn introduce(opened: &Opened) -> Result<(), StartError> {
    let app = &opened.app;
    for officer in opened.shop.staff {
        let added = sign_in::add_staff(app, officer.id, officer.name, officer.role, PASSWORD).await;
        added.map_err(|e| failed(&e))?;
    }
    for consumer in &opened.shop.consumers {
        known(opened, consumer.person(), &consumer.name, Role::Consumer, None).await?;
    }
    for merchant in opened.shop.merchants {
        let id = merchant.merchant_id().map_err(|e| failed(&e))?;
        for (person, name) in merchant.persons() {
            known(opened, person, name, Role::Merchant, Some(id.clone())).await?;
        }
    }
    known(opened, integrator(), "商城对接", Role::Integrator, None).await
}

fn integrator() -> PersonId {
    person_from_outside("integrator:shop")
}

async fn known(
    opened: &Opened,
    person: PersonId,
    name: &str,
    role: Role,
    merchant: Option<MerchantId>,
) -> Result<(), StartError> {
    let new = Register { name: name.to_owned(), role, merchant, language: Language::ZhHans };
    let registered = sign_in::register(&opened.app, person, new).await;
    registered.map_err(|e| StartError::Other(format!("{name}: {e:?}")))
}

/// Opens a session for everybody.
pub async fn sign_everyone_in(opened: &Opened) -> Result<Vec<Player>, StartError> {
    let mut players = Vec::new();
    let mut open = async |person, role, merchant: Option<MerchantId>, name: &str, login: Option<&str>| {
        let token = sign_in::open(&opened.app, person, role, merchant.as_ref(), name)
            .await
            .map_err(|e| failed(&e))?;
        let (name, login) = (name.to_owned(), login.map(str::to_owned));
        players.push(Player { name, role, token, merchant_id: merchant, login, person });
        Ok::<(), StartError>(())
    };
    for consumer in &opened.shop.consumers {
        open(consumer.person(), Role::Consumer, None, &consumer.name, None).await?;
    }
    for merchant in opened.shop.merchants {
        let id = merchant.merchant_id().map_err(|e| failed(&e))?;
        for (person, name) in merchant.persons() {
            open(person, Role::Merchant, Some(id.clone()), name, None).await?;
        }
    }
    let staff = app::queries::people::staff(&opened.app).await?;
    for officer in opened.shop.staff {
        let found = staff.iter().find(|p| p.name == officer.name).map(|p| p.id);
        if let Some(person) = found {
            open(person, officer.role, None, officer.name, Some(officer.id)).await?;
        }
    }
    open(integrator(), Role::Integrator, None, "商城对接", None).await?;
    Ok(players)
}

#[derive(Serialize)]
struct DemoFile<'a> {
    base: &'a str,
    public_key: String,
    clock: String,
    people: &'a [Player],
    orders: Vec<OrderOfDemo<'a>>,
}

#[derive(Serialize)]
struct OrderOfDemo<'a> {
    order_id: &'a str,
    consumer: &'a str,
    merchant_id: &'a str,
    category: &'a str,
    total: terms::Money,
    lines: &'a [adapters::orders::LineReport],
    dispute: Option<String>,
}

/// Writes `demo.json` beside the data.
pub async fn write_json(
    opened: &Opened,
    data: &Path,
    base: &str,
    people: &[Player],
) -> Result<(), StartError> {
    let mut orders = Vec::with_capacity(opened.shop.orders.len());
    for order in &opened.shop.orders {
        let report = &order.report;
        let id = OrderId::new(&report.order_id).map_err(|e| failed(&e))?;
        orders.push(OrderOfDemo {
            order_id: &report.order_id,
            consumer: &report.consumer.name,
            merchant_id: &report.merchant.id,
            category: report.lines.first().map_or("", |line| line.category.as_str()),
            total: report.total,
            lines: &report.lines,
            dispute: super::stage::dispute_of(&opened.app, &id).await?,
        });
    }
    let file = DemoFile {
        base,
        public_key: opened.app.signer.public().to_string(),
        clock: format!("{base}/demo/clock"),
        people,
        orders,
    };
    let text = serde_json::to_vec_pretty(&file).map_err(|e| failed(&e))?;
    std::fs::write(data.join("demo.json"), text).map_err(|e| failed(&e))
}
