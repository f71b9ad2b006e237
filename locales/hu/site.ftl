# A súgóközpont. A kulcsok site- kezdetűek; a site-js- kezdetűeket az oldal szkriptje kapja meg, amely
# maga tölti ki a { $változókat }, ezért azok nem választanak többes számot.

## Keret
site-skip = Ugrás a tartalomra
site-feed = Hírcsatorna
site-feed-title = { $site }: új és frissített cikkek
site-nav-main = Fő navigáció
site-nav-footer = Lábléc
site-language = Nyelv
site-theme = Váltás a világos és a sötét megjelenés között
site-contact = Kapcsolat
site-home = A súgóközpont kezdőlapja
site-breadcrumb = Morzsamenü
site-search = Keresés
site-search-label = Keresés a súgóközpontban
site-search-placeholder = Keressen választ

## Kezdőlap és kategóriák
site-headline = Miben segíthetünk?
site-home-title = Súgóközpont
site-home-description = { $site } súgóközpont: válaszok, útmutatók és kapcsolat.
site-topics = Témák
site-all-articles = Cikkek
site-every-article = Az összes cikk
site-popular = Legolvasottabb
site-recent = Nemrég frissült
site-faq = Gyakori kérdések
site-articles = { $count } cikk
site-category-description = { $title }: cikkek és válaszok – { $site } súgóközpont.

## Cikk
site-updated = Frissítve:
site-also-in = Más nyelven:
site-notice = Megjegyzés a fordításról
site-stale = Az eredeti cikk megváltozott, mióta ez a fordítás készült, ezért egyes részletek elavultak lehetnek.
site-stale-source = Elolvasom az eredetit ({ $language })
site-toc = Ezen az oldalon
site-asked = Erre ad választ ez a cikk
site-tags = Címkék
site-turn = Előző és következő cikk
site-previous = Előző
site-next = Következő
site-related = Kapcsolódó cikkek
site-article-description = { $title } – olvassa el a választ a súgóközpontban ({ $site }).
site-stuck = Nem találta meg a választ?
site-stuck-lead = Kérdezzen a saját szavaival. Megkeressük a választ, vagy azt, aki tudja.
site-stuck-chat = Kérdezek a csevegőben
site-stuck-contact = Írok az ügyfélszolgálatnak

## Visszajelzés
site-helped = Segített ez a cikk?
site-yes = Igen
site-no = Nem
site-thanks-yes = Köszönjük, örülünk neki
site-thanks-yes-lead = Jó tudni, hogy hasznos volt.
site-thanks-no = Köszönjük, hogy jelezte
site-thanks-no-lead = Mi hiányzott? Két szó is elég ahhoz, hogy jobbá tegyük ezt a cikket.
site-thanks-done = Köszönjük, feljegyeztük
site-thanks-done-lead = A cikkek írói minden megjegyzést elolvasnak.
site-reason = Mi volt a gond?
site-reason-unclear = Nehezen érthető
site-reason-incomplete = Hiányzik belőle valami
site-reason-outdated = Elavult
site-reason-wrong = Nálam nem működött
site-reason-other = Nem ezt kerestem
site-comment = Van még valami?
site-comment-hint = Kérjük, ide ne írjon személyes adatot. A megjegyzésekre nem tudunk válaszolni; ha választ vár, írjon nekünk.
site-send = Küldés
site-back-to-article = Vissza a cikkhez

## Keresés
site-search-heading = Találatok erre: „{ $query }”
site-search-start = Keresés a súgóközpontban
site-search-description = Keressen a súgóközpont összes cikkében – { $site }.
site-found = { $count ->
    [0] Nincs találat
   *[other] { $count } cikket találtunk
}
site-meant = Találatok erre:
site-as-typed = Keresés pontosan így: „{ $query }”
site-filters = A találatok szűkítése
site-filter-remove = Szűrő törlése:
site-foreign = Ezen a nyelven nincs találat: { $language }. Ezek a cikkek más nyelvűek.
site-read-in = Elolvasom ezen a nyelven: { $language }
site-pages = Találati oldalak
site-page-previous = Előző oldal
site-page-next = Következő oldal
site-nothing = Nincs találat erre: „{ $query }”
site-hint-words = Ellenőrizze a helyesírást, vagy próbáljon más szót ugyanarra.
site-hint-general = Írjon kevesebb szót: csak a legfontosabbakat.
site-hint-filters = Törölje a szűrőt.
site-nearest = Talán ezek egyike segít

