# Messages of the agents' pages; keys begin with desk-.

## Frame
desk-skip = Skip to content
desk-nav = Desk
desk-help-center = Help center
desk-account = Account
desk-sign-out = Sign out
desk-keys = Keyboard shortcuts
desk-close = Close
desk-key-search = Search
desk-key-move = Next and previous in a list
desk-key-open = Open
desk-key-insert = Insert into the reply
desk-key-reply = Write a reply, write a note
desk-key-send = Send
desk-key-go = Go to tickets, go to search
desk-actions = Actions
desk-save = Save
desk-create = Create
desk-copy = Copy
desk-open = Open
desk-more = More
desk-older = Older

## Coming in
desk-sign-in = Sign in
desk-email = E-mail
desk-password = Password
desk-forgotten = Forgot your password? An admin can make you a new link.
desk-sign-in-refused = E-mail and password do not match.
desk-sign-in-limited = Too many attempts. Wait a few minutes and try again.
desk-setup-first = Set up the first admin
desk-setup-first-hint = This link works once. The account you make here may do everything, and invites the others.
desk-setup-password = Choose your password
desk-setup-password-hint = This link works once. You are signed in straight away.
desk-setup-send = Save and sign in
desk-name = Name
desk-name-shown = Name, as customers see it
desk-password-new = New password
desk-password-hint = At least { $count } characters. A sentence is easier to remember than a jumble.
desk-password-current = Current password
desk-password-change = Change password
desk-password-others = Other devices will be signed out.
desk-signature = Signature under your replies
desk-language = Language

## Search
desk-search = Search
desk-search-label = Search articles, saved replies and tickets
desk-search-placeholder = Search articles, saved replies and tickets…
desk-search-hint = Type to search. Public and internal articles, saved replies, bot cards and tickets are all here.
desk-search-none = Nothing found for “{ $query }”.
desk-search-count = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
desk-did-you-mean = Did you mean
desk-results = Results
desk-preview = Preview
desk-preview-hint = Choose a result to read it here.
desk-filters = Filters
desk-filter = Filter
desk-filter-kind = Kind
desk-filter-locale = Language
desk-filter-category = Category
desk-filter-tag = Tag
desk-filter-visibility = Visibility
desk-filter-status = Status
desk-filter-priority = Priority
desk-filter-department = Department
desk-filter-assignee = Assignee
desk-any-kind = Everything
desk-any-locale = My language
desk-any-category = Any category
desk-any-tag = Any tag
desk-any-visibility = Public and internal
desk-any-status = Any active status
desk-any-priority = Any priority
desk-any-department = Any department
desk-any-assignee = Anybody’s
desk-kind = Kind
desk-kind-article = Article
desk-kind-reply = Saved reply
desk-kind-card = Bot card
desk-kind-ticket = Ticket
desk-visibility-public = Public
desk-visibility-agent = Internal
desk-internal = Internal
desk-public-page = Public page
desk-copy-link = Copy link
desk-insert = Insert

## Tickets
desk-tickets = Tickets
desk-ticket = Ticket
desk-ticket-new = New ticket
desk-ticket-new-hint = For a call, a letter or a conversation: written down here, it is not lost. The requester gets a confirmation.
desk-ticket-body = What is it about?
desk-ticket-search = Search tickets, or type a number
desk-tickets-none = No tickets here.
desk-ticket-closed = This ticket is closed. Set its status to open to write again.
desk-views = Views
desk-view-active = Active
desk-view-mine = Mine
desk-view-unassigned = Unassigned
desk-view-pending = Waiting for the customer
desk-view-solved = Solved
desk-view-all = All
desk-number = No.
desk-subject = Subject
desk-requester = Requester
desk-status = Status
desk-priority = Priority
desk-department = Department
desk-assignee = Assignee
desk-assignee-me = Mine
desk-assignee-nobody = Nobody’s
desk-channel = Came in by
desk-locale = Language
desk-tags = Tags
desk-tags-hint = billing, refund
desk-due = Due
desk-due-first = First reply
desk-due-next = Reply
desk-due-solution = Solution
desk-changed = Changed
desk-by-rules = By the routing rules
desk-status-new = New
desk-status-open = Open
desk-status-pending = Pending
desk-status-solved = Solved
desk-status-closed = Closed
desk-priority-low = Low
desk-priority-normal = Normal
desk-priority-high = High
desk-priority-urgent = Urgent
desk-channel-form = Contact form
desk-channel-bot = Chat
desk-channel-mail = E-mail
desk-channel-api = API
desk-channel-phone = Phone
desk-channel-other = Other
desk-author-requester = Customer
desk-author-visitor = Visitor
desk-author-bot = Bot
desk-author-agent = Agent
desk-author-system = Automatic

