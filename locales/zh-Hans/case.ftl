# 案件里发生的事：步骤、时限及其算法、通知、历史、按钮。

## why: how a date was worked out
why-day_of_event_not_counted = 开始当天（{ $from }）不计算，从第二天算起。
why-counted_hours = 按小时计算：{ $n } 小时（{ $from } 至 { $to }）。
why-counted_calendar_days = 按自然日计算：{ $n } 天（{ $from } 至 { $to }）。
why-counted_business_days = 按工作日计算：{ $n } 天（{ $from } 至 { $to }）。
why-skipped_rest_days = 跳过休息日：{ $n } 天（{ $from } 至 { $to }）。
why-made_up_workdays = 调休上班日计入：{ $n } 天（{ $from } 至 { $to }）。
why-rolled_past_rest_days = 最后一天（{ $from }）是休息日，顺延到 { $to }。
why-ends_at_midnight = 时限在 { $to } 24:00 结束。
why-calendar_provisional = { $to } 之后的放假安排还没有公布，日期可能调整。
why-paused = 中止期间不计算：{ $n } 天（{ $from } 至 { $to }）。

## step: what has to be done
step-screening = 审查投诉，决定是否受理
step-supply_information = 补充所要求的信息
step-notice = 查看投诉通知
step-response = 回应投诉
step-offer_answer = 答复协商方案
step-negotiation_end = 协商达成一致
step-name_mediator = 安排调解员
step-mediation = 调解双方
step-return_shipment = 把商品寄回
step-return_receipt = 确认收到退货
step-performance = 完成约定的事项
step-confirm_performance = 确认约定的事项已完成
step-object_to_refusal = 如不同意不予受理，提出异议
step-reopen = 如有需要，申请重新处理
step-rating = 评价处理结果
step-evidence_answer = 答复对方的证据
step-hold = 恢复处理案件

## consequence: what follows when a limit passes
consequence-platform_steps_in = 逾期后平台将介入。
consequence-case_closes_with_way_back = 逾期后案件将关闭，之后仍可申请重新处理。
consequence-case_goes_on = 逾期后案件将按现有材料继续处理。
consequence-offer_expires = 逾期后该方案失效。
consequence-escalates_to_supervisor = 逾期后转交督导处理。
consequence-notice_counts_as_delivered = 逾期后视为已经送达。
consequence-counts_as_received = 逾期后视为已经收到退货。
consequence-counts_as_performed = 逾期后视为已经完成。
consequence-case_reopens = 逾期后案件将重新处理。
consequence-return_lapses = 逾期后退货安排失效。
consequence-right_lapses = 逾期后不能再这样做。

## notice: one sentence to whom it concerns
notice-filed = 已收到你的投诉，案件编号 { $number }，平台会尽快审查。
notice-accepted = { $reader ->
    [merchant] 案件 { $number }：有一件投诉等你回应，请在时限内答复。
   *[other] 案件 { $number } 已受理，商家会在时限内回应。
}
notice-refused = 案件 { $number } 不予受理，理由和提出异议的办法写在案件里。
notice-information_requested = 案件 { $number } 需要你补充信息。
notice-information_supplied = 案件 { $number } 已补充信息。
notice-responded = 案件 { $number } 的商家已回应。
notice-offer_made = 案件 { $number } 有新的协商方案，请答复。
notice-offer_accepted = 案件 { $number } 的协商方案已被接受。
notice-offer_denied = 案件 { $number } 的协商方案未被接受。
notice-offer_withdrawn = 案件 { $number } 的协商方案已撤回。
notice-offer_expired = 案件 { $number } 的协商方案已过期。
notice-message_sent = 案件 { $number } 有新留言。
notice-evidence_provided = 案件 { $number } 有新证据。
notice-escalated = 案件 { $number } 已申请平台介入，将由调解员处理。
notice-put_on_hold = 案件 { $number } 已中止，原因和期限写在案件里。
notice-resumed = 案件 { $number } 已恢复处理。
notice-withdrawn = 案件 { $number } 已撤回。
notice-return_authorised = 案件 { $number } 可以退货了，地址写在案件里。
notice-shipment_reported = { $reader ->
    [merchant] 案件 { $number } 的退货已寄出，收到后请确认。
   *[other] 案件 { $number } 的退货已寄出。
}
notice-receipt_confirmed = 案件 { $number } 的退货已确认收到。
notice-performance_reported = 案件 { $number } 约定的事项已完成，请确认。
notice-performance_confirmed = 案件 { $number } 约定的事项已确认完成。
notice-performance_disputed = 案件 { $number } 约定的事项是否完成有争议。
notice-obligation_failed = 案件 { $number } 约定的事项没有按时完成，案件将继续处理。
notice-payout_recorded = 案件 { $number } 的退款有结果了。
notice-payout_retried = 案件 { $number } 的退款已重新发起。
notice-closed = 案件 { $number } 已结案，欢迎评价。
notice-reopened = 案件 { $number } 已重新处理。
notice-merged_into = 案件 { $number } 已并入另一个案件继续处理。
notice-merge_undone = 案件 { $number } 的合并已撤销，单独处理。
notice-mandate_granted = 案件 { $number } 有了新的代理人。

