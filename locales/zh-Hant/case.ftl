# 案件裡發生的事：步驟、期限及其算法、通知、歷史、按鈕。

## why: how a date was worked out
why-day_of_event_not_counted = 開始當天（{ $from }）不計算，從第二天算起。
why-counted_hours = 按小時計算：{ $n } 小時（{ $from } 至 { $to }）。
why-counted_calendar_days = 按日曆天計算：{ $n } 天（{ $from } 至 { $to }）。
why-counted_business_days = 按工作天計算：{ $n } 天（{ $from } 至 { $to }）。
why-skipped_rest_days = 略過休息日：{ $n } 天（{ $from } 至 { $to }）。
why-made_up_workdays = 補班日計入：{ $n } 天（{ $from } 至 { $to }）。
why-rolled_past_rest_days = 最後一天（{ $from }）是休息日，順延至 { $to }。
why-ends_at_midnight = 期限於 { $to } 24:00 結束。
why-calendar_provisional = { $to } 之後的放假安排尚未公布，日期可能調整。
why-paused = 暫停期間不計入：{ $n } 天（{ $from } 至 { $to }）。

## step: what has to be done
step-screening = 審查申訴，決定是否受理
step-supply_information = 補充所要求的資訊
step-notice = 查看申訴通知
step-response = 回應申訴
step-offer_answer = 回覆協商方案
step-negotiation_end = 協商達成一致
step-name_mediator = 安排調解員
step-mediation = 調解雙方
step-return_shipment = 寄回商品
step-return_receipt = 確認收到退貨
step-performance = 完成約定的事項
step-confirm_performance = 確認約定的事項已完成
step-object_to_refusal = 如不同意不予受理，提出異議
step-reopen = 如有需要，申請重新處理
step-rating = 評價處理結果
step-evidence_answer = 回覆對方的證據
step-hold = 恢復處理案件

## consequence: what follows when a limit passes
consequence-platform_steps_in = 逾期後平台將介入。
consequence-case_closes_with_way_back = 逾期後案件將結案，之後仍可申請重新處理。
consequence-case_goes_on = 逾期後案件將依現有資料繼續處理。
consequence-offer_expires = 逾期後該方案失效。
consequence-escalates_to_supervisor = 逾期後轉交督導處理。
consequence-notice_counts_as_delivered = 逾期後視為已送達。
consequence-counts_as_received = 逾期後視為已收到退貨。
consequence-counts_as_performed = 逾期後視為已完成。
consequence-case_reopens = 逾期後案件將重新處理。
consequence-return_lapses = 逾期後退貨安排失效。
consequence-right_lapses = 逾期後無法再這樣做。

## notice: one sentence to whom it concerns
notice-filed = 已收到你的申訴，案件編號 { $number }，平台會盡快審查。
notice-accepted = { $reader ->
    [merchant] 案件 { $number }：有一件申訴等你回應，請在期限內答覆。
   *[other] 案件 { $number } 已受理，賣家會在期限內回應。
}
notice-refused = 案件 { $number } 不予受理，理由與提出異議的方式寫在案件裡。
notice-information_requested = 案件 { $number } 需要你補充資訊。
notice-information_supplied = 案件 { $number } 已補充資訊。
notice-responded = 案件 { $number } 的賣家已回應。
notice-offer_made = 案件 { $number } 有新的協商方案，請回覆。
notice-offer_accepted = 案件 { $number } 的協商方案已被接受。
notice-offer_denied = 案件 { $number } 的協商方案未被接受。
notice-offer_withdrawn = 案件 { $number } 的協商方案已撤回。
notice-offer_expired = 案件 { $number } 的協商方案已過期。
notice-message_sent = 案件 { $number } 有新留言。
notice-evidence_provided = 案件 { $number } 有新證據。
notice-escalated = 案件 { $number } 已申請平台介入，將由調解員處理。
notice-put_on_hold = 案件 { $number } 已暫停處理，原因與期限寫在案件裡。
notice-resumed = 案件 { $number } 已恢復處理。
notice-withdrawn = 案件 { $number } 已撤回。
notice-return_authorised = 案件 { $number } 可以退貨了，地址寫在案件裡。
notice-shipment_reported = { $reader ->
    [merchant] 案件 { $number } 的退貨已寄出，收到後請確認。
   *[other] 案件 { $number } 的退貨已寄出。
}
notice-receipt_confirmed = 案件 { $number } 的退貨已確認收到。
notice-performance_reported = 案件 { $number } 約定的事項已完成，請確認。
notice-performance_confirmed = 案件 { $number } 約定的事項已確認完成。
notice-performance_disputed = 案件 { $number } 約定的事項是否完成有爭議。
notice-obligation_failed = 案件 { $number } 約定的事項未按時完成，案件將繼續處理。
notice-payout_recorded = 案件 { $number } 的退款有結果了。
notice-payout_retried = 案件 { $number } 的退款已重新發起。
notice-closed = 案件 { $number } 已結案，歡迎評價。
notice-reopened = 案件 { $number } 已重新處理。
notice-merged_into = 案件 { $number } 已併入另一個案件繼續處理。
notice-merge_undone = 案件 { $number } 的合併已取消，單獨處理。
notice-mandate_granted = 案件 { $number } 有了新的代理人。