## One ticket
desk-packet = From the chat
desk-packet-slots = Told the bot
desk-packet-queries = Asked
desk-files = Attachments
desk-packet-articles = Was shown
desk-packet-cards = Bot cards
desk-packet-refused = Refused
desk-packet-page = On the page
desk-packet-zone = Time zone
desk-reason-asked = Asked for a person
desk-reason-card = The card hands over
desk-reason-lost = The bot had no answer
desk-reason-not-helped = The answer did not help
desk-reason-insulted = The visitor was upset
desk-transcript = { $count ->
    [one] Conversation, { $count } message
   *[other] Conversation, { $count } messages
}
desk-history = { $count ->
    [one] History, { $count } change
   *[other] History, { $count } changes
}
desk-event-created = created
desk-event-status = status
desk-event-priority = priority
desk-event-department = department
desk-event-assignee = assignee
desk-event-tags = tags
desk-event-subject = subject
desk-event-breached = a promise was missed
desk-event-csat = rated
desk-note = Internal note
desk-reply-kind = Who will read it
desk-reply-public = Reply
desk-reply-note = Internal note
desk-reply-text = Text
desk-reply-placeholder = Write to { $name }…
desk-mail-waits = No mail server is set up: the reply is shown to the customer by their link, and mailed once there is one.
desk-insert-something = Insert article or saved reply
desk-finder-placeholder = Search for what to insert…
desk-insert-noscript = With JavaScript, articles and saved replies can be inserted from here.
desk-then = Then
desk-then-default = wait for the customer
desk-then-open = keep open
desk-then-solved = mark as solved
desk-send = Send
desk-facts = About this ticket
desk-other-tickets = Their tickets
desk-properties = Properties
desk-take = Take it
desk-suggested = May answer it
desk-similar = Similar tickets

## Content
desk-content = Content
desk-published = Published { $when }
desk-publish-failed = The last publishing failed; readers still see the version before.
desk-gaps = What customers could not find
desk-gaps-hint = Searches of the last 60 days without a result, or with results that nobody opened, and questions the bot could not answer; most people first.
desk-gaps-none = Nothing: every search found something that was read.
desk-gap-words = Searched for
desk-gap-zero = No result
desk-gap-noclick = Not opened
desk-gap-missed = Asked the bot
desk-votes = Articles that did not help
desk-votes-none = No votes against an article.
desk-votes-against = Did not help: { $count }
desk-votes-for = helped: { $count }
desk-upkeep = Due for upkeep
desk-upkeep-none = Everything is up to date.
desk-upkeep-review = to be read again by { $day }
desk-upkeep-stale = { $language }: the original has changed since this was translated
desk-findings = { $count ->
    [0] Findings
    [one] { $count } finding
   *[other] { $count } findings
}
desk-findings-none = Nothing is wrong with the files.
desk-findings-more = The complete list:
desk-severity-error = Error
desk-severity-warning = Warning
desk-severity-note = Note

