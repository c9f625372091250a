//! One act of a play, by whoever it is for, through the same door as everyone's.

use app::case::{self, Wish};
use app::execute::ExecuteError;
use domain::Actor;
use domain::dispute::commands as verbs;
use domain::dispute::commands::send_message::Addressed;
use domain::dispute::{
    AskedQuestion, DisputeCommand, DisputeState, GivenFinding, GivenRuling, Liability, RatingAbout, Remedy,
};
use futures_util::{StreamExt as _, stream};
use terms::{
    DisputeId, EvidenceId, EvidenceState, FindingBasis, Language, Money, ObligationState, OfferState,
    PersonId, ReasonCode, RemedyType, Role, Side,
};
use testkit::shop::ShopOrder;
use testkit::words::{
    CONSUMER_MESSAGES, MERCHANT_ANSWERS, MERCHANT_MESSAGES, OFFER_NOTES, OFFICER_QUESTIONS, REFUSAL_REASONS,
};
use testkit::{Dice, evidence, words};

use super::super::Opened;
use super::super::script::Act;
use crate::platform::StartError;

/// Uploads a small real file under a fitting name.
pub async fn upload(
    opened: &Opened,
    owner: PersonId,
    names: &[&'static str],
    dice: &mut Dice,
) -> Result<EvidenceId, StartError> {
    let file = evidence::named(dice.text(names), dice.number());
    let bytes = bytes_of(file.bytes);
    let body = stream::once(async move { Ok(bytes) }).boxed();
    let taken =
        case::take_upload(&opened.app, owner, &file.name, Some(file.media_type.to_owned()), body).await;
    taken.map(|t| t.id).map_err(|e| StartError::Other(format!("{}: {e}", file.name)))
}

fn bytes_of(bytes: Vec<u8>) -> axum::body::Bytes {
    axum::body::Bytes::from(bytes)
}

/// Performs the act; a refusal's code comes back, for the case may have gone another way meanwhile.
pub async fn perform(
    opened: &Opened,
    order: &ShopOrder,
    dispute: DisputeId,
    act: Act,
    dice: &mut Dice,
) -> Result<Result<(), &'static str>, StartError> {
    let app = &opened.app;
    let state = case::state(app, dispute).await?;
    let actor = actor(opened, order, &state, act);
    let Some(actor) = actor else { return Ok(Err("nobody")) };
    if let Act::Provider(behaviour) = act {
        opened.sandbox.next(behaviour);
        return Ok(Ok(()));
    }
    if act == Act::Look {
        case::prove_sight(app, dispute, &actor).await?;
        return Ok(Ok(()));
    }
    let Some(command) = command(opened, order, &state, &actor, act, dice).await? else {
        return Ok(Err("not_possible"));
    };
    match case::act(app, dispute, actor, command, Wish::once(app)).await {
        Ok(_) => Ok(Ok(())),
        Err(ExecuteError::Refused(refusal)) => Ok(Err(refusal.code())),
        Err(error) => Err(StartError::Other(format!("{act:?}: {error:?}"))),
    }
}

fn actor(opened: &Opened, order: &ShopOrder, state: &DisputeState, act: Act) -> Option<Actor> {
    match side(act) {
        Side::Consumer => {
            let id = opened.shop.consumers.get(order.consumer)?.person();
            Some(Actor::Person { id, role: Role::Consumer, merchant: None })
        }
        Side::Respondent => {
            let merchant = opened.shop.merchants.get(order.merchant)?;
            let (id, _) = merchant.persons().next()?;
            Some(Actor::Person { id, role: Role::Merchant, merchant: merchant.merchant_id().ok() })
        }
        Side::Neutral if act == Act::Approve => {
            let other = opened.app.duty(state).decider?.person;
            Some(Actor::Person { id: other, role: Role::Decider, merchant: None })
        }
        Side::Neutral => {
            let (id, role) = (state.in_charge?.person, state.in_charge_as?);
            Some(Actor::Person { id, role, merchant: None })
        }
    }
}