## fact: a line of the history
fact-filed = 提交投诉
fact-assigned = 指定负责人
fact-deadline_set = 设定时限
fact-deadline_passed = 时限已过
fact-information_requested = 要求补充信息
fact-information_supplied = 已补充信息
fact-accepted = 受理投诉
fact-refused = 不予受理
fact-objection_raised = 提出异议
fact-notice_proven = 通知已送达
fact-responded = 商家回应
fact-offer_made = 提出协商方案
fact-offer_accepted = 接受协商方案
fact-offer_denied = 不接受协商方案
fact-offer_withdrawn = 撤回协商方案
fact-offer_expired = 协商方案过期
fact-agreement_reached = 达成和解协议
fact-message_sent = 留言
fact-evidence_provided = 提供证据
fact-evidence_assessed = 核对证据
fact-escalated = 申请平台介入
fact-put_on_hold = 中止处理
fact-resumed = 恢复处理
fact-withdrawn = 撤回投诉
fact-return_authorised = 商家给出退货地址
fact-shipment_reported = 退货已寄出
fact-receipt_confirmed = 确认收到退货
fact-performance_reported = 报告已完成
fact-performance_confirmed = 确认已完成
fact-performance_disputed = 对完成情况有争议
fact-obligation_failed = 约定的事项未完成
fact-obligation_cancelled = 履行事项取消
fact-payout_recorded = 付款有结果
fact-payout_retried = 已重新发起退款
fact-mandate_granted = 委托代理人
fact-mandate_revoked = 撤销委托
fact-merged_into = 并入另一个案件
fact-absorbed = 另一个案件并入本案
fact-merge_undone = 撤销合并
fact-absorption_undone = 另一个案件已分开
fact-closed = 结案
fact-reopened = 重新处理
fact-rated = 评价
fact-follow_up_refused = 后续步骤需要人工处理
fact-part_erased = 按规则删除个人信息

## verb: what the button says
verb-accept = 受理
verb-refuse = 不予受理
verb-request_information = 要求补充信息
verb-supply_information = 补充信息
verb-object = 提出异议
verb-respond = 回应投诉
verb-make_offer = 提出新方案
verb-accept_offer = 接受方案
verb-deny_offer = 不接受方案
verb-withdraw_offer = 撤回方案
verb-send_message = 留言
verb-provide_evidence = 上传凭证
verb-assess_evidence = 核对证据
verb-escalate = 申请平台介入
verb-assign = 指定负责人
verb-put_on_hold = 中止处理
verb-resume = 恢复处理
verb-withdraw = 撤回投诉
verb-authorise_return = 提供退货地址
verb-report_shipment = 填写退货单号
verb-confirm_receipt = 确认收到退货
verb-report_performance = 报告已完成
verb-confirm_performance = 确认已完成
verb-retry_payout = 重新退款
verb-dispute_performance = 没有完成
verb-grant_mandate = 委托代理人
verb-revoke_mandate = 撤销委托
verb-merge_duplicate = 并入另一个案件
verb-undo_merge = 撤销合并
verb-reopen = 申请重新处理
verb-rate = 评价
