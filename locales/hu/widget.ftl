# A csevegőablak szövegei; a kulcsok widget- előtaggal kezdődnek. Egyetlen JSON-dokumentumként jutnak
# a böngészőhöz, kitöltetlen változókkal, ezért egyik sem függhet számtól.
widget-open = Súgó megnyitása
widget-dialog = Súgó és csevegés
widget-title = { $site } – súgó
widget-close = Bezárás
widget-tab-chat = Csevegés
widget-tab-help = Cikkek

widget-conversation = Beszélgetés
widget-messages = Üzenetek
widget-choices = Választási lehetőségek
widget-label = Az üzenete
widget-placeholder = Írja ide a kérdését…
widget-send = Küldés
widget-typing = A bot éppen ír
widget-you = Ön
widget-bot = Segítő bot
widget-agent = Ügyfélszolgálat
widget-sending = Küldés…
widget-failed = Nem sikerült elküldeni.
widget-waiting = Nincs internetkapcsolat. Elküldjük, amint újra lesz.
widget-retry = Újra
widget-unavailable = A súgó most nem érhető el.
widget-loading = Betöltés…

widget-person = Munkatársat kérek
widget-more = Továbbiak
widget-transcript = Beszélgetés mentése
widget-mail = Beszélgetés elküldése e-mailben
widget-mail-address = Az Ön e-mail-címe
widget-mail-send = Küldés
widget-mail-sent = A beszélgetés úton van ide: { $email }.
widget-mail-often = Ma innen már nem küldhető több levél. Helyette elmentheti a beszélgetést.
widget-cancel = Mégse
widget-sound = Hangjelzés új válasznál
widget-restart = Új beszélgetés

widget-form = A megkeresése
widget-name = Az Ön neve
widget-email = E-mail-cím a válaszhoz
widget-body = Miről van szó?
widget-error-name = Kérjük, adja meg a nevét.
widget-error-email = Kérjük, ilyen alakban írja: nev@example.org.
widget-error-body = Kérjük, írja le pár szóban.
widget-send-form = Elküldöm
widget-privacy = A címét csak arra használjuk, hogy válaszoljunk erre a megkeresésre.

widget-ticket = Megkaptuk a megkeresését, a száma: { $number }.
widget-ticket-reply = Legkésőbb ekkor válaszolunk: { $when }.
widget-ticket-open = A megkeresés követése

widget-search-label = Keresés a cikkek között
widget-search-placeholder = Keresés a cikkek között…
widget-search-hint = Írjon be egy szót vagy egy egész kérdést.
widget-search-count = Talált cikkek: { $count }
widget-search-none = Nincs találat erre: „{ $query }”.
widget-popular = Jó kiindulópontok
widget-ask-bot = Inkább a botot kérdezem
widget-back = Vissza
widget-open-page = Megnyitás oldalként