const fn side(act: Act) -> Side {
    match act {
        Act::ObjectToRefusal
        | Act::Supply
        | Act::Demand(..)
        | Act::AcceptByConsumer
        | Act::DenyByConsumer
        | Act::MessageByConsumer
        | Act::Escalate
        | Act::Withdraw
        | Act::Reopen
        | Act::Ship
        | Act::Confirm
        | Act::DisputePerformance
        | Act::AcceptProposalByConsumer
        | Act::DenyProposalByConsumer
        | Act::EndMediation
        | Act::AppealByConsumer
        | Act::Rate => Side::Consumer,
        Act::Look
        | Act::Respond(_)
        | Act::Offer(..)
        | Act::AcceptByMerchant
        | Act::MessageByMerchant
        | Act::EvidenceByMerchant
        | Act::AuthoriseReturn
        | Act::Receive(_)
        | Act::Report
        | Act::RateByMerchant
        | Act::AcceptProposalByMerchant
        | Act::AppealByMerchant
        | Act::Provider(_) => Side::Respondent,
        Act::Accept
        | Act::Refuse
        | Act::Ask
        | Act::NoteByOfficer
        | Act::Assess
        | Act::Hold
        | Act::Propose(..)
        | Act::Rule(..)
        | Act::Approve
        | Act::RuleOnAppeal(..) => Side::Neutral,
    }
}

fn remedy(order: &ShopOrder, remedy_type: RemedyType, percent: i64, kept: Option<i64>) -> Vec<Remedy> {
    let total: Money = order.report.total;
    let most = kept.unwrap_or(total.minor);
    let amount =
        remedy_type.needs_amount().then(|| Money::new(total.currency, (most * percent / 100).max(1)));
    vec![Remedy { remedy_type, amount, text: None, rule_id: None }]
}