## Kapcsolatfelvételi űrlap
site-contact-lead = Írja le, mi történt, és mire számított. Minél pontosabb, annál gyorsabban tudunk segíteni.
site-contact-description = Írjon az ügyfélszolgálatnak – { $site }.
site-open-now = Most elérhetők vagyunk.
site-opens-today = Most zárva vagyunk. Ma { $time }-kor nyitunk.
site-opens-at = Most zárva vagyunk. Legközelebb ekkor nyitunk: { $date } ({ $weekday }), { $time }.
site-expected = Legkésőbb ekkor válaszolunk: { $when }.
site-problems = Kérjük, nézze át ezeket a mezőket
site-subject = Tárgy
site-suggested = Ezek a cikkek talán azonnal választ adnak
site-department = Részleg
site-department-any = Nem tudom
site-body = Az üzenete
site-name = Név
site-email = E-mail-cím
site-trap = Ezt a mezőt hagyja üresen
site-privacy = Amit ide ír, csak arra használjuk, hogy válaszoljunk.
site-required-subject = Írjon tárgyat: néhány szó is elég.
site-required-body = Írja le, miben segíthetünk.
site-required-name = Adja meg a nevét.
site-required-department = Válasszon ezek közül a részlegek közül.
site-required-email = Adjon meg egy e-mail-címet, amelyre válaszolhatunk, például nev@example.com.
site-when = Mikor válaszolunk?
site-today = Ma:
site-closed-today = zárva vagyunk
site-files = Mellékletek (nem kötelező)
site-files-hint = Legfeljebb 5 fájl, egyenként 5 MB: kép, PDF, szöveg, irodai dokumentum, ZIP, videó.
site-files-sent = Mellékletek
site-files-count = Legfeljebb 5 fájlt csatolhat. Válassza ki őket újra.
site-files-size = Ezek a fájlok túl nagyok: egyenként legfeljebb 5 MB, együtt 10 MB. Válassza ki őket újra.
site-files-kind = „{ $file }” nem csatolható: ilyen fájlt nem fogadunk. Küldjön képet, PDF-et, szöveget vagy ZIP-fájlt.
site-files-empty = „{ $file }” üres. Válassza ki újra.
site-too-long = Ez a szöveg túl hosszú.
site-not-sent = Az üzenetet most nem sikerült elküldeni. Itt maradt: próbálja újra egy kis idő múlva, és válassza ki ismét a fájlokat.
site-too-many = Rövid idő alatt több üzenetet küldött. Várjon egy percet, majd küldje el újra.
site-sent = Megkaptuk az üzenetét
site-sent-number = A száma: { $number }.
site-sent-link = E-mailben válaszolunk. A megkeresését a saját oldalán is követheti és kiegészítheti. A hivatkozást ne adja tovább: akinek megvan, elolvashatja a megkeresését.
site-sent-open = Megnyitom a megkeresésemet

## A megkeresés oldala
site-ticket-title = { $number }. számú megkeresés
site-ticket-number = { $number }. számú megkeresés
site-ticket-description = A megkeresése az ügyfélszolgálatnál – { $site }.
site-you = Ön
site-team = Ügyfélszolgálat
site-status-new = Beérkezett
site-status-open = Folyamatban
site-status-pending = Az Ön válaszára várunk
site-status-solved = Megoldva
site-status-closed = Lezárva
site-reply = Az Ön válasza
site-reply-send = Válasz küldése
site-reply-sent = A válaszát hozzáadtuk.
site-reply-required = Előbb írja meg a válaszát.
site-rate = Mennyire elégedett a segítségünkkel?
site-rate-1 = 1: nagyon elégedetlen
site-rate-2 = 2: elégedetlen
site-rate-3 = 3: is-is
site-rate-4 = 4: elégedett
site-rate-5 = 5: nagyon elégedett
site-rate-comment = Mit kell tudnunk erről? (nem kötelező)
site-rate-send = Értékelés küldése
site-rated = Köszönjük az értékelését.

## Ha valami nincs meg
site-not-found = Ez az oldal nem létezik
site-not-found-lead = Lehet, hogy elköltözött, vagy elírás van a címben. Keresse meg, amire szüksége van:
site-other-language = Ezen a nyelven még nem érhető el: { $language }
site-other-language-lead = Ezt a cikket még nem fordították le. Itt olvashatja el:
site-perhaps = Talán ezek egyike
site-error = Nálunk történt hiba
site-error-lead = A hiba nálunk van, nem Önnél. Kérjük, próbálja újra egy kicsit később.
site-unavailable = Mindjárt itt vagyunk
site-unavailable-lead = A súgóközpont most indul. Kérjük, próbálja újra egy kicsit később.
site-busy = Egy pillanat türelmet
site-busy-lead = Az Ön kapcsolatáról rövid idő alatt sok kérés érkezett. Kérjük, várjon egy percet, és próbálja újra.
site-too-large = Ez több, mint amennyit fogadni tudunk
site-too-large-lead = Az üzenet vagy a mellékletei túl nagyok. Lépjen vissza, és küldjön kevesebbet vagy kisebb fájlokat.
site-invalid = Ezt a kérést nem fogadhatjuk el
site-invalid-lead = Lépjen vissza, és próbálja újra.
site-request-id = Ha erről ír nekünk, hivatkozzon erre a számra:

## Szkript
site-js-copy = Másolás
site-js-copied = Kimásolva
site-js-link = Hivatkozás másolása: „{ $title }”
site-js-enlarge = Kép nagyítása
site-js-close = Bezárás
site-js-recent = Legutóbbi keresések
site-js-forget = Legutóbbi keresések törlése
site-js-none = Egyelőre nincs találat. Az Enter lenyomásával mindenben keres.
site-js-count = Javaslatok száma: { $count }
site-js-all = Összes találat erre: „{ $query }”
site-js-thanks = Köszönjük! A válasza segít jobbá tenni ezt a cikket.
site-js-failed = Nem sikerült. Kérjük, próbálja újra.
site-js-files-count = Legfeljebb 5 fájlt csatolhat.
site-js-files-size = „{ $file }” túl nagy: fájlonként legfeljebb 5 MB, együtt 10 MB.
