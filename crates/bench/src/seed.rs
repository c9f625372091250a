//! Fills a folder by the real commands, many at once: orders, complaints, and what people did about them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use app::case::{self, Wish};
use app::execute::{ExecuteError, Request, execute};
use app::{App, Orders};
use domain::Actor;
use domain::dispute::DisputeCommand;
use domain::dispute::commands as verbs;
use domain::dispute::commands::send_message::Addressed;
use domain::order::OrderCommand;
use domain::order::commands::report::Report;
use terms::{DisputeId, Position, Role, order_stream};
use testkit::shop::ShopOrder;
use tokio::task::JoinSet;

use crate::people::{People, Seller, consumer_of, consumer_person};
use crate::{Outcome, complaint, server};

/// Commands under way at once.
const AT_ONCE: usize = 64;

/// How long filling took.
#[derive(Debug, Clone, Copy)]
pub struct Filled {
    pub took: Duration,
    /// Acts that the rules did not allow: a complaint that came too late is closed at once.
    pub refused: usize,
}

/// Makes the folder hold at least so many orders, and cases on the first of them.
pub async fn fill(folder: &Path, orders: usize, disputes: usize) -> Outcome<(People, Filled)> {
    let begun = Instant::now();
    let (app, _) = server::open(folder, false).await?;
    let mut people = match People::read(folder) {
        Some(people) => people,
        None => People::introduce(&app, orders).await?,
    };
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let following = tokio::spawn({
        let app = Arc::clone(&app);
        async move { app::jobs::run_followers(&app, stopped).await }
    });
    let refused = Arc::new(AtomicUsize::new(0));
    let from = people.orders.min(people.disputes);
    for page in from / complaint::PAGE..orders.div_ceil(complaint::PAGE) {
        let shop_orders = Arc::new(complaint::orders(page, people.now));
        let work = Work {
            app: Arc::clone(&app),
            people: Arc::new(people.clone()),
            orders: shop_orders,
            page,
            disputes,
        };
        refused.fetch_add(work.run(orders).await?, Ordering::Relaxed);
    }
    (people.orders, people.disputes) = (people.orders.max(orders), people.disputes.max(disputes));
    people.write(folder)?;
    let _ = stop.send(true);
    following.await?;
    while app::jobs::follow_search(&app).await? {}
    while app::statistics::follow_statistics(&app).await? {}
    while app::jobs::run_due(&app).await? > 0 {}
    app.store.close().await?;
    Ok((people, Filled { took: begun.elapsed(), refused: refused.load(Ordering::Relaxed) }))
}

/// One page of orders.
struct Work {
    app: Arc<App>,
    people: Arc<People>,
    orders: Arc<Vec<ShopOrder>>,
    page: usize,
    disputes: usize,
}

