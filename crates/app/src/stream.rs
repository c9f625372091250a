//! What the application does the same way for every kind of stream.

use domain::dispute::{DisputeCommand, DisputeEvent, DisputeRefusal, DisputeState};
use domain::facts::Facts;
use domain::merchant::{MerchantCommand, MerchantEvent, MerchantRefusal, MerchantState};
use domain::order::{OrderCommand, OrderEvent, OrderRefusal, OrderState};
use domain::payout::{PayoutCommand, PayoutEvent, PayoutRefusal, PayoutState};
use domain::penalty::{PenaltyCommand, PenaltyEvent, PenaltyRefusal, PenaltyState};
use domain::person::{PersonCommand, PersonEvent, PersonRefusal, PersonState};
use domain::policies::After;
use domain::publication::{PublicationCommand, PublicationEvent, PublicationRefusal, PublicationState};
use domain::{Actor, AnyEvent, By, Ctx, Fact, Refuse};
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use terms::{Instant, Label, StreamKind};

use crate::app::App;
use crate::ports::{RowChange, StoreResult};
use crate::rows;

/// One kind of stream: its pure parts, and the rows that pages read.
pub trait Stream: Send + Sync + 'static {
    const KIND: StreamKind;
    type State: Default + Clone + Send + Sync + 'static;
    type Event: Serialize + DeserializeOwned + Clone + Send + Sync;
    type Command: Send + Sync;
    type Refusal: Refuse + Send + Sync + 'static;

    fn evolve(state: Self::State, fact: &Fact<Self::Event>) -> Self::State;

    /// # Errors
    /// The stream's reasoned refusals.
    fn decide(
        state: &Self::State,
        command: &Self::Command,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// Looks up what the decision may need besides the state.
    fn facts<'a>(
        app: &'a App,
        state: &'a Self::State,
        command: &'a Self::Command,
        actor: &'a Actor,
    ) -> BoxFuture<'a, StoreResult<Facts>> {
        let _ = (app, state, command, actor);
        Box::pin(std::future::ready(Ok(Facts::default())))
    }

    /// As [`Self::facts`], for decisions that look at what another stream of the same id holds.
    fn facts_at<'a>(
        app: &'a App,
        stream: uuid::Uuid,
        state: &'a Self::State,
        command: &'a Self::Command,
        actor: &'a Actor,
    ) -> BoxFuture<'a, StoreResult<Facts>> {
        let _ = stream;
        Self::facts(app, state, command, actor)
    }

    /// The version of the stream as this actor counts it; `version` is the store's.
    fn version_for(state: &Self::State, version: u64, actor: &Actor, now: Instant) -> u64 {
        let _ = (state, actor, now);
        version
    }

    /// Who signs the fact that `actor`'s wish led to.
    fn signed_by(event: &Self::Event, actor: &Actor) -> By {
        let _ = event;
        actor.by()
    }

    fn label(event: &Self::Event) -> Label;
    fn any(event: Self::Event) -> AnyEvent;
    fn after(state: &Self::State) -> After<'_>;

    /// The rows that stand for the state, each with its table; the difference to before is written.
    fn rows(id: uuid::Uuid, state: &Self::State) -> Vec<rows::StateRow>;

    /// The rows that a single fact adds to lists that only grow.
    fn entries(cause: &rows::Cause<'_, Self>) -> Vec<RowChange>
    where
        Self: Sized;
}

/// The stream of a dispute.
#[derive(Debug)]
pub struct Disputes;
/// The stream of an order.
#[derive(Debug)]
pub struct Orders;
/// The stream of a payout.
#[derive(Debug)]
pub struct Payouts;
/// The stream of a person.
#[derive(Debug)]
pub struct Persons;
/// The stream of what is published of a dispute; it has the dispute's id.
#[derive(Debug)]
pub struct Publications;
/// The stream of a merchant's account.
#[derive(Debug)]
pub struct Merchants;
/// The stream of a penalty case.
#[derive(Debug)]
pub struct Penalties;

impl Stream for Disputes {
    const KIND: StreamKind = StreamKind::Dispute;
    type State = DisputeState;
    type Event = DisputeEvent;
    type Command = DisputeCommand;
    type Refusal = DisputeRefusal;

