//! What people type that no article holds, and what they are shown: other forms, halves of compounds,
//! numbers written together, slips; never a "correction" of a word that was right.

use super::{Fixture, Query, keys, locale};
use crate::search::Answer;

const POWER: &[(&str, &str)] = &[
    (
        "de/vertrag/kuendigung.md",
        "---\ntitle: Vertrag kündigen\n---\nDie Kündigung geht mit einem Klick. Die Kündigungsfrist beträgt einen Monat.\n\n## Bestätigung\n\nSie kommt per E-Mail.\n",
    ),
    (
        "de/vertrag/umzug.md",
        "---\ntitle: Umzug\n---\nWer auszieht, meldet den Auszug. Für das Übergabeprotokoll gibt es ein Formular.\n",
    ),
    (
        "de/ausfall/stoerung.md",
        "---\ntitle: Stromausfall\n---\nDie Störungsnummer ist 0800 700 112. Bei Überhitzung schaltet die Anlage mit 800 W ab.\n",
    ),
    (
        "de/solar/balcony.md",
        "---\ntitle: Balkonkraftwerk\n---\nDer Zähler darf rückwärts laufen. Zählerablesung im Herbst.\n",
    ),
    (
        "de/tarif/overview.md",
        "---\ntitle: Tarife\n---\nGrundpreis und Arbeitspreis je Kilowattstunde. Die Arbeit lohnt. Der Strom ist grün. Ein Stromkreis reicht.\n",
    ),
    (
        "fr/compte/contact.md",
        "---\ntitle: Nous joindre\nkeywords: [horaires]\n---\nL'ouverture est à neuf heures. Résiliation par lettre.\n",
    ),
    ("fr/compte/offres.md", "---\ntitle: Offres d'été\n---\nL'offre d'été d'EDF.\n"),
    ("pt/conta/apagar.md", "---\ntitle: Excluir a conta\n---\nPara apagar a conta, escreva um mail.\n"),
    (
        "pt/pagamento/formas.md",
        "---\ntitle: Formas de pagamento\n---\nCartão e Pix. Cancelar é fácil. Descalcificar a máquina.\n",
    ),
    ("pl/faktura.md", "---\ntitle: Faktura\n---\nFakturę wysyłamy pocztą.\n"),
    (
        "nl/was.md",
        "---\ntitle: Wasmachine bezorgen\n---\nWij bezorgen de wasmachine. Annuleren kan tot de avond. Met creditcard of iDEAL.\n",
    ),
];

fn answer(fixture: &Fixture, text: &str, tag: &str) -> Answer {
    fixture.public().search(&Query::new(text, locale(tag)))
}

#[test]
fn what_is_near_is_found_in_another_form_in_halves_or_with_a_slip() {
    let fixture = Fixture::of(POWER);
    for (text, tag, article) in [
        ("Kündigungsbestätigung", "de", "vertrag/kuendigung"),
        ("gekündigt", "de", "vertrag/kuendigung"),
        ("ausgezogen", "de", "vertrag/umzug"),
        ("überhitzt ", "de", "ausfall/stoerung"),
        ("überhitzt!", "de", "ausfall/stoerung"),
        ("läuft", "de", "solar/balcony"),
        ("geannuleerd", "nl", "was"),
        ("was machime", "nl", "was"),
        ("credut card", "nl", "was"),
        ("camcelamento", "pt", "pagamento/formas"),
        ("descalcificação", "pt", "pagamento/formas"),
    ] {
        assert_eq!(keys(&fixture.public(), text, tag).first().map(String::as_str), Some(article), "{text}");
    }
}

#[test]
fn numbers_are_found_written_together_and_apart() {
    let fixture = Fixture::of(POWER);
    for text in ["0800700112", "0800 700 112", "800w", "800 W"] {
        assert_eq!(keys(&fixture.public(), text, "de").first().map(String::as_str), Some("ausfall/stoerung"), "{text}");
    }
    assert!(answer(&fixture, "0800700113", "de").hits.is_empty());
}

#[test]
fn an_elided_article_is_no_word_of_its_own() {
    let fixture = Fixture::of(POWER);
    for text in ["horaires d'ouverture", "horaires d’ouverture", "horaires ouverture", "l'ouverture"] {
        assert_eq!(keys(&fixture.public(), text, "fr").first().map(String::as_str), Some("compte/contact"), "{text}");
    }
}

#[test]
fn a_correction_is_shown_as_the_articles_write_it() {
    let fixture = Fixture::of(POWER);
    for (text, tag, shown) in [
        ("zählerablessung", "de", "Zählerablesung"),
        ("kündingungsfrist", "de", "Kündigungsfrist"),
        ("résilliation", "fr", "résiliation"),
    ] {
        assert_eq!(answer(&fixture, text, tag).did_you_mean.as_deref(), Some(shown), "{text}");
    }
    let umlaut = answer(&fixture, "uebergabeprotokoll", "de");
    assert_eq!((umlaut.did_you_mean, umlaut.hits[0].article.as_str()), (None, "vertrag/umzug"));
}

