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
        "aber alle als also am an auch auf aus bei bin bis bist da das dass dein deine deinem deinen deiner dem den \
der des dich die dies diese diesem diesen dieser dieses dir doch du durch ein eine einem einen einer eines er es \
euch euer eure fur gibt habe haben hat hatte ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede \
jedem jeden jeder jedes kann kannst kein keine keinem keinen keiner konnen konnte mal man mein meine meinem meinen \
meiner meines mich mir mit mochte muss nach nicht noch nur ob oder ohne sein seine seinem seinen seiner sich sie \
sind so soll sollte uber um und uns unser unsere unserem unseren unter vom von vor wann war waren warst warum was \
welche welcher welches wem wen wenn wer werden wessen wie wieso will wir wird wo wurde wurden zu zum zur",
    ),
    (
        "fr",
        "a ai au aux avec c ce cela celle celui ces cet cette ceux comme comment d dans de des dois doit donc du \
elle elles en est et etait etes etre eu faire fais fait ici il ils j je l la le les leur leurs lors lui m ma mais \
me memes mes moi mon n ne nos notre nous on ont ou par pas peut peuvent peux plus pour pourquoi puis qu quand que \
quel quelle quelles quels qui quoi s sa sans se serai seront ses si son sont suis sur t ta te tes toi ton tous tout \
toute toutes tu un une va vais vers veut veux vos votre vous y",
    ),
    (
        "it",
        "a ad agli ai al alcuni alla alle anche avere c che chi ci co come con cosa cui d da dai dal dalla dallo de \
degli dei del della delle dello deve devo di dove dovrei e ed era ero essere fa fai fare fra gli ha hai hanno ho i \
il in io l la le lei lo loro lui ma mi mia mie miei mio ne negli nei nel nella nelle nello no noi non nostra nostro \
o ogni oppure per perche pero piu poi posso puo quale quali quando quante quanti quanto quella quelle quelli quello \
questa queste questi questo se sei si siamo sono stata stato su sua sue sugli sui sul sulla sulle suo suoi ti tra \
tu tua tue tuo tutti tutto un una uno vi voi vorrei vostra vostro vuole",
    ),
    (
        "pt",
        "a ao aos aquela aquele aqui as ate cada com como da das de dela dele desta deste deve devo do dos e ela \
ele em entre era essa essas esse esses esta estao estar estas este estes estou eu fazer fiz foi foram ha havia ir \
isso isto ja la lhe lhes mais mas me meu meus minha minhas muito na nao nas nem no nos nossa nossas nosso nossos \
num numa o onde os ou para pela pelas pelo pelos pode por porque posso preciso quais qual quando quanto que quem \
quero sao se sem ser seu seus so sobre sua suas tambem tem tenho ter teu teve todas todos tua tudo um uma voce vou",
    ),
    (
        "nl",
        "aan al alle als beide ben bent bij dan dat de der deze die dit doen doet door dus een en er geen geweest \
haar had hadden heb hebben hebt heeft hem hen het hier hij hoe hun ieder iets ik in is je jou jouw jullie kan kon \
kunnen kunt maar mag me met mij mijn moet moeten mogen na naar nee niet niets nog nu of om onder ons onze ook op \
over te tot u uit van voor waar waarom wanneer was wat we welke wie wij wil willen wilt worden wordt zal ze zich \
zij zijn zit zo zou zouden",
    ),
    (
        "sv",
        "alla ar att av bara blir da de den denna dessa det detta dig din dina ditt du efter eller en ett fick \
finns for fran gar ger gor ha hade han hans har henne hon honom hur i ingen inte jag jo kan kunde man med men mer \
mig min mina mitt mot mycket nagon nagot nagra nar ni nu och om oss pa sa sedan sig sin sina sitt ska skall skulle \
som till under upp ut vad var vara varfor varje vart vem vi vid vilka vilken vilket vill",
    ),
    (
        "da",
        "af alle alt at blev blive bliver da de dem den denne der det dette dig din dine disse dit du efter eller \
en er et fik for fra gor ha ham han hans har have hende hun hvad hvem hvilken hvis hvor hvordan hvorfor hvornar i \
ikke ind jeg kan kunne man med men mere mig min mine mit mod nar ned noget nogle nu og om op os pa sig sin sine sit \
skal skulle som til ud under var vare vi vil ville",
    ),
    (
        "no",
        "alle alt at av ble bli blir da de deg den denne der det dette din dine disse ditt du eller en er et etter \
fikk for fra gjor ha hadde ham han hans har henne hun hva hvem hvis hvor hvordan hvorfor i ikke inn jeg kan kunne \
man med meg men mer min mine mitt mot na naar nar noe noen og om opp oss pa sa seg sin sine sitt skal skulle som \
til ut vaere var vi vil ville",
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
        "a aby ale am bardzo beda bede bedzie bo by byc byl bylo byly ci ciebie co czy czym dla do gdy gdzie go i \
ich ile im ja jak jaki jakie jako je jego jej jest jestem jestesmy juz kiedy kogo komu kto ktora ktore ktorego \
ktory ktorych lub ma maja mam mamy masz mi mnie moge moich moim moj moja moje mojego mojej moze mozna musze na nad \
nasz nasza naszego nic nich nie niego niej nim nimi o od on ona one oni oraz po pod przez przy sa sie swoj swoja ta \
tak tam te tego tej ten to tu twoj twoja ty tych tylko tym u w wam was wasz wiec z za ze",
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
        "а без бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во вот все всех вы где да для до \
его ее если есть еще же за и из или им их к как какая какие какой ко когда кто ли меня мне мной моего моей моему \
можно моим моих мой моя мое мы на над нам нас наш наша наши не него нет ни них но ну нужно о об он она они от очень \
по под почему при с сам своего своей свои свой свою себя так там твой твоя тебя тем теперь тех то того тоже только \
ты у уже хочу чего чем что чтобы эта эти это этого этой этом этот я",
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