    fn evolve(state: DisputeState, fact: &Fact<DisputeEvent>) -> DisputeState {
        domain::dispute::evolve(state, fact)
    }
    fn decide(
        state: &DisputeState,
        command: &DisputeCommand,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
        domain::dispute::decide(state, command, ctx)
    }
    fn facts<'a>(
        app: &'a App,
        state: &'a DisputeState,
        command: &'a DisputeCommand,
        actor: &'a Actor,
    ) -> BoxFuture<'a, StoreResult<Facts>> {
        Box::pin(crate::facts::gather(app, state, command, actor))
    }
    fn version_for(state: &DisputeState, version: u64, actor: &Actor, now: Instant) -> u64 {
        let viewer = domain::access::viewer(state, actor, now);
        viewer.map_or(version, |viewer| domain::access::version_for(state, viewer))
    }
    fn signed_by(event: &DisputeEvent, actor: &Actor) -> By {
        event.signed_by(actor)
    }
    fn label(event: &DisputeEvent) -> Label {
        event.label()
    }
    fn any(event: DisputeEvent) -> AnyEvent {
        AnyEvent::Dispute(Box::new(event))
    }
    fn after(state: &DisputeState) -> After<'_> {
        After::Dispute(state)
    }
    fn rows(id: uuid::Uuid, state: &DisputeState) -> Vec<rows::StateRow> {
        rows::dispute::rows(id, state)
    }
    fn entries(cause: &rows::Cause<'_, Self>) -> Vec<RowChange> {
        let postings = domain::money::of_dispute(&cause.fact.event);
        let mut entries = rows::dispute::entries(cause);
        entries.extend(rows::ledger::entries(cause.event_id, cause.fact.at, &postings));
        entries
    }
}

impl Stream for Orders {
    const KIND: StreamKind = StreamKind::Order;
    type State = OrderState;
    type Event = OrderEvent;
    type Command = OrderCommand;
    type Refusal = OrderRefusal;

    fn evolve(state: OrderState, fact: &Fact<OrderEvent>) -> OrderState {
        domain::order::evolve(state, fact)
    }
    fn decide(
        state: &OrderState,
        command: &OrderCommand,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<OrderEvent>, OrderRefusal> {
        domain::order::decide(state, command, ctx)
    }
    fn label(event: &OrderEvent) -> Label {
        event.label()
    }
    fn any(event: OrderEvent) -> AnyEvent {
        AnyEvent::Order(Box::new(event))
    }
    fn after(state: &OrderState) -> After<'_> {
        After::Order(state)
    }
    fn rows(id: uuid::Uuid, state: &OrderState) -> Vec<rows::StateRow> {
        rows::order::rows(id, state)
    }
    fn entries(cause: &rows::Cause<'_, Self>) -> Vec<RowChange> {
        rows::ledger::entries(cause.event_id, cause.fact.at, &domain::money::of_order(&cause.fact.event))
    }
}

impl Stream for Payouts {
    const KIND: StreamKind = StreamKind::Payout;
    type State = PayoutState;
    type Event = PayoutEvent;
    type Command = PayoutCommand;
    type Refusal = PayoutRefusal;

    fn evolve(state: PayoutState, fact: &Fact<PayoutEvent>) -> PayoutState {
        domain::payout::evolve(state, fact)
    }
    fn decide(
        state: &PayoutState,
        command: &PayoutCommand,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<PayoutEvent>, PayoutRefusal> {
        domain::payout::decide(state, command, ctx)
    }
    fn label(event: &PayoutEvent) -> Label {
        event.label()
    }
    fn any(event: PayoutEvent) -> AnyEvent {
        AnyEvent::Payout(event)
    }
    fn after(state: &PayoutState) -> After<'_> {
        After::Payout(state)
    }
    fn rows(id: uuid::Uuid, state: &PayoutState) -> Vec<rows::StateRow> {
        rows::payout::rows(id, state)
    }
    fn entries(cause: &rows::Cause<'_, Self>) -> Vec<RowChange> {
        rows::ledger::entries(cause.event_id, cause.fact.at, &domain::money::of_payout(&cause.fact.event))
    }
}

impl Stream for Persons {
    const KIND: StreamKind = StreamKind::Person;
    type State = PersonState;
    type Event = PersonEvent;
    type Command = PersonCommand;
    type Refusal = PersonRefusal;

    fn evolve(state: PersonState, fact: &Fact<PersonEvent>) -> PersonState {
        domain::person::evolve(state, fact)
    }
    fn decide(
        state: &PersonState,
        command: &PersonCommand,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<PersonEvent>, PersonRefusal> {
        domain::person::decide(state, command, ctx)
    }
    fn label(event: &PersonEvent) -> Label {
        event.label()
    }
    fn any(event: PersonEvent) -> AnyEvent {
        AnyEvent::Person(event)
    }
    fn after(_: &PersonState) -> After<'_> {
        After::Person
    }
    fn rows(id: uuid::Uuid, state: &PersonState) -> Vec<rows::StateRow> {
        rows::person::rows(id, state)
    }
    fn entries(_: &rows::Cause<'_, Self>) -> Vec<RowChange> {
        Vec::new()
    }
}