#[test]
fn good_words_are_not_corrected() {
    let fixture = Fixture::of(POWER);
    for (text, tag) in [
        ("pagar com pix", "pt"),
        ("não liga mais", "pt"),
        ("strompreis", "de"),
        ("balkon kraftwerk", "de"),
        ("faktury", "pl"),
        ("i deal", "nl"),
    ] {
        let found = answer(&fixture, text, tag);
        assert_eq!(found.did_you_mean, None, "{text}");
    }
    assert_eq!(keys(&fixture.public(), "pagar com pix", "pt")[0], "pagamento/formas");
    assert_eq!(keys(&fixture.public(), "strompreis", "de")[0], "tarif/overview");
}

#[test]
fn the_way_back_searches_the_word_as_it_was_written() {
    let fixture = Fixture::of(POWER);
    let mended = answer(&fixture, "kündingungsfrist monat", "de");
    assert!(mended.did_you_mean.is_some());
    let query = Query { as_written: true, ..Query::new("kündingungsfrist monat", locale("de")) };
    let written = fixture.public().search(&query);
    assert_eq!((written.did_you_mean, written.hits[0].article.as_str()), (None, "vertrag/kuendigung"));
}

#[test]
fn the_explanation_speaks_of_words_as_they_are_written() {
    let fixture = Fixture::of(POWER);
    let query = Query { explain: true, ..Query::new("zählerablessung quux", locale("de")) };
    let answer = fixture.public().search(&query);
    let lines = answer.hits[0].explanation.clone().expect("asked for").lines.join("\n");
    assert!(lines.contains("“zählerablessung” is in it, or Zählerablesung (spelled so)"), "{lines}");
    assert!(lines.contains("“quux” is in no article") && lines.contains("that any article holds"), "{lines}");
}

const TOWN: &[(&str, &str)] = &[
    ("hu/lakcim.md", "---\ntitle: Lakcím\n---\nA költözést három napon belül kell bejelenteni.\n"),
    ("hu/viz.md", "---\ntitle: Csatornadugulás\n---\nA hibát a vízműnek jelentse.\n"),
    ("hu/ado.md", "---\ntitle: Helyi adók\n---\nAz építményadó évente kétszer fizetendő.\n"),
    ("hu/parkolas.md", "---\ntitle: Parkolás\n---\nA bírság ötezer forint.\n"),
    ("hu/gyom.md", "---\ntitle: Parlagfű\n---\nA parlagfű bírság nagyobb; a bírságot a jegyző szabja ki.\n"),
    ("hu/utazas.md", "---\ntitle: Biztosítás\n---\nUtas és poggyász is köthető.\n"),
    ("es/fraude.md", "---\ntitle: Fraude\n---\nAvise si le han engañado.\n"),
    ("es/cuenta.md", "---\ntitle: Abrir una cuenta\n---\nEstá lista en un día. Para más, llame. Sin comisiones.\n"),
    ("es/devolver.md", "---\ntitle: Devolver un pedido\n---\nHay catorce días para ello.\n"),
    ("en/theft.md", "---\ntitle: Stolen goods\n---\nCall the police.\n"),
    ("en/b.md", "---\ntitle: 4.1.0\n---\nMemory leak in the gateway.\n"),
    ("en/c.md", "---\ntitle: Hosting\n---\nRuns on version 4.1 of the cluster. Kubernetes is needed.\n"),
];

#[test]
fn everyday_words_lead_to_those_of_the_articles() {
    let fixture = Fixture::of(TOWN);
    for (text, tag, article) in [
        // A verb with its prefix, the end of a compound, and a slip in half of one.
        ("elköltöztem", "hu", "lakcim"),
        ("dugulás", "hu", "viz"),
        ("ingatlanadó", "hu", "ado"),
        ("parkolóbírság", "hu", "parkolas"),
        ("utasbiztossítás", "hu", "utazas"),
        // Another word for it, which the articles do not have.
        ("estafa", "es", "fraude"),
        ("darme de alta", "es", "cuenta"),
        // The same verb in a form that has little in common with it.
        ("cómo lo devuelvo", "es", "devolver"),
        ("they steal", "en", "theft"),
        // A version by its beginning, also where that stands elsewhere.
        ("4.1", "en", "b"),
    ] {
        assert_eq!(keys(&fixture.public(), text, tag).first().map(String::as_str), Some(article), "{text}");
    }
    for (text, tag) in [("estafa", "es"), ("pareja", "es"), ("nuber", "en")] {
        assert_eq!(answer(&fixture, text, tag).did_you_mean, None, "{text} is no slip of a little or much longer word");
    }
}

