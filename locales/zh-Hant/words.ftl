# The words of the field: one for each key of the glossary.

## stage
stage-screening = 受理審查
stage-negotiation = 協商
stage-mediation = 調解
stage-ruling = 平台裁決
stage-closed = 已結案

## status
status-under_review = 平台處理中
status-waiting_for_consumer_response = 待消費者回覆
status-waiting_for_respondent_response = 待賣家回覆
status-waiting_for_third_party = 待第三方回覆
status-on_hold = 暫停處理
status-resolved = 已辦結

## outcome
outcome-resolved_by_agreement = 雙方達成和解
outcome-resolved_consumer_favour = 支持消費者
outcome-resolved_merchant_favour = 支持賣家
outcome-resolved_split = 部分支持
outcome-resolved_with_payout = 平台賠付結案
outcome-withdrawn = 消費者撤回
outcome-refused = 不予受理
outcome-referred = 轉交外部處理
outcome-expired = 逾期結案
outcome-merged = 已併入其他案件
appeal-outcome-confirmed = 維持原裁決
appeal-outcome-changed = 改變原裁決
appeal-outcome-sent_back = 退回重新裁決
basis-evidence = 有證據
basis-order_record = 平台的訂單紀錄
basis-admitted = 對方自認
basis-silence = 經通知而未回應
outside-mediation_body = 消費者協會或調解組織
outside-regulator = 監管機構
outside-arbitration = 仲裁
outside-court = 法院

## remedy
remedy-refund = 退款
remedy-partial_refund = 部分退款
remedy-refund_with_return = 退貨退款
remedy-replacement = 換貨
remedy-resend = 補寄
remedy-repair = 維修
remedy-compensation = 賠償
remedy-statutory_damages = 懲罰性賠償
remedy-price_difference = 退差價
remedy-fee_refund = 退還費用
remedy-discount = 折扣
remedy-store_credit = 購物金
remedy-apology = 道歉
remedy-extra_service = 額外服務
remedy-dispatch = 盡快出貨
remedy-cancel_order = 取消訂單
remedy-restore_review = 恢復評價
remedy-cease_contact = 停止聯繫
remedy-correction = 更正
remedy-recall_remedy = 召回補救

## offer
offer-proposed = 等待回覆
offer-countered = 已提出新方案
offer-accepted = 已接受
offer-denied = 未接受
offer-withdrawn = 已撤回
offer-expired = 已過期

## party
party-consumer = 消費者
party-respondent = 賣家
party-third_party = 第三方
party-platform = 平台

## side
side-consumer = 消費者
side-respondent = 賣家
side-neutral = 平台

## role
role-consumer = 消費者
role-merchant = 賣家
role-intake_officer = 受理專員
role-mediator = 調解員
role-decider = 裁決專員
role-supervisor = 督導
role-admin = 系統管理員
role-integrator = 平台對接方

## evidence-state
evidence-state-pending = 待核驗
evidence-state-verified = 已核實
evidence-state-doubtful = 存疑
evidence-state-refuted = 不成立

## evidence-kind
evidence-kind-order = 訂單
evidence-kind-transaction = 交易紀錄
evidence-kind-listing = 商品頁面
evidence-kind-logistics = 物流紀錄
evidence-kind-chat = 聊天紀錄
evidence-kind-photo = 照片
evidence-kind-video = 影片
evidence-kind-audio = 錄音
evidence-kind-document = 文件
evidence-kind-appraisal_report = 鑑定報告
evidence-kind-statement = 陳述

## obligation
obligation-due = 待履行
obligation-reported = 賣家稱已完成
obligation-performed = 已履行
obligation-disputed = 有爭議
obligation-failed = 未履行
obligation-cancelled = 已取消

## position
position-accept = 同意訴求
position-partly = 部分同意
position-deny = 不同意

## condition
condition-as_sent = 完好
condition-missing = 缺件
condition-other = 不是原商品
condition-damaged = 已損壞
condition-empty = 空包裹

## priority
priority-safety = 安全
priority-urgent = 緊急
priority-normal = 一般
priority-low = 較低

## channel
channel-web = 網頁
channel-app = App
channel-api = 介接
channel-phone = 電話
channel-email = 電子郵件
channel-wechat = 微信
channel-weibo = 微博
channel-letter = 信件
channel-forum = 社群
channel-partner = 合作平台
channel-chat = 線上客服

## deadline-class
deadline-class-process = 平台規則期限
deadline-class-statutory = 法定期限

## mark
mark-V = 已讀原文
mark-Vq = 已讀引文
mark-S = 二手來源
mark-M = 未核實