## Reports
desk-reports = Reports
desk-period = Period
desk-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
desk-p90 = 9 of 10 within { $time }
desk-report-bot = Bot
desk-report-search = Search
desk-report-tickets = Tickets
desk-figure-conversations = Conversations
desk-figure-conversations-definition = With at least one message of the visitor.
desk-figure-resolution = Resolution rate
desk-figure-resolution-definition = Confirmed and assumed, of all conversations. Read the two below: silence is not success.
desk-figure-confirmed = Confirmed
desk-figure-confirmed-definition = The visitor said that it helped.
desk-figure-assumed = Assumed
desk-figure-assumed-definition = Answered, then 24 hours of silence.
desk-figure-handed-off = Handed off
desk-figure-handed-off-definition = Became a ticket or went to a person.
desk-figure-negative = Did not help
desk-figure-negative-definition = The visitor said that the answer did not help.
desk-figure-unanswered = Not answered
desk-figure-unanswered-definition = The last thing asked has no answer: given up, or still open.
desk-figure-pending = Not over yet
desk-figure-pending-definition = Answered, and silent for less than 24 hours.
desk-figure-missed = Questions without an answer
desk-figure-missed-definition = Messages that were meant as a question and that the bot could not answer; details of a form are not among them. They stand under Content.
desk-figure-deflection = Deflection
desk-figure-deflection-definition = Answered conversations, at least three days old, whose visitor opened no ticket within 72 hours.
desk-figure-searches = Searches
desk-figure-searches-definition = Submitted in the help center; typing is not counted.
desk-figure-zero-result = Without a result
desk-figure-zero-result-definition = Of submitted searches. What the bot could not answer is counted above.
desk-figure-tickets = Tickets
desk-figure-tickets-definition = Came in during the period, by any channel.
desk-figure-first-reply = First reply
desk-figure-first-reply-definition = Median, in business time, from coming in to the first reply the customer sees.
desk-figure-resolution-time = Time to solution
desk-figure-resolution-time-definition = Median, in business time, from coming in to solved.
desk-figure-first-contact = Solved at first contact
desk-figure-first-contact-definition = With one reply and not reopened, of the solved ones.
desk-figure-reopened = Reopened
desk-figure-reopened-definition = Solved and taken up again, of all tickets.
desk-figure-repeat-contact = Repeat contact
desk-figure-repeat-contact-definition = Customers with more than one ticket in the period, of all customers.
desk-figure-backlog = Backlog
desk-figure-backlog-definition = New, open and pending at this moment, whenever they came in.
desk-oldest = oldest: { $time }
desk-figure-kept = Promises kept
desk-figure-kept-definition = Tickets with no service level missed.
desk-figure-satisfied = Satisfied
desk-figure-satisfied-definition = Ratings of 4 or 5, of all ratings given.

## People, tokens, outbox
desk-people = People
desk-role = Role
desk-role-admin = Admin
desk-role-agent = Agent
desk-role-writer = Writer
desk-last-seen = Last sign-in
desk-disabled = Disabled
desk-invited = Invited
desk-disable = Disable
desk-enable = Let in again
desk-new-link = New link
desk-link-once = Hand this link on. It works once and is not shown again.
desk-invite = Invite somebody
desk-invite-send = Make an invitation
desk-tokens = API tokens
desk-token = Token
desk-tokens-hint = For programs that read or write here. What they may do is their role; how, says
desk-tokens-none = No tokens yet.
desk-token-new = New token
desk-token-name = What it is for
desk-token-once = Copy the token now. It is not shown again.
desk-created = Created
desk-last-used = Last used
desk-revoke = Revoke
desk-revoked = Revoked
desk-outbox = Outbox
desk-outbox-none = Nothing waits here.
desk-outbox-due = On the way: { $count }
desk-outbox-waiting = Waiting for a mail server: { $count }
desk-outbox-dead = Given up: { $count }
desk-outbox-state-due = On the way
desk-outbox-state-waiting = Waiting
desk-outbox-state-sent = Sent
desk-outbox-state-dead = Given up
desk-outbox-kind-mail = E-mail
desk-outbox-kind-webhook = Webhook
desk-mail-off = No mail server is set up. Letters wait here and leave as soon as there is one: set smtp_host in the section [mail] of answerdesk.toml.
desk-dead-letters = { $count ->
    [one] { $count } letter could not be sent.
   *[other] { $count } letters could not be sent.
}
desk-state = State
desk-attempts = Attempts
desk-error = Last error
desk-retry = Send again

## Done, and wrong
desk-done-saved = Saved.
desk-done-password = The password is changed.
desk-done-replied = The reply is sent.
desk-done-noted = The note is added.
desk-done-created = The ticket is created.
desk-done-revoked = The token is revoked.
desk-done-retried = It will be sent again.
desk-invalid = A field cannot be accepted.
desk-invalid-name = Give a name of up to 100 characters.
desk-invalid-email = Give an e-mail address such as ada@example.org.
desk-invalid-password = The password is too short or too long.
desk-invalid-present = The current password is wrong.
desk-invalid-subject = Give a subject of up to 200 characters.
desk-invalid-body = Write what it is about, in up to 20,000 characters.
desk-invalid-taken = There is somebody with this e-mail address already.
desk-error-unauthenticated = Please sign in
desk-error-unauthenticated-text = Your session is over. Sign in and try again.
desk-error-forbidden = Not allowed
desk-error-forbidden-text = Your role does not open this page, or the form was too old. Go back, reload the page and try again.
desk-error-not-found = Nothing here
desk-error-not-found-text = There is nothing at this address; it may have been removed, or a link was used before.
desk-error-conflict = Changed meanwhile
desk-error-conflict-text = Somebody else was faster, or this cannot be done as things stand. Look again.
desk-error-too-many = Too fast
desk-error-too-many-text = Wait a moment and try again.
desk-error-invalid = Not accepted
desk-error-invalid-text = A field was empty or too long. Go back and try again.
desk-error-unavailable = Not ready
desk-error-unavailable-text = The server is starting or its database is away. Try again in a moment.
desk-error-internal = Something went wrong
desk-error-internal-text = It is our fault and has been written to the log. Try again.
desk-error-back = Back to the desk

