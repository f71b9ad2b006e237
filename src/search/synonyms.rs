//! Words that mean the same: the writer's (`_synonyms.toml`), and a small general list of ours for
//! each shipped language. One-way or two-way, of one word or several.

use std::collections::{HashMap, HashSet};

use super::understand::{Alternative, Slot, Why};
use crate::{kb::Synonyms, text::Analyzer};

/// What a writer's synonym is worth against the word itself, and ours, which knows less.
const WRITERS: f32 = 0.8;
const GENERAL: f32 = 0.45;

/// Words of support that people interchange; a group a line, forms separated by commas.
const LISTS: &[(&str, &str)] = &[
    (
        "en",
        "log in, sign in, login, signin\nlog out, sign out, logout\nsign up, register, create account\n\
delete, remove, erase\ncancel, terminate, end\ninvoice, bill, receipt\nrefund, money back, reimbursement\n\
e-mail, email, mail\npicture, photo, image\nphone, telephone, mobile\nchange, modify, update, edit\n\
fix, repair, solve, troubleshoot\nerror, problem, issue, failure\nbuy, purchase, order\nprice, cost, fee, charge\n\
password, passcode\ndownload, get\ninstall, set up, setup\nconfigure, settings, set up\nturn on, enable, activate\n\
turn off, disable, deactivate\nship, deliver, send\nshipping, delivery\nslow, lag, performance\ncrash, freeze, hang\n\
connect, link, pair\nupgrade, update\nallow, permit, enable\nstart, begin, launch, open\nstop, end, quit\n\
2fa, two-factor, mfa, multi-factor",
    ),
    (
        "es",
        "iniciar sesion, entrar, acceder, login\ncerrar sesion, salir\nregistrarse, crear cuenta, darse de alta\n\
eliminar, borrar, quitar, suprimir\ncancelar, anular, darse de baja\nfactura, recibo\n\
reembolso, devolucion\ncorreo electronico, correo, email, e-mail\nfoto, imagen, fotografia\ntelefono, movil, celular\n\
cambiar, modificar, editar, actualizar\narreglar, solucionar, resolver, reparar, corregir\n\
error, problema, fallo, incidencia\ncomprar, pedir, adquirir\nprecio, coste, costo, tarifa\ncontrasena, clave, password\n\
descargar, bajar\ninstalar, configurar\nconfiguracion, ajustes, opciones\nactivar, habilitar\n\
desactivar, deshabilitar\nenviar, mandar\nenvio, entrega\nordenador, computadora, equipo, pc\narchivo, fichero\n\
agregar, anadir\nver, mostrar, visualizar\nusar, utilizar",
    ),
    (
        "hu",
        "bejelentkezes, belepes, login\nbejelentkezik, belep\nkijelentkezes, kilepes\nregisztracio, regisztral, fiok letrehozasa\n\
torles, eltavolitas\ntorol, eltavolit\nlemondas, megszuntetes\nszamla, bizonylat\n\
visszaterites, visszafizetes\ne-mail, email, level\nkep, foto, fenykep\n\
telefon, mobil\nmodositas, valtoztatas, szerkesztes, frissites\nmodosit, valtoztat, szerkeszt\n\
javitas, hibaelharitas, megoldas\nhiba, problema, gond\nvasarlas, rendeles\nar, koltseg, dij\njelszo, password\n\
letoltes, letolt\ntelepites, telepit\nbeallitas, konfiguralas\nbekapcsolas, engedelyezes, aktivalas\n\
kikapcsolas, letiltas\nszallitas, kezbesites\nszamitogep, gep, pc\nfajl, allomany\nhozzaadas, hozzaad, felvetel\n\
letrehozas, keszites\nmegosztas, megoszt",
    ),
];

/// All synonyms of one locale, by stems.
#[derive(Debug, Default)]
pub(super) struct SynonymMap {
    /// First stem → what follows, and what it all means.
    by_first: HashMap<String, Vec<Rule>>,
    /// Every stem that means something else as well: none of them is a misspelling.
    known: HashSet<String>,
}

#[derive(Debug)]
struct Rule {
    typed: Vec<String>,
    means: Vec<Vec<String>>,
    weight: f32,
}

impl SynonymMap {
    /// Reads the writer's and our own.
    pub fn new(analyzer: &Analyzer, written: &Synonyms) -> Self {
        let mut map = Self::default();
        let stems = |text: &str| stems(analyzer, text);
        for group in &written.two_way {
            map.group(&group.iter().map(|text| stems(text)).collect::<Vec<_>>(), WRITERS);
        }
        for (typed, means) in &written.one_way {
            map.rule(stems(typed), means.iter().map(|text| stems(text)).collect(), WRITERS);
        }
        let general = LISTS.iter().find(|(code, _)| *code == analyzer.language().code());
        for group in general.iter().flat_map(|(_, list)| list.lines()) {
            map.group(&group.split(',').map(stems).collect::<Vec<_>>(), GENERAL);
        }
        map
    }

    fn group(&mut self, group: &[Vec<String>], weight: f32) {
        for (at, typed) in group.iter().enumerate() {
            let others = group.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, means)| means.clone());
            self.rule(typed.clone(), others.collect(), weight);
        }
    }

    fn rule(&mut self, typed: Vec<String>, mut means: Vec<Vec<String>>, weight: f32) {
        means.retain(|stems| !stems.is_empty() && *stems != typed);
        if let Some(first) = typed.first().filter(|_| !means.is_empty()) {
            self.known.extend(typed.iter().cloned());
            self.by_first.entry(first.clone()).or_default().push(Rule { typed, means, weight });
        }
    }

    /// Whether a stem is part of anything that has synonyms.
    pub fn knows(&self, stem: &str) -> bool {
        self.known.contains(stem)
    }

    /// Adds to each slot what its word, or the words that begin with it, mean as well.
    pub fn expand(&self, slots: &mut [Slot]) {
        if self.by_first.is_empty() {
            return;
        }
        for at in 0..slots.len() {
            let Some(rules) = first_stem(&slots[at]).and_then(|stem| self.by_first.get(stem)) else { continue };
            for rule in rules {
                let run = at..at + rule.typed.len();
                let matches = slots
                    .get(run.clone())
                    .is_some_and(|run| run.iter().zip(&rule.typed).all(|(s, stem)| first_stem(s) == Some(stem)));
                if matches {
                    for slot in &mut slots[run] {
                        rule.add_to(slot);
                    }
                }
            }
        }
    }
}

impl Rule {
    fn add_to(&self, slot: &mut Slot) {
        for stems in &self.means {
            let known = slot.alternatives.iter_mut().find(|a| a.stems == *stems);
            match known {
                Some(same) => same.weight = same.weight.max(self.weight),
                None => slot.alternatives.push(Alternative {
                    stems: stems.clone(),
                    exact: None,
                    weight: self.weight,
                    why: Why::Synonym,
                }),
            }
        }
    }
}

fn first_stem(slot: &Slot) -> Option<&String> {
    slot.alternatives.first().and_then(|typed| typed.stems.first())
}

/// Stems of a phrase; of a compound (`log-in`, `e-mail`) its parts.
fn stems(analyzer: &Analyzer, text: &str) -> Vec<String> {
    let words = analyzer.words(text.trim());
    words.into_iter().filter(|w| w.kind != crate::text::TokenKind::Whole).map(|w| w.stem).collect()
}
