//! Notes, tips and warnings set off from the text, and their titles in the reader's language.

use pulldown_cmark::BlockQuoteKind;

use super::{CLOSE, OPEN};

/// Kinds of alerts, as CSS classes name them (`alert-note`, …).
pub const KINDS: [&str; 9] = ["note", "tip", "info", "important", "warning", "caution", "danger", "success", "agent"];

const TITLES: [(&str, [&str; 9]); 13] = [
    ("en", ["Note", "Tip", "Info", "Important", "Warning", "Caution", "Danger", "Success", "For agents only"]),
    (
        "es",
        [
            "Nota",
            "Consejo",
            "Información",
            "Importante",
            "Advertencia",
            "Precaución",
            "Peligro",
            "Correcto",
            "Solo para agentes",
        ],
    ),
    (
        "hu",
        [
            "Megjegyzés",
            "Tipp",
            "Tudnivaló",
            "Fontos",
            "Figyelmeztetés",
            "Vigyázat",
            "Veszély",
            "Siker",
            "Csak ügyintézőknek",
        ],
    ),
    ("de", ["Hinweis", "Tipp", "Info", "Wichtig", "Warnung", "Vorsicht", "Gefahr", "Erfolg", "Nur für Mitarbeitende"]),
    (
        "fr",
        [
            "Remarque",
            "Astuce",
            "Info",
            "Important",
            "Avertissement",
            "Attention",
            "Danger",
            "Succès",
            "Réservé aux agents",
        ],
    ),
    (
        "it",
        [
            "Nota",
            "Suggerimento",
            "Informazione",
            "Importante",
            "Avviso",
            "Attenzione",
            "Pericolo",
            "Riuscito",
            "Solo per gli agenti",
        ],
    ),
    (
        "pt",
        ["Nota", "Dica", "Informação", "Importante", "Aviso", "Cuidado", "Perigo", "Sucesso", "Apenas para agentes"],
    ),
    (
        "pl",
        [
            "Uwaga",
            "Wskazówka",
            "Informacja",
            "Ważne",
            "Ostrzeżenie",
            "Ostrożnie",
            "Niebezpieczeństwo",
            "Sukces",
            "Tylko dla agentów",
        ],
    ),
    (
        "ru",
        [
            "Примечание",
            "Совет",
            "Информация",
            "Важно",
            "Предупреждение",
            "Осторожно",
            "Опасность",
            "Успешно",
            "Только для сотрудников",
        ],
    ),
    ("ja", ["メモ", "ヒント", "情報", "重要", "警告", "注意", "危険", "成功", "担当者専用"]),
    ("ko", ["참고", "팁", "정보", "중요", "경고", "주의", "위험", "성공", "상담원 전용"]),
    ("zh", ["注意", "提示", "信息", "重要", "警告", "小心", "危险", "成功", "仅限客服"]),
    ("ar", ["ملاحظة", "نصيحة", "معلومة", "مهم", "تحذير", "تنبيه", "خطر", "نجاح", "للوكلاء فقط"]),
];

/// The kind that a directive's or component's name stands for.
#[must_use]
pub fn kind_of(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let same = match name.as_str() {
        "warn" => "warning",
        "error" | "security" => "danger",
        "information" | "seealso" | "abstract" | "question" => "info",
        "hint" | "tipo" => "tip",
        "aside" | "admonition" | "callout" | "nota" | "remark" => "note",
        "check" | "done" => "success",
        other => other,
    };
    KINDS.iter().copied().find(|kind| *kind == same && *kind != "agent")
}

/// The title of an alert without one of its own, in the article's language.
#[must_use]
pub fn title(kind: &str, language: &str) -> &'static str {
    let titles = TITLES.iter().find(|(known, _)| *known == language).unwrap_or(&TITLES[0]);
    KINDS.iter().position(|known| *known == kind).map_or("", |at| titles.1[at])
}

/// The kind of GitHub's `> [!NOTE]`.
#[must_use]
pub fn of_quote(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

/// A block that a mark opens or closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// An alert of this kind.
    Alert(&'static str),
    /// A block that opens at a click.
    Details,
    /// The end of the innermost block.
    End,
}

/// Reads a mark at the start of a text; also says how long it is.
#[must_use]
pub fn mark(text: &str) -> Option<(Mark, usize)> {
    let rest = text.strip_prefix(OPEN)?;
    let end = rest.find(CLOSE)?;
    let length = OPEN.len_utf8() + end + CLOSE.len_utf8();
    let mark = match rest[..end].split_once(' ') {
        Some(("alert", kind)) => Mark::Alert(KINDS.iter().copied().find(|known| *known == kind).unwrap_or("note")),
        _ if &rest[..end] == "details" => Mark::Details,
        _ => Mark::End,
    };
    Some((mark, length))
}
