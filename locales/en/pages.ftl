# What pages say.

## shell
shell-brand = Redress
shell-slogan = disputes, settled
shell-skip = Skip to content
shell-nav = Main
shell-language = Language
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-news = There is news
shell-news-show = Show
shell-mistakes = { $count -> [one] One thing needs your attention *[other] { $count } things need your attention }
shell-title-mistakes = { $count } to put right: { $title }
shell-error = Error:
shell-optional = optional
shell-back = Back
shell-next = Next
shell-stale = The case has moved on since you opened this page. Look at what is new, then decide again; what you typed is still here.
shell-choose = Choose one
shell-date = Enter a date, such as 2026-11-27
shell-amount = Enter a sum, such as 299.00
shell-number = No case has this number; check its twelve digits
shell-person = Enter the other person’s account
shell-file-missing = Choose a file first
shell-file-too-large = { $name } is too large. Take a photo instead, or send the part that matters
shell-file-empty = { $name } is empty; choose another file
shell-file-kind = { $name } is of a kind we cannot take. Send photos, videos, recordings, PDF or common documents
shell-file-full = { $name } was not kept: our storage is full, please try later
shell-file-broken-off = { $name } broke off on the way; send it again
shell-file-too-much = You have reached today’s limit for files; send { $name } tomorrow
shell-file-name = The name of { $name } cannot be kept; rename the file and send it again
shell-file-too-many = At most 20 files at a time; send { $name } separately
shell-file-sign-in = Files can be sent once you are signed in; send { $name } then
nav-entrance = Home
nav-cases = My cases
nav-track = Track a case
nav-notices = Notices
nav-rules = Rules
nav-merchant = Inbox
nav-desk = Desk
nav-admin = Administration
foot-rules = How disputes are handled
foot-settings = Language and type size
foot-outside = Call 12315
foot-free = This service is free. Using it never takes away your right to complain elsewhere, arbitrate or go to court.
oops-home = Go to the start
oops-track = Track a case by its number
oops-request = request id, to name when asking for help:
oops-not-found-title = This page was not found
oops-not-found-text = The link may be out of date, or the matter is not yours. Look it up by its number, or sign in with another account.
oops-not-allowed-title = You cannot do this
oops-not-allowed-text = This page is for other people, or the request did not come from our own page. Start again from the first page.
oops-busy-title = Too many at the same time
oops-busy-text = Nothing was lost. Go back one page and try again.
oops-too-large-title = That was too much at once
oops-too-large-text = Go back one page, shorten the text, and send the files one after the other.
oops-unreadable-title = What was sent could not be read
oops-unreadable-text = The connection may have broken off. Go back one page and send it again.
oops-too-often-title = Too many attempts
oops-too-often-text = Wait a minute, then try again. Your case is not affected.
oops-full-title = Nothing new can be stored right now
oops-full-text = Everything you have is safe and can be read. We are making room; please send it again later.
oops-unavailable-title = Not reachable at the moment
oops-unavailable-text = What you have sent is safe, and time limits run as told. Try again in a few minutes.
oops-broken-title = Something broke on our side
oops-broken-text = It was not you, and what you have sent is safe. Try again; if it happens once more, name the request id below when asking for help.

