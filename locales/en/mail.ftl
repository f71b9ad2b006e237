# Messages of the mail surface; keys begin with mail-.
mail-greeting = Hello { $name },
mail-greeting-nameless = Hello,
mail-footer = This e-mail was sent by { $site }.
mail-open-ticket = See your request
mail-answer-by-mail = You can simply reply to this e-mail, or write to us on the page of your request.
mail-answer-on-page = Please do not reply to this e-mail: nobody would read it. Write to us on the page of your request instead.

mail-received-subject = We have received your request [#{ $number }]: { $subject }
mail-received-lead = Thank you for writing to us. Your request has the number { $number }.
mail-received-quote = This is what we received:
mail-received-when = You can expect our reply by { $time }.

mail-replied-lead = { $agent } has answered your request { $number }:

mail-solved-subject = Solved: { $subject } [#{ $number }]
mail-solved-lead = We believe that your request { $number } is solved. If it is not, just write again and we will reopen it.
mail-solved-rate = How satisfied are you with our help, from 1 (not at all) to 5 (very much)?

mail-invitation-subject = You are invited to the desk of { $site }
mail-invitation-lead = An account has been made for you at { $site }. Set a password and you can begin.
mail-invitation-button = Set a password
mail-invitation-unexpected = If you did not expect this invitation, you can ignore it.

mail-password-subject = A new password for { $site }
mail-password-lead = Somebody, probably you, asked for a new password for your account.
mail-password-button = Set a new password
mail-password-unexpected = If it was not you, ignore this e-mail: your password stays as it is.

mail-link-once = The link works once, until { $time }.

mail-transcript-subject = Your conversation with { $site }
mail-transcript-lead = You asked for this conversation to be sent to you:
mail-transcript-unexpected = If you did not ask for it, somebody mistyped an address: there is nothing you need to do.

mail-merged-lead = Your requests { $from } and { $number } are about the same thing, so we have put them together. We go on under the number { $number }; the link to the old one leads there, too.
mail-merged-note = Request { $from } was joined to this one. We go on here, under the number { $into }.