impl Stream for Publications {
    const KIND: StreamKind = StreamKind::Publication;
    type State = PublicationState;
    type Event = PublicationEvent;
    type Command = PublicationCommand;
    type Refusal = PublicationRefusal;

    fn evolve(state: PublicationState, fact: &Fact<PublicationEvent>) -> PublicationState {
        domain::publication::evolve(state, fact)
    }
    fn decide(
        state: &PublicationState,
        command: &PublicationCommand,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
        domain::publication::decide(state, command, ctx)
    }
    fn facts_at<'a>(
        app: &'a App,
        stream: uuid::Uuid,
        _: &'a PublicationState,
        command: &'a PublicationCommand,
        actor: &'a Actor,
    ) -> BoxFuture<'a, StoreResult<Facts>> {
        Box::pin(crate::publication::gather(app, stream, command, actor))
    }
    fn label(event: &PublicationEvent) -> Label {
        event.label()
    }
    fn any(event: PublicationEvent) -> AnyEvent {
        AnyEvent::Publication(Box::new(event))
    }
    fn after(_: &PublicationState) -> After<'_> {
        After::Publication
    }
    fn rows(id: uuid::Uuid, state: &PublicationState) -> Vec<rows::StateRow> {
        rows::publication::rows(id, state)
    }
    fn entries(cause: &rows::Cause<'_, Self>) -> Vec<RowChange> {
        rows::publication::entries(cause)
    }
}

impl Stream for Merchants {
    const KIND: StreamKind = StreamKind::Merchant;
    type State = MerchantState;
    type Event = MerchantEvent;
    type Command = MerchantCommand;
    type Refusal = MerchantRefusal;

    fn evolve(state: MerchantState, fact: &Fact<MerchantEvent>) -> MerchantState {
        domain::merchant::evolve(state, fact)
    }
    fn decide(
        state: &MerchantState,
        command: &MerchantCommand,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<MerchantEvent>, MerchantRefusal> {
        domain::merchant::decide(state, command, ctx)
    }
    fn label(event: &MerchantEvent) -> Label {
        event.label()
    }
    fn any(event: MerchantEvent) -> AnyEvent {
        AnyEvent::Merchant(event)
    }
    fn after(state: &MerchantState) -> After<'_> {
        After::Merchant(state)
    }
    fn rows(id: uuid::Uuid, state: &MerchantState) -> Vec<rows::StateRow> {
        rows::merchant::rows(id, state)
    }
    fn entries(cause: &rows::Cause<'_, Self>) -> Vec<RowChange> {
        let postings = domain::money::of_merchant(&cause.fact.event);
        rows::ledger::entries(cause.event_id, cause.fact.at, &postings)
    }
}

impl Stream for Penalties {
    const KIND: StreamKind = StreamKind::Penalty;
    type State = PenaltyState;
    type Event = PenaltyEvent;
    type Command = PenaltyCommand;
    type Refusal = PenaltyRefusal;

    fn evolve(state: PenaltyState, fact: &Fact<PenaltyEvent>) -> PenaltyState {
        domain::penalty::evolve(state, fact)
    }
    fn decide(
        state: &PenaltyState,
        command: &PenaltyCommand,
        ctx: &mut Ctx<'_, '_>,
    ) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
        domain::penalty::decide(state, command, ctx)
    }
    fn facts<'a>(
        app: &'a App,
        state: &'a PenaltyState,
        command: &'a PenaltyCommand,
        actor: &'a Actor,
    ) -> BoxFuture<'a, StoreResult<Facts>> {
        Box::pin(crate::penalty::gather(app, state, command, actor))
    }
    fn label(event: &PenaltyEvent) -> Label {
        event.label()
    }
    fn any(event: PenaltyEvent) -> AnyEvent {
        AnyEvent::Penalty(Box::new(event))
    }
    fn after(state: &PenaltyState) -> After<'_> {
        After::Penalty(state)
    }
    fn rows(id: uuid::Uuid, state: &PenaltyState) -> Vec<rows::StateRow> {
        rows::penalty::rows(id, state)
    }
    fn entries(cause: &rows::Cause<'_, Self>) -> Vec<RowChange> {
        rows::penalty::entries(cause)
    }
}