async fn command(
    opened: &Opened,
    order: &ShopOrder,
    state: &DisputeState,
    actor: &Actor,
    act: Act,
    dice: &mut Dice,
) -> Result<Option<DisputeCommand>, StartError> {
    let own = actor.person().unwrap_or_default();
    let theirs = |by: Side| {
        state.offers.iter().rev().find(|o| o.state == OfferState::Proposed && o.by == by).map(|o| o.id)
    };
    let obligation =
        |wanted: ObligationState| state.obligations.iter().find(|o| o.state == wanted).map(|o| o.id);
    let said = |text: &str| {
        DisputeCommand::SendMessage(verbs::send_message::SendMessage {
            text: text.to_owned(),
            evidence_ids: Vec::new(),
            audience: Addressed::All,
        })
    };
    Ok(match act {
        Act::Accept => Some(DisputeCommand::Accept(verbs::accept::Accept {})),
        Act::Refuse => opened.app.playbook.refusals().next().map(|(code, _)| {
            let code: ReasonCode = code.clone();
            let text = dice.text(REFUSAL_REASONS).to_owned();
            DisputeCommand::Refuse(verbs::refuse::Refuse { reason_code: code, text, rule_ids: Vec::new() })
        }),
        Act::ObjectToRefusal => Some(DisputeCommand::Object(verbs::object::Object {
            grounds: "订单就是在本平台下的，订单号在截图里，请再核对一次。".to_owned(),
        })),
        Act::Ask => {
            let text = dice.text(OFFICER_QUESTIONS).to_owned();
            let questions = vec![AskedQuestion { key: String::new(), text }];
            Some(DisputeCommand::RequestInformation(verbs::request_information::RequestInformation {
                to: Side::Consumer,
                questions,
            }))
        }
        Act::Supply => state.asked.as_ref().map(|asked| {
            let answers =
                asked.questions.iter().map(|q| (q.key.clone(), "已经补上了，请查看。".to_owned())).collect();
            DisputeCommand::SupplyInformation(verbs::supply_information::SupplyInformation {
                answers,
                evidence_ids: Vec::new(),
            })
        }),
        Act::Respond(position) => {
            let words = MERCHANT_ANSWERS
                .iter()
                .find(|(key, _)| *key == position.as_str())
                .map_or(&[][..], |(_, texts)| *texts);
            Some(DisputeCommand::Respond(verbs::respond::Respond {
                position,
                explanation: dice.text(words).to_owned(),
                evidence_ids: Vec::new(),
                remedies: Vec::new(),
            }))
        }
        Act::Offer(kind, percent) | Act::Demand(kind, percent) => {
            let note = Some(dice.text(OFFER_NOTES).to_owned());
            let remedies = remedy(order, kind, percent, None);
            Some(DisputeCommand::MakeOffer(verbs::make_offer::MakeOffer {
                remedies,
                note,
                in_reply_to: None,
            }))
        }
        Act::AcceptByConsumer => theirs(Side::Respondent).map(|offer_id| {
            DisputeCommand::AcceptOffer(verbs::accept_offer::AcceptOffer { offer_id, note: None })
        }),
        Act::AcceptByMerchant => theirs(Side::Consumer).map(|offer_id| {
            DisputeCommand::AcceptOffer(verbs::accept_offer::AcceptOffer { offer_id, note: None })
        }),
        Act::DenyByConsumer => theirs(Side::Respondent).map(|offer_id| {
            let note = Some("这个方案我不能接受，问题不在我。".to_owned());
            DisputeCommand::DenyOffer(verbs::deny_offer::DenyOffer { offer_id, note })
        }),
        Act::MessageByConsumer => Some(said(dice.text(CONSUMER_MESSAGES))),
        Act::MessageByMerchant => Some(said(dice.text(MERCHANT_MESSAGES))),
        Act::NoteByOfficer => Some(DisputeCommand::SendMessage(verbs::send_message::SendMessage {
            text: "已电话联系双方，商家说明天给出检测结果。".to_owned(),
            evidence_ids: Vec::new(),
            audience: Addressed::Staff,
        })),
        Act::Assess => state.evidence.first().map(|e| {
            DisputeCommand::AssessEvidence(verbs::assess_evidence::AssessEvidence {
                evidence_id: e.item.evidence_id,
                state: EvidenceState::Verified,
                how: "与订单快照、物流记录比对".to_owned(),
                reason: "照片中的吊牌编号与订单一致，拍摄时间在签收之后。".to_owned(),
            })
        }),
        Act::EvidenceByMerchant => {
            let id = upload(opened, own, &["出库打包照片.jpg", "质检报告.pdf"], dice).await?;
            Some(DisputeCommand::ProvideEvidence(verbs::provide_evidence::ProvideEvidence {
                evidence_ids: vec![id],
                note: Some("出库时的记录".to_owned()),
                audience: Addressed::All,
            }))
        }
        Act::Escalate => Some(DisputeCommand::Escalate(verbs::escalate::Escalate {
            reason: Some("和商家谈了几次都没有结果".to_owned()),
        })),
        Act::Hold => Some(DisputeCommand::PutOnHold(verbs::put_on_hold::PutOnHold {
            reason: "等待质检机构的检测结果".to_owned(),
            until: app::ports::Clock::now(opened.clock.as_ref()).plus_seconds(10 * 24 * 3600),
        })),
        Act::Withdraw => Some(DisputeCommand::Withdraw(verbs::withdraw::Withdraw {
            reason: Some("商家已经私下解决了".to_owned()),
        })),
        Act::Reopen => Some(DisputeCommand::Reopen(verbs::reopen::Reopen {
            reason: Some("说好的退款没有到账".to_owned()),
        })),
        Act::AuthoriseReturn => {
            Some(DisputeCommand::AuthoriseReturn(verbs::authorise_return::AuthoriseReturn {
                obligation_id: None,
                address: "杭州市萧山区新街街道仓前路 88 号 3 号仓，退货组，电话 0571-0000000".to_owned(),
            }))
        }
        Act::Ship => Some(DisputeCommand::ReportShipment(verbs::report_shipment::ReportShipment {
            obligation_id: None,
            carrier: "顺达速运".to_owned(),
            tracking_number: format!("SD{}", dice.digits(12)),
        })),
        Act::Receive(condition) => {
            Some(DisputeCommand::ConfirmReceipt(verbs::confirm_receipt::ConfirmReceipt {
                obligation_id: None,
                condition,
                note: None,
            }))
        }
        Act::Report => obligation(ObligationState::Due).map(|obligation_id| {
            DisputeCommand::ReportPerformance(verbs::report_performance::ReportPerformance {
                obligation_id,
                proof_evidence_ids: Vec::new(),
                note: Some("已经办好，请您查收。".to_owned()),
            })
        }),
        Act::Confirm => obligation(ObligationState::Reported).map(|obligation_id| {
            DisputeCommand::ConfirmPerformance(verbs::confirm_performance::ConfirmPerformance {
                obligation_id,
                note: None,
            })
        }),
        Act::DisputePerformance => obligation(ObligationState::Reported).map(|obligation_id| {
            DisputeCommand::DisputePerformance(verbs::dispute_performance::DisputePerformance {
                obligation_id,
                evidence_ids: Vec::new(),
                note: "只有一句“抱歉”，没有说明原因，我不认可。".to_owned(),
            })
        }),
        Act::Rate | Act::RateByMerchant => {
            let (score, text) = words::rating(dice);
            Some(DisputeCommand::Rate(verbs::rate::Rate {
                score,
                text: Some(text.to_owned()),
                about: RatingAbout::Outcome,
            }))
        }
        Act::Propose(kind, percent) => Some(DisputeCommand::Propose(verbs::propose::Propose {
            remedies: remedy(order, kind, percent, None),
            reasons: "按双方给的凭证，问题确有但不影响整体使用，这个数大致等于差价，也省去来回寄送。"
                .to_owned(),
        })),
        Act::AcceptProposalByConsumer | Act::AcceptProposalByMerchant => state.open_proposal().map(|p| {
            let proposal_id = p.id;
            DisputeCommand::AcceptProposal(verbs::accept_proposal::AcceptProposal { proposal_id, note: None })
        }),
        Act::DenyProposalByConsumer => state.open_proposal().map(|p| {
            let (proposal_id, note) = (p.id, Some("只道歉不够，钱也要退。".to_owned()));
            DisputeCommand::DenyProposal(verbs::deny_proposal::DenyProposal { proposal_id, note })
        }),
        Act::EndMediation => Some(DisputeCommand::Escalate(verbs::escalate::Escalate {
            reason: Some("商家的条件我不能接受".to_owned()),
        })),
        Act::Rule(kind, percent) => {
            let ruling = ruling(opened, order, state, kind, percent);
            Some(DisputeCommand::Rule(verbs::rule::Rule { ruling }))
        }
        Act::RuleOnAppeal(kind, percent) => {
            let ruling = ruling(opened, order, state, kind, percent);
            Some(DisputeCommand::RuleOnAppeal(verbs::rule_on_appeal::RuleOnAppeal { outcome: None, ruling }))
        }
        Act::Approve => Some(DisputeCommand::ApproveRuling(verbs::approve_ruling::ApproveRuling {})),
        Act::AppealByConsumer | Act::AppealByMerchant => {
            let grounds = if act == Act::AppealByConsumer {
                "退款比例太低，没有考虑我多次联系都得不到回应。"
            } else {
                "裁决没有采信我们出库时的质检记录，请重新核对。"
            };
            let (grounds, evidence_ids) = (grounds.to_owned(), Vec::new());
            Some(DisputeCommand::Appeal(verbs::appeal::Appeal { grounds, evidence_ids }))
        }
        Act::Look | Act::Provider(_) => None,
    })
}