## merchant
merchant-inbox = To do
merchant-n-cases = { $n ->
    [one] 1 case
   *[other] { $n } cases
}
merchant-n-overdue = { $n } overdue
merchant-n-today = { $n } more due today
merchant-tabs = Filter by whose turn it is
merchant-tab-all = All
merchant-tab-waiting_for_respondent_response = Your turn
merchant-tab-waiting_for_consumer_response = Consumer’s turn
merchant-tab-under_review = With the platform
merchant-tab-on_hold = On hold
merchant-tab-closed = Closed
merchant-filter = Filter the list
merchant-search = Search number, order, goods, text
merchant-kind = Problem
merchant-kind-all = All problems
merchant-filter-do = Filter
merchant-key-move = Next, previous
merchant-key-pick = Select or not
merchant-key-open = Open
merchant-key-search = Search
merchant-key-all = All shortcuts
merchant-keys = Shortcuts
merchant-keys-close = Close
merchant-empty = No dispute waits for you. A new one appears here at once, and you are told.
merchant-empty-filter = No case fits this filter.
merchant-show-all = Show all
merchant-caption = Disputes to do, nearest date first
merchant-col-due = Due
merchant-col-what = Goods and problem
merchant-col-claim = Claim
merchant-col-amount = Amount
merchant-col-state = Where it stands
merchant-col-who = Consumer
merchant-col-number = Number
merchant-when-overdue = Overdue
merchant-when-today = Today
merchant-when-later = Later
merchant-when-never = No date
merchant-no-date = No date
merchant-no-order = No order
merchant-pick = Select { $number }
merchant-picked = Selected:
merchant-pick-none = Clear
merchant-bulk-text = Message to the selected cases
merchant-bulk-send = Send to all
merchant-bulk-done = { $n ->
    [one] Sent to 1 case.
   *[other] Sent to { $n } cases.
}
merchant-bulk-unknown = There is no such number.
merchant-bulk-busy = Somebody was changing it at the same moment. Please send it again.
merchant-pages = Pages
merchant-page-first = Back to the first page
merchant-page-next = Next page
merchant-left-days = { $d } d { $h } h left
merchant-left-hours = { $h } h { $m } min left
merchant-left-minutes = { $m } min left
merchant-late-days = { $d } d late
merchant-late-hours = { $h } h late
merchant-late-minutes = { $m } min late

## admin
admin-title = Administration
admin-lead = Colleagues and connected systems are managed here. The content of cases is not shown here.
admin-staff = Colleagues
admin-staff-none = Nobody yet.
admin-name = Name
admin-roles = Roles
admin-state = State
admin-do = Action
admin-active = Active
admin-inactive = Deactivated
admin-me = This is you
admin-deactivate = Deactivate
admin-reactivate = Reactivate
admin-deactivated = { $name } is deactivated and signed out everywhere.
admin-reactivated = { $name } can sign in again.
admin-add = Add a colleague
admin-add-do = Add
admin-added = Added { $name }, login { $login }.
admin-role = Role
admin-field-login = Login
admin-field-name = Name
admin-field-password = Password
admin-hint-login = 3 to 60 letters, digits or . _ - @
admin-hint-name = A colleague’s name is shown to both sides of a case. For a system, write its name.
admin-hint-password = At least 10 characters. Hand it over in person or by a safe way.
admin-set-password = Set a new password
admin-set-password-hint = The person is then signed out everywhere.
admin-set-password-do = Set
admin-password-set = The password of { $login } is set.
admin-shop = The shop
admin-shop-about = Customers and merchants are signed in at the shop already. With this key the shop signs a short-lived token and brings them here without a second sign-in.
admin-key-set = A key is set
admin-key-none = No key yet
admin-key-make = Make a key
admin-key-replace = Void the old key and make a new one
admin-key-new = New hand-over key
admin-once = This is shown once only. Store it now in the other system’s settings: it cannot be seen again.
admin-copy = Copy
admin-copied = Copied
admin-sign-how = How to sign a token
admin-sign-about = A token is a JSON Web Token signed with HMAC-SHA-256 (RFC 7519, alg HS256). The first line is the head, the next two are examples for a customer and a merchant.
admin-sign-1 = sub is the shop’s id of the person; role is consumer or merchant, a merchant also needs merchant_id; lang and order_id may be left out.
admin-sign-2 = exp is when it ends (Unix seconds), at most 10 minutes ahead; jti is different every time, and each token works once.
admin-sign-3 = Join the three parts with dots and send the browser to /enter?token=TOKEN on this site.
admin-integrators = Integrations
admin-integrators-about = Programs such as a call centre or a merchant’s back office call the API with a token. Tokens expire and are then renewed; one name may have several.
admin-token-new = Open a token
admin-token-make = Make a token
admin-token-of = Token of { $name }
admin-token-until = Valid until { $until }.
admin-token-use = Send it with every request:
admin-token-end = Void tokens
admin-token-end-hint = All tokens of this name stop working at once.
admin-token-end-do = Void them all
admin-integrator-closed = All tokens of { $name } are void.
admin-error-role = Choose a role
admin-error-login = A login has 3 to 60 letters, digits or . _ - @
admin-error-login-taken = Somebody has this login already
admin-error-login-unknown = There is no such login
admin-error-name = Write a name of 1 to 80 characters
admin-error-password = A password has 10 to 200 characters

