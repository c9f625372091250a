# The words of the field: one for each key of the glossary.

## stage
stage-screening = 受理审查
stage-negotiation = 协商
stage-mediation = 调解
stage-ruling = 平台裁决
stage-closed = 已结案

## status
status-under_review = 平台处理中
status-waiting_for_consumer_response = 待消费者处理
status-waiting_for_respondent_response = 待商家处理
status-waiting_for_third_party = 待第三方处理
status-on_hold = 已中止
status-resolved = 已办结

## outcome
outcome-resolved_by_agreement = 双方达成和解
outcome-resolved_consumer_favour = 支持消费者
outcome-resolved_merchant_favour = 支持商家
outcome-resolved_split = 部分支持
outcome-resolved_with_payout = 平台赔付结案
outcome-withdrawn = 消费者撤回
outcome-refused = 不予受理
outcome-referred = 转交外部处理
outcome-expired = 逾期结案
outcome-merged = 已并入其他案件
appeal-outcome-confirmed = 维持原裁决
appeal-outcome-changed = 改变原裁决
appeal-outcome-sent_back = 退回重新裁决
basis-evidence = 有证据
basis-order_record = 平台的订单记录
basis-admitted = 对方自认
basis-silence = 经通知而未回应
outside-mediation_body = 消费者协会或调解组织
outside-regulator = 监管部门
outside-arbitration = 仲裁
outside-court = 法院

## remedy
remedy-refund = 退款
remedy-partial_refund = 部分退款
remedy-refund_with_return = 退货退款
remedy-replacement = 换货
remedy-resend = 补寄
remedy-repair = 维修
remedy-compensation = 赔偿
remedy-statutory_damages = 法定惩罚性赔偿
remedy-price_difference = 退差价
remedy-fee_refund = 退还费用
remedy-discount = 折扣
remedy-store_credit = 代金券
remedy-apology = 赔礼道歉
remedy-extra_service = 额外服务
remedy-dispatch = 尽快发货
remedy-cancel_order = 取消订单
remedy-restore_review = 恢复评价
remedy-cease_contact = 停止联系
remedy-correction = 更正
remedy-recall_remedy = 召回补救

## offer
offer-proposed = 等待答复
offer-countered = 已提出新方案
offer-accepted = 已接受
offer-denied = 未接受
offer-withdrawn = 已撤回
offer-expired = 已过期

## party
party-consumer = 消费者
party-respondent = 商家
party-third_party = 第三方
party-platform = 平台

## side
side-consumer = 消费者
side-respondent = 商家
side-neutral = 平台

## role
role-consumer = 消费者
role-merchant = 商家
role-intake_officer = 受理专员
role-mediator = 调解员
role-decider = 裁决专员
role-supervisor = 督导
role-admin = 系统管理员
role-integrator = 平台对接方

## evidence-state
evidence-state-pending = 待核验
evidence-state-verified = 已核实
evidence-state-doubtful = 存疑
evidence-state-refuted = 不成立

## evidence-kind
evidence-kind-order = 订单
evidence-kind-transaction = 交易记录
evidence-kind-listing = 商品页面
evidence-kind-logistics = 物流记录
evidence-kind-chat = 聊天记录
evidence-kind-photo = 照片
evidence-kind-video = 视频
evidence-kind-audio = 录音
evidence-kind-document = 文件
evidence-kind-appraisal_report = 鉴定报告
evidence-kind-statement = 陈述

## obligation
obligation-due = 待履行
obligation-reported = 商家称已完成
obligation-performed = 已履行
obligation-disputed = 有争议
obligation-failed = 未履行
obligation-cancelled = 已取消

## position
position-accept = 同意诉求
position-partly = 部分同意
position-deny = 不同意

## condition
condition-as_sent = 完好
condition-missing = 缺件
condition-other = 不是原商品
condition-damaged = 已损坏
condition-empty = 空包裹

## priority
priority-safety = 安全
priority-urgent = 紧急
priority-normal = 普通
priority-low = 较低

## channel
channel-web = 网页
channel-app = App
channel-api = 接口
channel-phone = 电话
channel-email = 电子邮件
channel-wechat = 微信
channel-weibo = 微博
channel-letter = 信件
channel-forum = 社区
channel-partner = 合作平台
channel-chat = 在线客服

## deadline-class
deadline-class-process = 平台规则期限
deadline-class-statutory = 法定期限

## mark
mark-V = 已读原文
mark-Vq = 已读引文
mark-S = 二手来源
mark-M = 未核实