## Conversations with the bot

desk-conversations = Conversations
desk-conversation = Conversation
desk-conversations-latest = Latest conversations
desk-conversations-none = No such conversation in the last 30 days.
desk-conversation-wordless = (no words)
desk-conversation-at = Last message
desk-conversation-messages = Messages
desk-conversation-outcome = Outcome
desk-conversation-handed-off = Handed off
desk-conversation-helped = Helped
desk-conversation-not-helped = Did not help
desk-conversation-answered = Answered
desk-conversation-open = Not answered
desk-lessons = Suggested examples
desk-lessons-hint = Messages that led to an answer only after the bot asked back, or that were marked as helpful. An approved one is written to the file of its card or article. Change the wording first if it says who wrote it.
desk-lessons-none = Nothing to learn at the moment.
desk-lesson-for = Example for
desk-lesson-helped = marked as helpful
desk-lesson-picked = picked when the bot asked back
desk-lesson-approve = Add as an example
desk-replay-hint = What the bot did then, and what it would do on today's knowledge base. Addresses and numbers of people are masked.
desk-replay-then = Then
desk-replay-same = Then and today
desk-replay-now = Today
desk-replay-changed = different
desk-replay-why = Why
desk-replay-nothing = Nothing comes near.
desk-answers-from = answers from { $percent }
desk-asks-from = asks back from { $percent }
desk-turn-greet = greets
desk-turn-answer = answers
desk-turn-clarify = asks back
desk-turn-suggest = suggests articles
desk-turn-ask = asks for a detail
desk-turn-fallback = asks for other words
desk-turn-handoff = hands off
desk-turn-smalltalk = small talk
desk-turn-confirm = asks whether it helped
desk-turn-close = says goodbye
desk-done-learned = The example is added. The bot knows it as soon as the folder is published.

## Two people, one ticket
desk-overtaken = While you were writing, something was added by: { $names }. It is marked below. Your text is kept; send it again if it still fits.
desk-unfilled = Nothing fills { $names }: the customer would read it like that. Replace it, or send once more if it is meant.
desk-changed-meanwhile = Not saved: this has been changed meanwhile ({ $changes }). Your choices are kept below; save again if they still hold.
desk-save-note = Add note
desk-merge = Merge into another ticket
desk-merge-do = Merge
desk-merge-into = Number of the ticket that goes on
desk-merge-hint = Messages, files and tags move there, this ticket is closed, and the customer is told the number. Both must be of the same customer.
desk-merge-refused = This ticket cannot be merged into “{ $number }”: there must be such a ticket, of the same customer, neither closed nor merged.
desk-merged-into = This ticket was merged. It goes on as
desk-event-merged = merged
desk-done-merged = The tickets are merged. The customer is told.
desk-done-declined = It will not be suggested again.
desk-conversation-words = First words
desk-conversation-locale = Language
desk-any-language = Any language
desk-any-outcome = Any outcome
desk-lesson-decline = No, thanks
desk-lesson-refused = The example was not written
desk-lesson-refused-gone = { $file } is no longer there. If its card or article has moved, add this line to its questions by hand:
desk-lesson-refused-form = The questions in { $file } are not a plain list, so nothing was changed there. Write them as a list below “questions:” and add this line:
desk-lesson-refused-unwritable = { $file } cannot be written by the server. Let whoever looks after it add this line to its questions:
desk-conversation-replay = See what the bot did, and would do today
desk-rating = Rating: { $score } of 5
desk-comments = What customers said with their rating
