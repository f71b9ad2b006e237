# Messages of the mail surface; keys begin with mail-.
mail-greeting = Kedves { $name }!
mail-greeting-nameless = Üdvözöljük!
mail-footer = Feladó: { $site }
mail-open-ticket = A megkeresés megnyitása
mail-answer-by-mail = Válaszolhat közvetlenül erre a levélre, vagy írhat nekünk a megkeresés oldalán.
mail-answer-on-page = Kérjük, erre a levélre ne válaszoljon, mert senki sem olvasná el. Írjon nekünk a megkeresés oldalán.

mail-received-subject = Megkaptuk a megkeresését [#{ $number }]: { $subject }
mail-received-lead = Köszönjük, hogy írt nekünk. Megkeresésének száma: { $number }.
mail-received-quote = Ezt kaptuk Öntől:
mail-received-when = Válaszunkat legkésőbb ekkor várhatja: { $time }.

mail-replied-lead = { $agent } válaszolt az Ön megkeresésére (száma: { $number }):

mail-solved-subject = Megoldva: { $subject } [#{ $number }]
mail-solved-lead = Úgy látjuk, hogy megkeresése (száma: { $number }) megoldódott. Ha mégsem, írjon újra, és ismét megnyitjuk.
mail-solved-rate = Mennyire elégedett a segítségünkkel? 1: egyáltalán nem, 5: teljes mértékben.

mail-invitation-subject = Meghívó: { $site }, ügyfélszolgálat
mail-invitation-lead = Fiókot hoztunk létre Önnek itt: { $site }. Adjon meg egy jelszót, és máris kezdheti.
mail-invitation-button = Jelszó megadása
mail-invitation-unexpected = Ha nem számított erre a meghívóra, nincs teendője.

mail-password-subject = Új jelszó: { $site }
mail-password-lead = Valaki, feltehetően Ön, új jelszót kért a fiókjához.
mail-password-button = Új jelszó megadása
mail-password-unexpected = Ha nem Ön volt, hagyja figyelmen kívül ezt a levelet: a jelszava nem változott.

mail-link-once = A hivatkozás egyszer használható, eddig: { $time }.

mail-transcript-subject = Beszélgetése – { $site }
mail-transcript-lead = Azt kérte, hogy küldjük el Önnek ezt a beszélgetést:
mail-transcript-unexpected = Ha nem Ön kérte, valaki elírt egy címet: nincs teendője.

mail-merged-lead = Két megkeresése ({ $from } és { $number }) ugyanarról szól, ezért összevontuk őket. Itt folytatjuk: { $number }. A régi hivatkozás is oda vezet.
mail-merged-note = Ehhez csatoltuk ezt a megkeresést: { $from }. Itt folytatjuk: { $into }.
