# The help center. Keys begin with site-; those with site-js- are handed to the page's script, which
# fills in { $variables } itself, so they do not choose plurals.

## Frame
site-skip = Skip to content
site-feed = Feed
site-feed-title = { $site }: new and updated articles
site-nav-main = Main
site-nav-footer = Footer
site-language = Language
site-theme = Switch between light and dark
site-contact = Contact us
site-home = Help center home
site-breadcrumb = Breadcrumb
site-search = Search
site-search-label = Search the help center
site-search-placeholder = Search for answers

## Home and categories
site-headline = How can we help?
site-home-title = Help center
site-home-description = Answers, guides and contact: the help center of { $site }.
site-topics = Topics
site-all-articles = Articles
site-every-article = All articles
site-popular = Most read
site-recent = Recently updated
site-faq = Frequently asked questions
site-articles = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
site-category-description = { $title }: articles and answers in the help center of { $site }.

## Article
site-updated = Updated
site-also-in = Also in
site-notice = Note about this translation
site-stale = The original article has changed since this translation was made, so some details may be out of date.
site-stale-source = Read it in { $language }
site-toc = On this page
site-asked = This article answers
site-tags = Tags
site-turn = Previous and next article
site-previous = Previous
site-next = Next
site-related = Related articles
site-article-description = { $title }: read the answer in the help center of { $site }.
site-stuck = Still stuck?
site-stuck-lead = Ask in your own words. We will find the answer, or a person who knows it.
site-stuck-chat = Ask in the chat
site-stuck-contact = Write to us

## Feedback
site-helped = Did this help?
site-yes = Yes
site-no = No
site-thanks-yes = Thank you, good to know
site-thanks-yes-lead = Your answer shows us that this article does its work.
site-thanks-no = Thank you for telling us
site-thanks-no-lead = What was missing? Two words are enough to help us improve this article.
site-thanks-done = Thank you, we have noted it
site-thanks-done-lead = The people who write these articles read every comment.
site-reason = What was the problem?
site-reason-unclear = It is hard to understand
site-reason-incomplete = Something is missing
site-reason-outdated = It is out of date
site-reason-wrong = It did not work for me
site-reason-other = It is not what I was looking for
site-comment = Anything else?
site-comment-hint = Please do not write personal data here. We cannot reply to comments; write to us if you need an answer.
site-send = Send
site-back-to-article = Back to the article

## Search
site-search-heading = Results for “{ $query }”
site-search-start = Search the help center
site-search-description = Search all articles of the help center of { $site }.
site-found = { $count ->
    [0] No articles found
    [one] { $count } article found
   *[other] { $count } articles found
}
site-meant = Showing results for
site-as-typed = Search for “{ $query }” as written
site-filters = Narrow the results
site-filter-remove = Remove filter
site-foreign = Nothing matches in { $language }. These articles are in other languages.
site-read-in = Read in { $language }
site-pages = Pages of results
site-page-previous = Previous page
site-page-next = Next page
site-nothing = No article matches “{ $query }”
site-hint-words = Check the spelling, or try another word for the same thing.
site-hint-general = Use fewer words: the ones that matter most.
site-hint-filters = Remove the filter.
site-nearest = Perhaps one of these helps

## Contact form
site-contact-lead = Tell us what happened and what you expected. The more precise you are, the faster we can help.
site-contact-description = Write to the support team of { $site }.
site-open-now = We are here now.
site-opens-today = We are closed at the moment and open again today at { $time }.
site-opens-at = We are closed at the moment and open again on { $weekday }, { $date } at { $time }.
site-expected = You can expect a reply by { $when }.
site-problems = Please check these fields
site-subject = Subject
site-suggested = These articles may answer it right away
site-department = Department
site-department-any = I am not sure
site-body = Your message
site-name = Name
site-email = E-mail address
site-trap = Leave this field empty
site-privacy = We use what you write here only to answer you.
site-required-subject = Write a subject: a few words are enough.
site-required-body = Tell us what we can do for you.
site-required-name = Tell us your name.
site-required-department = Choose one of these departments.
site-required-email = Write an e-mail address that we can reply to, such as name@example.com.
site-when = When we answer
site-today = Today:
site-closed-today = we are closed
site-files = Attachments (optional)
site-files-hint = Up to 5 files of 5 MB each: pictures, PDF, text, office documents, ZIP, video.
site-files-sent = Attachments
site-files-count = Please attach no more than 5 files. Choose them again.
site-files-size = These files are too large: at most 5 MB each, 10 MB together. Choose them again.
site-files-kind = “{ $file }” cannot be attached: this kind of file is not accepted. Send a picture, PDF, text or ZIP file.
site-files-empty = “{ $file }” is empty. Choose it again.
site-too-long = This text is too long.
site-not-sent = Your message could not be sent just now. It is still here: please try again in a moment, and choose your files again.
site-too-many = You have sent several messages in a short time. Please wait a minute and send it again.
site-sent = Your message has arrived
site-sent-number = Its number is { $number }.
site-sent-link = We will answer by e-mail. You can also follow your request and add to it on its own page. Keep the link to yourself: whoever has it can read your request.
site-sent-open = Open my request

## Request page
site-ticket-title = Request { $number }
site-ticket-number = Request { $number }
site-ticket-description = Your request to the support team of { $site }.
site-you = You
site-team = Support team
site-status-new = Received
site-status-open = In progress
site-status-pending = Waiting for your answer
site-status-solved = Solved
site-status-closed = Closed
site-reply = Your answer
site-reply-send = Send answer
site-reply-sent = Your answer has been added.
site-reply-required = Write your answer first.
site-rate = How satisfied are you with our help?
site-rate-1 = 1: very dissatisfied
site-rate-2 = 2: dissatisfied
site-rate-3 = 3: neutral
site-rate-4 = 4: satisfied
site-rate-5 = 5: very satisfied
site-rate-comment = What should we know about it? (optional)
site-rate-send = Send rating
site-rated = Thank you for your rating.

## When something is not there
site-not-found = This page does not exist
site-not-found-lead = It may have moved, or there may be a typo in the address. Search for what you need:
site-other-language = Not available in { $language } yet
site-other-language-lead = This article has not been translated. You can read it here:
site-perhaps = Perhaps one of these
site-error = Something went wrong on our side
site-error-lead = It is not your fault. Please try again in a moment.
site-unavailable = We will be right back
site-unavailable-lead = The help center is starting. Please try again in a moment.
site-busy = One moment, please
site-busy-lead = Many requests have come from your connection in a short time. Please wait a minute and try again.
site-too-large = That is more than we can take
site-too-large-lead = The message or its files are too large. Please go back and send less, or smaller files.
site-invalid = This request cannot be accepted
site-invalid-lead = Please go back and try again.
site-request-id = If you write to us about this, quote the number

## Script
site-js-copy = Copy
site-js-copied = Copied
site-js-link = Copy link to “{ $title }”
site-js-enlarge = Enlarge picture
site-js-close = Close
site-js-recent = Recent searches
site-js-forget = Forget recent searches
site-js-none = Nothing found yet. Press Enter to search everything.
site-js-count = Suggestions: { $count }
site-js-all = All results for “{ $query }”
site-js-thanks = Thank you! Your answer helps us improve this article.
site-js-failed = That did not work. Please try again.
site-js-files-count = Please attach no more than 5 files.
site-js-files-size = “{ $file }” is too large: at most 5 MB a file, 10 MB together.
