//! Stop words: little words that say how a question is put, not what it is about. They are kept in
//! the index and in queries, only weak, so that "to be" and "the who" can still be found.
//!
//! Our own short lists, folded like every other word: articles, pronouns, prepositions,
//! conjunctions, auxiliaries and question words.

use std::collections::HashSet;

use super::Language;

const LISTS: &[(&str, &str)] = &[
    (
        "en",
        "a about am an and any are as at be been being but by can cant could did do does doing dont for from get \
got had has have having how i id if im in into is isnt it its ive just me my no not of on or our please shall she \
should so some than that the their them then there these they this those to too up us was we were what whats when \
where which while who whom why will with would you your",
    ),
    (
        "es",
        "a al algo algun alguna ante aun aunque como con cual cuales cuando cuanto cuanta cuantos cuantas de del \
desde donde durante e el ella ellas ellos en entre era es esa ese eso esta estan estar este esto estos estas estoy \
fue ha hace hacer hacia han has hasta hay he la las le les lo los mas me mi mis muy ni no nos o para pero por porque \
puede puedo que quien quienes se sea segun ser si sin sobre son soy su sus tal tambien te tengo tiene todo tu tus u \
un una uno unos unas y ya yo",
    ),
    (
        "hu",
        "a ahhoz ahogy aki akkor alatt amely amelyek ami amikor annak arra arrol az azok azon azt aztan be bele \
benne de e ebben eddig egy egyik el elo en es ez ezek ezen ezt fel ha hanem hogy hogyan hol honnan hova is ki kell \
kellett kik le legyen lehet lesz ma maga majd mar meg megy melyik mely mert mi miatt mien mik miert mikor milyen mint \
mit most nekem nem neki nincs o ok olyan ott pedig rajta ra s se sem szamara szerint ugy utan vagy vagyok valami van \
vannak volt",
    ),
    (
        "de",
        "aber alle als also am an auch auf aus bei bin bis bist da das dass dein dem den der des die dies diese \
dieser dieses doch du durch ein eine einem einen einer eines er es fur gibt habe haben hat hatte ich ihr ihre im in \
ist ja kann kein keine konnen man mein meine mich mir mit muss nach nicht noch nur ob oder ohne sein sich sie sind so \
uber um und uns unter vom von vor wann warum was welche welcher welches wenn wer werden wie wieso wir wird wo wurde \
zu zum zur",
    ),
    (
        "fr",
        "a ai au aux avec c ce ces cet cette comme comment d dans de des du elle elles en est et etre eu fait faire \
il ils j je l la le les leur lui m ma mais me mes moi mon n ne nos notre nous on ou ont par pas peut peux plus pour \
pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son sont sur t ta te tes toi ton tu \
un une vos votre vous y",
    ),
    (
        "it",
        "a ad ai al alla alle anche c che chi ci co come con cosa cui d da dal dalla de dei del della delle di dove \
e ed era fare gli ha ho i il in io l la le lei lo loro lui ma mi mia mio ne nei nel nella no noi non o per perche piu \
posso puo quale quali quando quanto questa questo se si sono su sua suo ti tra tu un una uno vi voi",
    ),
    (
        "pt",
        "a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu fazer foi ha isso isto \
ja la lhe mais mas me meu minha na nao nas no nos o os ou para pela pelo por porque posso qual quais quando que quem \
se sem ser seu sua sao so sobre tem tenho um uma voce",
    ),
    (
        "nl",
        "aan al als bij dan dat de der deze die dit door een en er ben bent het hij hoe ik in is je kan kunnen maar \
me met mij mijn moet na naar niet nog nu of om onder ons ook op over te tot uit u van voor waar waarom wanneer was wat \
we welke wie wij worden wordt zal ze zich zij zijn zo",
    ),
    (
        "sv",
        "alla att av blir da de den det dig din du efter eller en ett fran for ha han har hon hur i ingen inte jag \
kan med men mig min mitt nar ni nu och om pa sa sig sin ska skulle som till under upp ut var vad varfor vara vem vi \
vid vilka vilken vill",
    ),
    (
        "da",
        "af alle at blev bliver da de dem den der det dig din du efter eller en er et for fra ha han har have hun \
hvad hvem hvilken hvis hvor hvordan hvorfor hvornar i ikke jeg kan med men mig min nar ned nu og om op os pa sig sin \
skal som til ud under var vi vil ville",
    ),
    (
        "no",
        "av alle at ble blir da de den der det deg din du eller en er et etter for fra ha han har hun hva hvem hvis \
hvor hvordan hvorfor i ikke jeg kan med meg men min na nar og om opp oss pa sa seg sin skal som til ut var vi vil",
    ),
    (
        "fi",
        "ei ele en eli ette etta han he hun ja jo joka jos jotka kanssa kuin kuinka kun me mika miksi milloin mina \
missa mita mutta myos ne niin no nyt oli olla on ovat se sen sina sita siina tai tama tassa te tuo vain voi voin",
    ),
    (
        "ro",
        "a ai al ale am ar are as au ca care ce cea cel cele cine cu cum cum cand da daca de din doar dupa e ea ei el \
este eu fara fi fie fost ia il in la le lor lui mai ma mea meu mi nu o ori pe pentru prin sa sau se si sunt te un una \
unde unei unui",
    ),
    (
        "pl",
        "a aby ale am bo by byc byl co czy czym dla do gdy gdzie go i ich ile im ja jak jaki jakie jako je jego jej \
jest jestem kiedy kto ktora ktore ktory lub ma mam mi mnie moge moj moze mozna na nad nie nim o od on ona one oni oraz \
po pod sa sie tak tam te tego ten to tu ty w wiec z za ze",
    ),
    (
        "cs",
        "a aby ale ani asi az bez bude by byl co do ho i j ja jak jake jaky je jeho jejich jen jeste ji jsem jsou k \
kam kde kdo kdy ktera ktere ktery ma me mi muj muze my na nad ne nebo nez o od on ona pak po pod pokud pro proc proto \
s se si ta tak tam te ten to tu ty u uz v ve z za ze",
    ),
    (
        "tr",
        "acaba ama ancak bana bazi belki ben beni bir biz bu bunu da daha de degil diye en gibi hangi hem hep her hic \
icin ile ise kac ki kim mi mu nasil ne neden nerede nereye niye o olan olarak oldu onu sen siz su ve veya ya yok",
    ),
    (
        "ru",
        "а без бы был была были было быть в вам вас весь во вот все всех вы где да для до его ее если есть еще же за \
и из или им их к как какая какие какой ко когда кто ли меня мне можно мой моя мы на над нас не него нет ни них но ну о \
об он она они от по под почему при с сам свой себя так там то того тоже только ты у уже чего чем что чтобы эта это этот \
я",
    ),
    (
        "uk",
        "а або але б без би був була були було бути в вам вас ви від вона вони все він да де для до є з за зі i і із \
його іі іх й к коли крім ли лише має мене мені мій моі ми на над нам нас не ні ну о об от по при про с та так там те ти \
то у це цей цього чи чому що щоб я як який яка які",
    ),
    (
        "el",
        "α αν απο αυτη αυτο αυτοσ γιατι για δεν ειμαι ειναι ενα ενασ εναν εχει εχω η θα και καθε κατα με μετα μη μια \
μου μπορω να ο οι οπωσ οταν οτι ποιοσ ποια ποιο ποτε που πωσ σε σου στη στην στο στον τα τη την τησ τι το τον του των ωσ",
    ),
    (
        "ar",
        "ا او اي اين الا الذي التي ان انا انت الي ب به بعد بين ثم حتي خلال ذلك عن عند علي علي غير في قبل قد كان كل كم \
كما كيف ل لا لكن لم لماذا له لها ليس ما متي مع من منذ ه هذا هذه هل هم هنا هو هي و",
    ),
    (
        "ja",
        "の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など なっ ない この その \
です ます まし ませ ん か よう へ より まで どう 何",
    ),
    (
        "zh",
        "的 了 在 是 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 那 吗 什么 怎么 如何 \
为什么 請 请 嗎 什麼 怎麼 為什麼 這",
    ),
    ("ko", "은 는 이 가 을 를 에 의 와 과 도 로 으로 에서 어떻게 무엇 왜 언제 어디 하는 있는 그 저 것 수"),
];

/// The stop words of a language; none for a language without a list.
pub(super) fn stop_words(language: Language) -> HashSet<&'static str> {
    LISTS
        .iter()
        .find(|(code, _)| *code == language.code())
        .map(|(_, words)| words.split_whitespace().collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_folded_like_words() {
        for (code, words) in LISTS {
            for word in words.split_whitespace() {
                assert_eq!(super::super::fold(word), word, "{code}");
            }
        }
    }
}