/// A ruling on what the order and the evidence say, by the rules of the kind.
fn ruling(
    opened: &Opened,
    order: &ShopOrder,
    state: &DisputeState,
    kind: RemedyType,
    percent: i64,
) -> GivenRuling {
    let basis = if state.response.is_none() { FindingBasis::Silence } else { FindingBasis::OrderRecord };
    let text = match basis {
        FindingBasis::Silence => "商家经通知没有回应，也没有提交任何凭证。",
        FindingBasis::OrderRecord | FindingBasis::Evidence | FindingBasis::Admitted => {
            "订单快照和物流记录与消费者的说法一致，商家的说明没有推翻它们。"
        }
    };
    let finding =
        GivenFinding { text: text.to_owned(), evidence_ids: Vec::new(), basis: Some(basis), about: None };
    let own = state.filed.as_ref().and_then(|filed| opened.app.playbook.kind(&filed.kind));
    GivenRuling {
        liability: Liability { respondent: 100, ..Liability::default() },
        findings: vec![finding],
        remedies: remedy(order, kind, percent, None),
        rule_ids: own.and_then(|kind| kind.legal_basis.first().cloned()).into_iter().collect(),
        reasons: [(
            state.filed.as_ref().map_or(Language::ZhHans, |filed| filed.language),
            "商品页和订单是商家自己写的，就该按写的交付。已有证据足以认定不符，由商家承担；金额按差价和影响程度确定。"
                .to_owned(),
        )]
        .into(),
    }
}
