# Messages of the chat widget; keys begin with widget-. They go to the browser as one JSON document,
# variables unfilled, so none of them may choose by a number.
widget-open = Open help
widget-dialog = Help and chat
widget-title = { $site }: help
widget-close = Close
widget-tab-chat = Chat
widget-tab-help = Articles

widget-conversation = Conversation
widget-messages = Messages
widget-choices = Choose one
widget-label = Your message
widget-placeholder = Write your question…
widget-send = Send
widget-typing = The bot is writing
widget-you = You
widget-bot = Help bot
widget-agent = Support team
widget-sending = Sending…
widget-failed = Not sent.
widget-waiting = You are offline. It will be sent when you are back.
widget-retry = Try again
widget-unavailable = Help cannot be reached just now.
widget-loading = Loading…

widget-person = Talk to a person
widget-more = More
widget-transcript = Save the conversation
widget-mail = Send the conversation by e-mail
widget-mail-address = Your e-mail address
widget-mail-send = Send
widget-mail-sent = The conversation is on its way to { $email }.
widget-mail-often = No more e-mails can be sent from here today. You can save the conversation instead.
widget-cancel = Cancel
widget-sound = Play a sound for answers
widget-restart = Start a new conversation

widget-form = Your request
widget-name = Your name
widget-email = E-mail for the answer
widget-body = What is it about?
widget-error-name = Please tell us your name.
widget-error-email = Please write an address like name@example.org.
widget-error-body = Please describe it in a few words.
widget-send-form = Send to the team
widget-privacy = We use your address only to answer this request.

widget-ticket = Your request { $number } has reached us.
widget-ticket-reply = Expect an answer by { $when }.
widget-ticket-open = Follow your request

widget-search-label = Search the articles
widget-search-placeholder = Search the articles…
widget-search-hint = Type a word or a whole question.
widget-search-count = Articles found: { $count }
widget-search-none = Nothing found for “{ $query }”.
widget-popular = Good places to start
widget-ask-bot = Ask the bot instead
widget-back = Back
widget-open-page = Open as a page