## rules
rules-title = How disputes are handled
rules-lead = How a dispute runs, what each side may do, and what must be done by when. This page is made from the rules in force: what it says is what happens.
rules-version = Version { $version }
rules-version-word = Version
rules-toc = On this page
rules-search = Search
rules-search-label = Search the rules: limits, problems, articles
rules-search-all = Show everything
rules-found = { $n ->
    [one] 1 place mentions “{ $q }”.
   *[other] { $n } places mention “{ $q }”.
}
rules-list-comma = , { "" }
rules-colon = : { "" }
rules-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
rules-calendar-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
rules-business-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
rules-who-consumer = Consumer
rules-who-respondent = Merchant
rules-who-platform = Platform
rules-who-asked = Whoever was asked or owes it
rules-rights = May
rules-duties = Must
rules-duty = { $what }: within { $amount }
rules-part-screening = Screening
rules-part-screening-about = Once a complaint is in, an intake officer checks whether anything is missing and whether it is for the platform to handle. What is missing is asked for once. A refusal states its reason and rule, and you can object: another person then looks again.
rules-part-negotiation = Negotiation
rules-part-negotiation-about = The merchant is told at once, and its time to answer runs from when it has seen the case. Both sides may make, counter, accept or decline offers. If the merchant stays silent the case does not stop: the platform steps in. Silence never counts as agreeing to an offer. Either side may call the platform in at any moment.
rules-part-mediation = The platform steps in
rules-part-mediation-about = A named mediator takes over and both sides are told who. The mediator may ask one or both sides, and both may go on making offers. What is said to the mediator alone is not shown to the other side and is never used in a later ruling.
rules-part-performance = Carrying out
rules-part-performance-about = Once agreed, everything that has to be done has someone who owes it, a date, and proof. If the date passes without it, the case is taken up again.
rules-part-closed = After closing
rules-part-closed-about = Closing is not the end of the road: within the limit a case can be taken up again, and you can rate how it went. You can always call 12315, turn to a consumers’ association or go to court.
rules-limits-of = Time limits: { $part }
rules-limits = Time limits, step by step
rules-col-what = What
rules-col-who = Who
rules-col-amount = How long
rules-col-class = Set by
rules-col-consequence = What follows if it passes
rules-col-rule = Rule
rules-kinds = Kinds of dispute
rules-kinds-about = For each kind: what is asked, which evidence helps, which remedies there are, and the legal basis.
rules-platform = Rules of the platform
rules-law = Law and standards
rules-law-about = In our own words, each with its source and how far it has been checked. The original text prevails.
rules-source = Source
rules-from = In force from { $date }
rules-until = In force until { $date }
rules-applies-order = As it stood when the order was placed
rules-applies-filing = As it stood when the complaint was filed
rules-applies-act = As it stood when it happened
rules-refusals = Reasons for not taking a complaint on
rules-refusals-about = Only these reasons may be used, and the particulars must be stated. You can object.
rules-calendar = Calendar and version
rules-calendar-about = Working days and holidays follow the arrangements announced by the General Office of the State Council, up to { $date }. Dates beyond that are estimated from the statutory holidays, marked as provisional, and corrected once the calendar is announced.
rules-pack = Rule pack
rules-fingerprint = Fingerprint of the rules
rules-fingerprint-about = SHA-256 over all rule files. Two packs with the same fingerprint decide alike; every case keeps the version it was decided under.
rules-sign-off = Lawyer answering for it
rules-sign-off-none = No lawyer has signed off this version yet. The text of the law prevails.
rules-questions = Asked when filing
rules-optional = optional
rules-evidence = Evidence that helps
rules-evidence-about = The order, payment, delivery and the listing as it was are attached by the system. Nobody has to provide them.
rules-asks-none = Nothing more is asked for.
rules-burden = Who has to prove it
rules-basis = Legal basis
rules-basis-none = No particular article is listed for this kind; the general rules apply.
rules-remedies = Possible remedies
rules-prevention = How the platform prevents it
rules-needs-order = Needs an order
rules-no-order-needed = Works without an order
rules-file-this = This happened to me