impl Work {
    async fn run(self, end: usize) -> Outcome<usize> {
        let work = Arc::new(self);
        let next = Arc::new(AtomicUsize::new(0));
        let mut tasks = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (work, next) = (Arc::clone(&work), Arc::clone(&next));
            tasks.spawn(async move {
                let mut refused = 0;
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let number = work.page * complaint::PAGE + at;
                    let Some(order) = work.orders.get(at).filter(|_| number < end) else {
                        return Ok(refused);
                    };
                    refused += work.one(order, number).await?;
                }
            });
        }
        let mut refused = 0;
        while let Some(done) = tasks.join_next().await {
            let one: Outcome<usize> = done?;
            refused += one?;
        }
        Ok(refused)
    }

    /// Takes the order in and, if it is among the first, its case; gives the number of acts that were refused.
    async fn one(&self, order: &ShopOrder, number: usize) -> Outcome<usize> {
        if number >= self.people.orders {
            report(&self.app, order).await?;
        }
        if number < self.people.disputes || number >= self.disputes {
            return Ok(0);
        }
        let consumer =
            Actor::Person { id: consumer_person(consumer_of(number)), role: Role::Consumer, merchant: None };
        let complaint = complaint::about(order, number, &self.app.playbook)?;
        let filed = case::file(&self.app, consumer.clone(), complaint, Wish::once(&self.app)).await;
        let filed = filed.map_err(|error| told(&error))?;
        let mut refused = 0;
        for step in self.play(order, number, &consumer) {
            refused += usize::from(!self.act(filed.dispute, step).await?);
        }
        Ok(refused)
    }

    /// Of ten cases two wait for the platform, two for the merchant; six have its answer, four of them a message and two
    /// of those an end.
    fn play(&self, order: &ShopOrder, number: usize, consumer: &Actor) -> Vec<Step> {
        let tenth = number % 10;
        let seller =
            self.people.merchants.iter().find(|seller| seller.id.as_str() == order.report.merchant.id);
        let mut steps = Vec::new();
        if tenth >= 2 {
            steps.push(Step::Accept);
        }
        if let Some(seller) = seller.filter(|_| tenth >= 4) {
            steps.push(Step::Answer(seller.clone()));
        }
        if tenth >= 6 {
            steps.push(Step::By(consumer.clone(), said("商家的说法和实物不一样，请看我拍的照片。")));
        }
        if tenth >= 8 {
            let reason = Some("商家已经私下解决了".to_owned());
            steps.push(Step::By(
                consumer.clone(),
                DisputeCommand::Withdraw(verbs::withdraw::Withdraw { reason }),
            ));
        }
        steps
    }

    /// Whether it was allowed.
    async fn act(&self, dispute: DisputeId, step: Step) -> Outcome<bool> {
        let (actor, command) = match step {
            Step::By(actor, command) => (actor, command),
            Step::Accept => {
                let state = case::state(&self.app, dispute).await?;
                let (Some(duty), Some(role)) = (state.in_charge, state.in_charge_as) else {
                    return Ok(false);
                };
                let officer = Actor::Person { id: duty.person, role, merchant: None };
                (officer, DisputeCommand::Accept(verbs::accept::Accept {}))
            }
            Step::Answer(seller) => {
                let actor =
                    Actor::Person { id: seller.person, role: Role::Merchant, merchant: Some(seller.id) };
                case::prove_sight(&self.app, dispute, &actor).await?;
                let respond = verbs::respond::Respond {
                    position: Position::Deny,
                    explanation: "出库前有质检照片，商品与页面描述一致，请提供水洗标近照。".to_owned(),
                    evidence_ids: Vec::new(),
                    remedies: Vec::new(),
                };
                (actor, DisputeCommand::Respond(respond))
            }
        };
        match case::act(&self.app, dispute, actor, command, Wish::once(&self.app)).await {
            Ok(_) => Ok(true),
            Err(ExecuteError::Refused(_)) => Ok(false),
            Err(error) => Err(told(&error).into()),
        }
    }
}

enum Step {
    Accept,
    Answer(Seller),
    By(Actor, DisputeCommand),
}

fn said(text: &str) -> DisputeCommand {
    let (text, evidence_ids, audience) = (text.to_owned(), Vec::new(), Addressed::All);
    DisputeCommand::SendMessage(verbs::send_message::SendMessage { text, evidence_ids, audience })
}

fn told(error: &ExecuteError) -> String {
    match error {
        ExecuteError::Refused(refusal) => format!("refused: {}", refusal.code()),
        other => format!("{other:?}"),
    }
}

async fn report(app: &App, order: &ShopOrder) -> Outcome<()> {
    let snapshot = complaint::snapshot(order)?;
    let request = Request::<Orders> {
        id: Wish::once(app).id,
        asked: Vec::new(),
        actor: Actor::System,
        on_behalf_of: None,
        occurred_at: None,
        stream: order_stream(&snapshot.order_id).id,
        is_new: true,
        command: OrderCommand::Report(Report { snapshot: Arc::new(snapshot) }),
        seen: None,
        finishes: None,
    };
    execute(app, request).await.map(drop).map_err(|error| told(&error).into())
}

/// Copies a folder in which nothing runs.
pub fn copy(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
