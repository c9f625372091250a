# The words of the field: one for each key of the glossary.

## stage
stage-screening = Screening
stage-negotiation = Negotiation
stage-mediation = Mediation
stage-ruling = Ruling
stage-closed = Closed

## status
status-under_review = With the platform
status-waiting_for_consumer_response = Waiting for the consumer
status-waiting_for_respondent_response = Waiting for the merchant
status-waiting_for_third_party = Waiting for a third party
status-on_hold = On hold
status-resolved = Resolved

## outcome
outcome-resolved_by_agreement = Settled by agreement
outcome-resolved_consumer_favour = In the consumer’s favour
outcome-resolved_merchant_favour = In the merchant’s favour
outcome-resolved_split = Partly in favour of each
outcome-resolved_with_payout = Paid by the platform
outcome-withdrawn = Withdrawn
outcome-refused = Not taken on
outcome-referred = Referred outside
outcome-expired = Closed without an answer
outcome-merged = Carried on in another case
appeal-outcome-confirmed = Ruling confirmed
appeal-outcome-changed = Ruling changed
appeal-outcome-sent_back = Sent back to be ruled anew
basis-evidence = Evidence
basis-order_record = The platform’s order record
basis-admitted = Admitted by the other side
basis-silence = Silence after proven notice
outside-mediation_body = Consumers’ association or mediation body
outside-regulator = Regulator
outside-arbitration = Arbitration
outside-court = Court

## remedy
remedy-refund = Refund
remedy-partial_refund = Part refund
remedy-refund_with_return = Return and refund
remedy-replacement = Replacement
remedy-resend = Send again
remedy-repair = Repair
remedy-compensation = Compensation
remedy-statutory_damages = Statutory damages
remedy-price_difference = Price difference
remedy-fee_refund = Refund of fees
remedy-discount = Discount
remedy-store_credit = Store credit
remedy-apology = Apology
remedy-extra_service = Extra service
remedy-dispatch = Dispatch
remedy-cancel_order = Cancel the order
remedy-restore_review = Restore the review
remedy-cease_contact = Stop contacting me
remedy-correction = Correction
remedy-recall_remedy = Recall remedy

## offer
offer-proposed = Waiting for an answer
offer-countered = Answered with a new offer
offer-accepted = Accepted
offer-denied = Declined
offer-withdrawn = Withdrawn
offer-expired = Expired

## party
party-consumer = Consumer
party-respondent = Merchant
party-third_party = Third party
party-platform = Platform

## side
side-consumer = Consumer
side-respondent = Merchant
side-neutral = Platform

## role
role-consumer = Consumer
role-merchant = Merchant
role-intake_officer = Intake officer
role-mediator = Mediator
role-decider = Decider
role-supervisor = Supervisor
role-admin = Administrator
role-integrator = Integrator

## evidence-state
evidence-state-pending = Not checked yet
evidence-state-verified = Verified
evidence-state-doubtful = Doubtful
evidence-state-refuted = Refuted

## evidence-kind
evidence-kind-order = Order
evidence-kind-transaction = Payment record
evidence-kind-listing = Listing
evidence-kind-logistics = Delivery record
evidence-kind-chat = Chat
evidence-kind-photo = Photo
evidence-kind-video = Video
evidence-kind-audio = Audio
evidence-kind-document = Document
evidence-kind-appraisal_report = Appraisal report
evidence-kind-statement = Statement

## obligation
obligation-due = To be done
obligation-reported = Reported as done
obligation-performed = Done
obligation-disputed = Disputed
obligation-failed = Not done
obligation-cancelled = Cancelled

## position
position-accept = Agrees to the claim
position-partly = Agrees in part
position-deny = Does not agree

## condition
condition-as_sent = As it was sent
condition-missing = Something is missing
condition-other = Not the same item
condition-damaged = Damaged
condition-empty = Empty parcel

## priority
priority-safety = Safety
priority-urgent = Urgent
priority-normal = Normal
priority-low = Low

## channel
channel-web = Web
channel-app = App
channel-api = API
channel-phone = Phone
channel-email = E-mail
channel-wechat = WeChat
channel-weibo = Weibo
channel-letter = Letter
channel-forum = Forum
channel-partner = Partner
channel-chat = Chat

## deadline-class
deadline-class-process = Limit of the platform’s rules
deadline-class-statutory = Limit set by law

## mark
mark-V = Text read
mark-Vq = Quotation read
mark-S = Secondary source
mark-M = Not verified