## fact: a line of the history
fact-filed = 提出申訴
fact-assigned = 指定負責人
fact-deadline_set = 設定期限
fact-deadline_passed = 期限已過
fact-information_requested = 要求補充資訊
fact-information_supplied = 已補充資訊
fact-accepted = 受理申訴
fact-refused = 不予受理
fact-objection_raised = 提出異議
fact-notice_proven = 通知已送達
fact-responded = 賣家回應
fact-offer_made = 提出協商方案
fact-offer_accepted = 接受協商方案
fact-offer_denied = 不接受協商方案
fact-offer_withdrawn = 撤回協商方案
fact-offer_expired = 協商方案過期
fact-agreement_reached = 達成和解協議
fact-message_sent = 留言
fact-evidence_provided = 提供證據
fact-evidence_assessed = 查核證據
fact-escalated = 申請平台介入
fact-put_on_hold = 暫停處理
fact-resumed = 恢復處理
fact-withdrawn = 撤回申訴
fact-return_authorised = 賣家提供退貨地址
fact-shipment_reported = 退貨已寄出
fact-receipt_confirmed = 確認收到退貨
fact-performance_reported = 回報已完成
fact-performance_confirmed = 確認已完成
fact-performance_disputed = 對完成情況有爭議
fact-obligation_failed = 約定的事項未完成
fact-obligation_cancelled = 履行事項取消
fact-payout_recorded = 付款有結果
fact-payout_retried = 已重新發起退款
fact-mandate_granted = 委託代理人
fact-mandate_revoked = 撤銷委託
fact-merged_into = 併入另一個案件
fact-absorbed = 另一個案件併入本案
fact-merge_undone = 取消合併
fact-absorption_undone = 另一個案件已分開
fact-closed = 結案
fact-reopened = 重新處理
fact-rated = 評價
fact-follow_up_refused = 後續步驟需要人工處理
fact-part_erased = 依規則刪除個人資料

## verb: what the button says
verb-accept = 受理
verb-refuse = 不予受理
verb-request_information = 要求補充資訊
verb-supply_information = 補充資訊
verb-object = 提出異議
verb-respond = 回應申訴
verb-make_offer = 提出新方案
verb-accept_offer = 接受方案
verb-deny_offer = 不接受方案
verb-withdraw_offer = 撤回方案
verb-send_message = 留言
verb-provide_evidence = 上傳憑證
verb-assess_evidence = 查核證據
verb-escalate = 申請平台介入
verb-assign = 指定負責人
verb-put_on_hold = 暫停處理
verb-resume = 恢復處理
verb-withdraw = 撤回申訴
verb-authorise_return = 提供退貨地址
verb-report_shipment = 填寫退貨單號
verb-confirm_receipt = 確認收到退貨
verb-report_performance = 回報已完成
verb-confirm_performance = 確認已完成
verb-retry_payout = 重新退款
verb-dispute_performance = 沒有完成
verb-grant_mandate = 委託代理人
verb-revoke_mandate = 撤銷委託
verb-merge_duplicate = 併入另一個案件
verb-undo_merge = 取消合併
verb-reopen = 申請重新處理
verb-rate = 評價
