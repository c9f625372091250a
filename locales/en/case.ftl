# What happens in a case: steps, deadlines and their working, notices, history, buttons.

## why: how a date was worked out
why-day_of_event_not_counted = The day it began ({ $from }) does not count; counting starts on the next day.
why-counted_hours = Hours counted: { $n } ({ $from } to { $to }).
why-counted_calendar_days = Calendar days counted: { $n } ({ $from } to { $to }).
why-counted_business_days = Working days counted: { $n } ({ $from } to { $to }).
why-skipped_rest_days = Days of rest left out: { $n } ({ $from } to { $to }).
why-made_up_workdays = Made-up working days counted in: { $n } ({ $from } to { $to }).
why-rolled_past_rest_days = The last day ({ $from }) is a day of rest, so it moves to { $to }.
why-ends_at_midnight = The time ends on { $to } at 24:00.
why-calendar_provisional = The official calendar beyond { $to } is not out yet; the date may still move.
why-paused = Time on hold does not count: { $n } days ({ $from } to { $to }).

## step: what has to be done
step-screening = Look at the complaint and decide whether to take it on
step-supply_information = Give the information that was asked for
step-notice = Look at the notice of the complaint
step-response = Answer the complaint
step-offer_answer = Answer the offer
step-negotiation_end = Come to an agreement
step-name_mediator = Name a mediator
step-mediation = Mediate
step-return_shipment = Send the goods back
step-return_receipt = Confirm that the returned goods arrived
step-performance = Do what was agreed
step-confirm_performance = Confirm that what was agreed has been done
step-object_to_refusal = Object to the refusal, if you disagree
step-reopen = Ask to reopen the case, if needed
step-rating = Rate how it went
step-evidence_answer = Answer the other side’s evidence
step-hold = Go on with the case

## consequence: what follows when a limit passes
consequence-platform_steps_in = After that the platform steps in.
consequence-case_closes_with_way_back = After that the case closes; it can still be reopened.
consequence-case_goes_on = After that the case goes on with what is there.
consequence-offer_expires = After that the offer expires.
consequence-escalates_to_supervisor = After that a supervisor is told.
consequence-notice_counts_as_delivered = After that the notice counts as delivered.
consequence-counts_as_received = After that the return counts as received.
consequence-counts_as_performed = After that it counts as done.
consequence-case_reopens = After that the case is reopened.
consequence-return_lapses = After that the return lapses.
consequence-right_lapses = After that it can no longer be done.

## notice: one sentence to whom it concerns
notice-filed = Your complaint has arrived. Your case number is { $number }; the platform will look at it soon.
notice-accepted = { $reader ->
    [merchant] A complaint waits for your answer in case { $number }.
   *[other] Case { $number } has been taken on; the merchant now has time to answer.
}
notice-refused = Case { $number } was not taken on; it says why and how to object.
notice-information_requested = Case { $number } has questions for you.
notice-information_supplied = Information was added to case { $number }.
notice-responded = The merchant has answered in case { $number }.
notice-offer_made = There is a new offer in case { $number } to answer.
notice-offer_accepted = The offer in case { $number } was accepted.
notice-offer_denied = The offer in case { $number } was declined.
notice-offer_withdrawn = The offer in case { $number } was withdrawn.
notice-offer_expired = The offer in case { $number } has expired.
notice-message_sent = There is a new message in case { $number }.
notice-evidence_provided = There is new evidence in case { $number }.
notice-escalated = The platform was called in to case { $number }; a mediator takes it from here.
notice-put_on_hold = Case { $number } is on hold; it says why and until when.
notice-resumed = Case { $number } goes on.
notice-withdrawn = Case { $number } was withdrawn.
notice-return_authorised = The return in case { $number } can go ahead; the address is in the case.
notice-shipment_reported = { $reader ->
    [merchant] The return in case { $number } is on its way; please confirm it when it arrives.
   *[other] The return in case { $number } is on its way.
}
notice-receipt_confirmed = The return in case { $number } has arrived.
notice-performance_reported = What was agreed in case { $number } is reported as done; please confirm.
notice-performance_confirmed = What was agreed in case { $number } is confirmed as done.
notice-performance_disputed = In case { $number } it is disputed whether what was agreed has been done.
notice-obligation_failed = Something agreed in case { $number } was not done in time; the case goes on.
notice-payout_recorded = There is news of the payment in case { $number }.
notice-payout_retried = The refund in case { $number } is being tried again.
notice-closed = Case { $number } is closed; please tell us how it went.
notice-reopened = Case { $number } has been reopened.
notice-merged_into = Case { $number } is carried on in another case.
notice-merge_undone = Case { $number } stands on its own again.
notice-mandate_granted = Case { $number } has a new representative.

## fact: a line of the history
fact-filed = Complaint filed
fact-assigned = Put into someone’s charge
fact-deadline_set = Time limit set
fact-deadline_passed = Time limit passed
fact-information_requested = Information asked for
fact-information_supplied = Information given
fact-accepted = Complaint taken on
fact-refused = Complaint not taken on
fact-objection_raised = Objection raised
fact-notice_proven = Notice delivered
fact-responded = Merchant answered
fact-offer_made = Offer made
fact-offer_accepted = Offer accepted
fact-offer_denied = Offer declined
fact-offer_withdrawn = Offer withdrawn
fact-offer_expired = Offer expired
fact-agreement_reached = Agreement reached
fact-message_sent = Message
fact-evidence_provided = Evidence provided
fact-evidence_assessed = Evidence checked
fact-escalated = Platform called in
fact-put_on_hold = Put on hold
fact-resumed = Resumed
fact-withdrawn = Complaint withdrawn
fact-return_authorised = Return address given
fact-shipment_reported = Return sent
fact-receipt_confirmed = Return received
fact-performance_reported = Reported as done
fact-performance_confirmed = Confirmed as done
fact-performance_disputed = Disputed whether it was done
fact-obligation_failed = Agreed thing not done
fact-obligation_cancelled = Obligation cancelled
fact-payout_recorded = Payment recorded
fact-payout_retried = Refund ordered again
fact-mandate_granted = Representative named
fact-mandate_revoked = Representative no longer named
fact-merged_into = Carried on in another case
fact-absorbed = Another case joined this one
fact-merge_undone = Merge undone
fact-absorption_undone = The other case left again
fact-closed = Closed
fact-reopened = Reopened
fact-rated = Rated
fact-follow_up_refused = A follow-up needs a person
fact-part_erased = Personal data erased by rule

## verb: what the button says
verb-accept = Take on
verb-refuse = Do not take on
verb-request_information = Ask for information
verb-supply_information = Give information
verb-object = Object
verb-respond = Answer the complaint
verb-make_offer = Make an offer
verb-accept_offer = Accept the offer
verb-deny_offer = Decline the offer
verb-withdraw_offer = Withdraw the offer
verb-send_message = Send a message
verb-provide_evidence = Provide evidence
verb-assess_evidence = Check evidence
verb-escalate = Call in the platform
verb-assign = Assign
verb-put_on_hold = Put on hold
verb-resume = Resume
verb-withdraw = Withdraw the complaint
verb-authorise_return = Give a return address
verb-report_shipment = Report the return parcel
verb-confirm_receipt = Confirm the return arrived
verb-report_performance = Report as done
verb-confirm_performance = Confirm as done
verb-retry_payout = Try the refund again
verb-dispute_performance = It was not done
verb-grant_mandate = Name a representative
verb-revoke_mandate = End the mandate
verb-merge_duplicate = Merge into another case
verb-undo_merge = Undo the merge
verb-reopen = Reopen
verb-rate = Rate