#[test]
fn a_phrase_that_stands_nowhere_and_a_pasted_command_are_searched_by_their_words() {
    let fixture = Fixture::of(TOWN);
    let found = answer(&fixture, "gateway \"memory leaks badly\"", "en");
    assert_eq!(found.hits.first().map(|hit| hit.article.as_str()), Some("b"));
    assert_eq!(found.did_you_mean.as_deref(), Some("gateway memory leaks badly"), "the reader is told");
    assert!(answer(&fixture, "\"memory leak\"", "en").did_you_mean.is_none());
    let query = Query { as_written: true, ..Query::new("\"memory leaks badly\"", locale("en")) };
    assert_eq!(fixture.public().search(&query).total, 0, "as it was written");
    assert_eq!(keys(&fixture.public(), "kubernetes -n needed", "en"), ["c"]);
}

const SLIPS: &[(&str, &str)] = &[
    ("en/cs1037.md", "---\ntitle: Compiler error CS1037\n---\nAn operator was expected. See also CS0505.\n"),
    ("en/fraud.md", "---\ntitle: Scam messages\n---\nForward them to us. We never ask for codes.\n"),
    ("en/delivery.md", "---\ntitle: Delivery limits\n---\nSend at most ten parcels. Tracing starts at once.\n"),
    ("en/resize.md", "---\ntitle: Screen\n---\nIt shows 1920×1080 dots.\n"),
    (
        "es/app.md",
        "---\ntitle: Soporte\n---\nEstamos de lunes a viernes, de nueve a seis: abierto también en agosto.\n",
    ),
    ("es/limite.md", "---\ntitle: Límites de la tarjeta\n---\nSe cambian en la aplicación.\n"),
    ("hu/hulladek.md", "---\ntitle: Hulladék\n---\nA szemetet szerdán szállítják el.\n"),
    ("hu/viz.md", "---\ntitle: Vízóra\n---\nA mérőt öt évente cserélik. A víz tiszta. Fújja az orra alá.\n"),
    ("de/konto.md", "---\ntitle: Abmelden\n---\nUnten links.\n"),
    ("de/kennwort.md", "---\ntitle: Passwort\n---\nÄndern Sie es alle zwei Jahre.\n"),
    ("sv/hyra.md", "---\ntitle: Uppsägning\n---\nTre månader.\n"),
    ("ko/a.md", "---\ntitle: 로밍 요금\n---\n로밍요금은 하루 단위입니다.\n"),
    ("pt/a.md", "---\ntitle: Redefinir a senha\n---\nPeça um link.\n"),
];

#[test]
fn a_slip_in_a_word_that_stands_for_others_loses_nothing() {
    let fixture = Fixture::of(SLIPS);
    for (text, tag, article) in [
        // Known only by its synonyms.
        ("phishinf", "en", "fraud"),
        ("fraudd sms", "en", "fraud"),
        // Known only in other forms.
        ("tarcing", "en", "delivery"),
        ("sehas", "pt", "a"),
        // A compound of words that stand apart, and one that is a slip away from two words.
        ("szemétszállíás", "hu", "hulladek"),
        ("vízórra", "hu", "viz"),
        // A capital within it.
        ("DELIeVRY", "en", "delivery"),
    ] {
        assert_eq!(keys(&fixture.public(), text, tag).first().map(String::as_str), Some(article), "{text}");
    }
}

#[test]
fn a_letter_that_strayed_into_a_code_is_put_back_and_no_other_code_is_shown() {
    let fixture = Fixture::of(SLIPS);
    for text in ["c1s037", "cs0d505", "cs10d37"] {
        assert_eq!(keys(&fixture.public(), text, "en"), ["cs1037"], "{text}");
    }
    for text in ["cs1038", "cx1037", "cs137"] {
        assert_eq!(answer(&fixture, text, "en").did_you_mean, None, "{text}");
    }
}

#[test]
fn a_space_that_was_left_out_is_put_in() {
    let fixture = Fixture::of(SLIPS);
    for (text, tag, article) in [
        ("deliverylimits", "en", "delivery"),
        ("subirlimite", "es", "limite"),
        ("parceltracing", "en", "delivery"),
        ("kennwortändern", "de", "kennwort"),
    ] {
        assert_eq!(keys(&fixture.public(), text, tag).first().map(String::as_str), Some(article), "{text}");
    }
}

#[test]
fn a_verb_is_found_put_together_with_its_particle() {
    let fixture = Fixture::of(SLIPS);
    for (text, tag, article) in [("wie melde ich mich ab", "de", "konto"), ("säga upp", "sv", "hyra")] {
        assert_eq!(keys(&fixture.public(), text, tag).first().map(String::as_str), Some(article), "{text}");
    }
}

#[test]
fn signs_and_letters_are_found_however_they_are_typed() {
    let fixture = Fixture::of(SLIPS);
    for (text, tag, article) in
        [("1920x1080", "en", "resize"), ("\u{1105}\u{1169}\u{1106}\u{1175}\u{11bc}", "ko", "a"), ("로밍", "ko", "a")]
    {
        assert_eq!(keys(&fixture.public(), text, tag).first().map(String::as_str), Some(article), "{text}");
    }
}
