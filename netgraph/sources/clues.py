"""What speaks for an introduction and against it, each with its weight and the reason.

One sign proves little: an ordinary mail may say "you both", and an introduction may set a day. So
signs are added up. A sign of the table counts once, however often it is met. The words are common
ways of speaking in seven languages, written for folded sentences in which `@` is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .phrases import NOT_MEANT, Phrase

ENOUGH: Final = 4
"""From this sum on a message joins two people."""

PLAIN: Final = 5
"""From this sum on it does so even where nobody can see what the two did afterwards."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A sign in the words: its name, how much it counts, why, and how it is recognized."""

    name: str
    weight: float
    why: str
    pattern: Phrase


def _clue(name: str, weight: float, why: str, *patterns: str) -> Clue:
    return Clue(name, weight, why, Phrase(*patterns, flags=re.M))


SHAPE: Final[dict[str, tuple[float, str]]] = {
    "told each": (3, "turns to each of the two by name and describes the other"),
    "told one": (2, "turns to one by name and describes the other"),
    "described both": (2, "describes both: they are news to each other"),
    "described one": (1, "describes one of them"),
    "pointed": (1, "points at somebody who is in the message: here is, in copy"),
    "promised": (1, "tells one what the other will do for them"),
    "mirrored": (4, "nothing but the two names, in both orders"),
    "titled": (1.5, "the subject is the two names"),
}
"""What the order of names shows (`portraits`), in any language."""

FOR: Final = (
    _clue(
        "act",
        3,
        "does it in so many words: I introduce you, I put you in touch",
        r"\bintroduc(?:e|ing) (?:you|the (?:two|pair|both)|both|@|my)\b|\bconnect(?:ing)? (?:you"
        r"|the (?:two|pair|both)|both|@)\b|\b(?:e |email |quick |virtual |warm )intro(?:duction)?\b"
        r"|\bmak(?:e|ing) (?:an|the|this|that|a \w+) intro|\bin(?:to)? touch with (?:@|each)\b"
        r"|\bmeet (?:(?:my|our|your|the) (?:\w+ ){1,4})?@|\brecommend (?:you|@)"
        r"|\bhook(?:ing)? you\b|\b(?:bring|put|get)(?:ing|ting)? (?:you"
        r"|the (?:two|pair|both)|@)\b.{0,25}\b(?:together|contact|thread|mail|email)\b"
        r"|\bmak.{0,12} (?:contact|connection|acquaintance) between\b|\bacquainted\b",
        r"\b(?:dir|euch|ihnen|@)\b.{0,60}\b(?:vor(?:zu)?stellen|vor|empfehlen?|bekannt)$"
        r"|\bvorstellen\b.{0,12}@|\bbekannt (?:zu )?mach"
        r"|\bkontakt .{0,10}her$|\bvernetze?\b.{0,12}\b(?:euch|sie|@)"
        r"|\b(?:euch|sie|@)\b.{0,40}\b(?:in (?:kontakt"
        r"|verbindung)|zusammen|vernetz)|\b(?:bring|verkuppel)e? (?:euch|sie)\b",
        r"\b(?:te|vous|lui|leur|os|les|le|ti|vi|lhe|lhes) (?:present(?:e|er|o|ar|are)|apresent(?:o"
        r"|ar))\b|\b(?:a)?present(?:arte|aros|arles|arvi|arti|ar lhe)\b|\ben (?:relation|contact"
        r"|contacto)\b|\bin contatto\b|\bem contac?to\b|\bmise? en lien\b|\bstel (?:ik )?(?:je"
        r"|jullie|u)\b.{0,40}\bvoor\b|\bin contact (?:te )?breng|\bkoppel (?:ik )?jullie\b",
    ),
    _clue(
        "word",
        1,
        "has the word, which may mean another thing",
        r"\be?intro(?:s|duction|ductions)?\b|\bintroduc(?:e|ing)\b|\bconnect(?:ing|ion)?\b"
        r"|\btouch\b"
        r"|\bcontacts?\b|\bvorstell|\bkontakt|\bvermittl|\bempfehl|\bbekannt|\bpresenta"
        r"|\brelation\b"
        r"|\bcontacto\b|\bcontatt|\bapresenta|\bkennismak",
    ),
    _clue(
        "defined",
        1,
        "says who somebody is",
        r"@ (?:is|s|ist|est|es|e|war|was) (?:also |still )?(?:a|an|my|our|your|the|one|that"
        r"|somebody"
        r"|someone|der|die|das|ein|eine|mein|meine|unser|unsere|jemand|le|la|l|un|une|mon|ma|notre"
        r"|el|una|mi|nuestr[oa]|il|lo|mio|mia|o|um|uma|meu|minha|de|het|een|mijn)\b",
    ),
    _clue(
        "overdue",
        1,
        "it was to happen for long",
        r"\b(?:finally|at (?:long )?last|overdue|high time|about time|long past|for (?:ages|months)"
        r"|years ago|endlich|uberfallig|enfin|depuis longtemps|por fin|hace (?:tiempo|mucho)"
        r"|finalmente|da tempo|ha muito|eindelijk)\b",
    ),
    _clue(
        "in copy",
        1,
        "somebody spoken of reads along",
        r"\b(?:he|she|they|er|il|elle|el|ella|lui|lei|ele|ela|hij) (?:is|s|are|ist|est|esta|e"
        r"|stays)"
        r"(?: also| here)? (?:in|on|en|em)(?: the)? (?:copy|cc|kopie|copie|copia)\b"
        r"|\bcopied (?:her|him"
        r"|them|you both)\b|\badded (?:her|him|them)\b|\bloop\w* (?:her|him|them) in\b"
        r"|\bread(?:s|ing) (?:this|along|too)\b|\bon this (?:mail|email|thread)\b|\bliest mit\b"
        r"|\bim verteiler\b|\baddress line\b",
    ),
    _clue(
        "pair",
        1,
        "speaks to the two as a pair",
        r"\b(?:you|the|your) (?:two|both|pair|2)\b|\bboth of (?:you|us)\b|\b(?:two|pair|both|each"
        r"|either|neither) of you\b|\bto both\b|\byou (?:guys|each)\b|\bbetween you\b",
        r"\bihr (?:zwei|beiden?)\b|\b(?:euch|sie) (?:zwei|beiden?)\b|\bvous deux\b|\btous (?:les )?"
        r"deux\b|\btoutes (?:les )?deux\b|\b(?:l|los|las) dos\b|\bambos\b|\bvoi due\b|\bentramb"
        r"|\bvoces dois\b|\bvoces duas\b|\bjullie (?:twee|beiden?)\b",
    ),
    _clue(
        "each other",
        1,
        "speaks of each other",
        r"\beach other\b|\bone another\b|\beinander\b|\bmiteinander\b|\bl une? (?:a |de |et )?"
        r"l autre\b|\bl un .{0,4}l autre\b|\b(?:el )?uno (?:al|del|y el) otro\b|\bmutuamente\b"
        r"|\bl un l altr|\bum (?:ao|do) outro\b|\belkaar\b|\bunter euch\b|\bentre (?:vous|voces"
        r"|vosotr[oa]s|ustedes)\b|\bfra (?:di )?voi\b|\bbetween yourselves\b|\bonderling\b",
    ),
    _clue(
        "strangers",
        2.5,
        "says that they have not met so far",
        r"\b(?:never|not|n t|nt|neither|nor|yet|still|finally|at last|at long last|overdue"
        r"|high time|about time|long past|should have|ought to have|amazed|absurd|ridiculous"
        r"|surprised)\b.{0,50}\b(?:met|meet|know|knew|known|heard|shaken|exchanged|crossed|spoken"
        r"|talked|coffee|introduced|connect(?:ed)?|in touch|encountered|come across|each other)\b",
        r"\bstrangers\b|\b(?:have|had|having) no idea\b|\bwithout knowing\b|\bonly two people\b"
        r"|\b(?:who|what) (?:the other|each other) (?:is|does|are)\b",
        r"\bkenn(?:t|en)\b.{0,15}\bnoch (?:nicht|gar nicht|nie)\b|\bnoch nie\b.{0,30}\b(?:begegnet"
        r"|gesehen|gesprochen|getroffen)|\bnicht (?:kennt|kennen)\b|\bendlich\b.{0,30}\bkenn",
        r"\bne vous (?:connaiss|etes (?:jamais|pas))|\bjamais (?:rencontre|croise|parle|vus?)"
        r"|\b(?:no os|no se|aun no|todavia no) .{0,12}\bcono(?:c|z)|\bnunca (?:os|se|han|habeis)\b"
        r"|\bnon vi (?:conosc|siete)|\b(?:nao|ainda nao) se conhecem\b|\bkennen elkaar (?:nog )?"
        r"niet\b",
    ),
    _clue(
        "mentioned",
        1.5,
        "the one the sender has spoken of",
        r"\b(?:i|i ve|we|whom|who|have|kept|been|was|were|keep|always) (?:\w+ )?(?:told|telling"
        r"|tell"
        r"|mentioned"
        r"|mentioning|going on|on|raving|rave|talking|talked|spoke|spoken|speaking|quoting|quote"
        r"|described|banging on)(?: to)?(?: you| him| her)?(?: about)?$",
        r"\b(?:told|telling|tell|mentioned|mentioning|going on|was on|raving|rave|talking|talked"
        r"|spoke|banging on)(?: (?:to|with))?(?: you| @| him| her| them| each of you)?"
        r" (?:about|of|to)\b|\bof whom\b|\b(?:i|we) (?:\w+ )?(?:mentioned|spoke|told you)\b"
        r"|\bheard me\b|\bkeep(?:s)? (?:quoting|mentioning)\b",
        r"\berzahlt\b|\bgesprochen habe\b|\berwahnt\b|\bparl(?:e|ais|ee?s?)\b.{0,12}$"
        r"|\b(?:dont|de qui|duquel) (?:je|on|nous)\b|\b(?:te|os|le) (?:he hablado|hable|hablaba"
        r"|conte|comente)\b|\bdel? (?:que|quien) (?:te|os|le)\b|\b(?:ti|vi) (?:ho parlato|parlavo"
        r"|dicevo)\b|\b(?:te|lhe) falei\b|\bover (?:wie|had)\b|\bje verteld\b",
    ),
    _clue(
        "sought",
        1.5,
        "the answer to a wish for somebody",
        r"\bas (?:promised|discussed|agreed|threatened|mentioned|requested|talked)\b|\bper (?:our|"
        r"your|my)\b|\byou(?: ve| have| had| were| d| both| said| once)* (?:\w+ )?(?:ask(?:ed|ing)"
        r"|look(?:ed|ing)|wonder(?:ed|ing)|need(?:ed)?|said|mention(?:ed)?|wanted|lack(?:ed|ing))"
        r"\b.{0,30}\b(?:who|someone|somebody|anyone|anybody|a|for|know|about|whether|if)\b"
        r"|\b(?:both|each)(?: of you)?(?: have)?(?: separately| independently)? (?:asked|said yes"
        r"|agreed|ranted|complain\w*|told me)\b"
        r"|\b(?:said|say) yes\b|\bthumbs up\b|\bdid you not say\b|\bthought of (?:you|@|your)\b",
        r"\bwie (?:besprochen|versprochen|angekundigt|abgemacht|vereinbart)\b|\bcomme (?:promis"
        r"|convenu|prevu)\b|\bcomo (?:te |os )?(?:prometi|prometido|quedamos|comente|combinado)"
        r"|\bcome promesso\b|\bzoals (?:beloofd|besproken|afgesproken)\b|\bfiel mir .{0,15}@|\bsuch"
        r"(?:st|test|ten|t) (?:du |ihr |sie )?(?:\w+ )?(?:jemand|nach)|\bjemanden?\b"
        r"|\bquelqu un (?:pour|qui)\b|\balguien\b|\bqualcuno (?:che|per)\b|\balguem\b|\biemand\b",
    ),
    _clue(
        "should talk",
        1.5,
        "wants them to talk",
        r"\byou(?: two| both| guys| three)?(?: really| definitely| absolutely)? (?:should"
        r"|ought to|must"
        r"|need to|have to|might want to|could|may want to) (?:\w+ )?(?:talk|speak|meet|know|chat"
        r"|compare|connect|get)\b|\b(?:please|do|go|kindly|now) (?:talk|speak|chat|discuss|meet"
        r"|compare|take)\b|\bcompare (?:notes|\w+)$|\bthat you (?:two |both )?(?:talk|speak|meet"
        r"|know)\b|\btalk to (?:her|him|them|@|each other)\b|\bdirect(?:ly)?\b|\bshort call\b"
        r"|\b(?:worth|have) (?:a|your) (?:chat|talk|call|coffee|while)\b|\bhave a (?:call|chat"
        r"|coffee|word)\b|\b(?:sort|fight|figure|work|hash) (?:it|this|that|something) out\b",
        r"\b(?:solltet|musstet|konntet)\b|\bkennen ?(?:zu)?lern|\bconhec(?:er|essem)\b"
        r"|\bconocer(?:os|se)?\b"
        r"|\bconoscer[vs]i\b|\bvous (?:connaitre|rencontrer|parler)\b|\bleren kennen\b"
        r"|\bstimmt (?:ihr )?euch\b|\baustausch"
        r"|\bdirekt\b|\bdevriez\b|\bdirectement\b|\bdeber(?:iais|ian)\b|\bdirectamente\b"
        r"|\bdovreste\b|\bdirettamente\b|\bdeviam\b|\bdir?etamente\b|\brechtstreeks\b",
    ),
    _clue(
        "handed over",
        2,
        "steps aside",
        r"\bover to (?:you|both)\b|\btake it (?:from here|away|up|on|offline)\b|\b(?:ll|will|can|i)"
        r"(?: now| just| then)? (?:leave|let) (?:you|it|the (?:two|pair|rest|both)|things)\b"
        r"|\b(?:out of (?:the|your) way|step(?:ping)? (?:back|aside|out)|bow(?:ing)? out"
        r"|middle ?m[ae]n|go between|matchmak\w+|make myself scarce|duck out|disappear|vanish"
        r"|drop off|butt out)\b"
        r"|\b(?:drop|keep|leave|take) me (?:off|from|on|out|in|posted)\b"
        r"|\b(?:say|add) (?:no more|nothing|anything)\b|\bnothing .{0,12}to add\b"
        r"|\bthe rest is (?:up to )?you|\bup to you\b|\boff you go\b|\brest my case\b"
        r"|\bneed i say\b|\benough said\b|\bsay (?:hi|hello)$|\byours? (?:now|to)\b"
        r"|\b(?:s|is) your turn\b"
        r"|\bwithout me\b|\bmy (?:work|job|part) (?:here )?(?:is )?done\b"
        r"|\btake (?:matters|things) (?:forward|from)\b|\b(?:somebody|someone) else s problem\b"
        r"|\bgood hands\b|\bcapable hands\b|\bhand(?:ing)? (?:you|over|this)\b|\bplay nice"
        r"|\bhave fun\b|\bbe (?:nice|gentle|kind|good)\b|^go$|^(?:now )?(?:talk|discuss|enjoy)$",
        r"\b(?:den )?rest (?:macht|schafft|klart|regelt|uberlasse|bekommt|findet)\b"
        r"|\bohne mich\b|\balles weitere\b|\bmich (?:\w+ ){0,2}(?:raus|zuruck)\b"
        r"|\buberlasse\b|\bzieh\w* mich\b|\bjetzt seid ihr\b|\bmacht ihr\b|\bviel (?:spa\w+"
        r"|vergnugen|erfolg|freude)\b|\bihr seid dran\b|\bmehr muss ich\b",
        r"\b(?:je )?vous laisse\b|\ba vous\b(?: de\b|$)|\bsans moi\b"
        r"|\bvoyez .{0,12}(?:ensemble|entre vous)\b|\bje m (?:efface|eclipse"
        r"|retire)\b|\bos (?:dejo|quedais)\b|\bles dejo\b|\bdesaparezco\b|\bsin mi\b"
        r"|\bme (?:retiro|quito)\b"
        r"|\bya me conta|\bbuenas manos\b|\bvi lascio\b|\ba voi\b|\bsenza di me\b|\bmi (?:faccio"
        r" da parte|ritiro)\b|\b(?:deixo|vos deixo)\b|\bsem mim\b|\bagora e com\b|\baan jullie\b"
        r"|\blaat (?:ik )?jullie\b|\bzonder mij\b",
    ),
    _clue(
        "suited",
        1,
        "says that they will like or can help each other",
        r"\b(?:in common|get (?:on|along)|hit it off|on the same|same (?:thing|question|problem"
        r"|page|conference|topic|hotel|city|sources|vendor|subject)|enjoy(?: \w+)? (?:it|meeting"
        r"|talking)|you ll (?:like|love|find|see)"
        r"|(?:a lot|lots|plenty|much) to (?:talk|discuss|say)|good people|vouch|of (?:real )?use"
        r"|makes sense|find (?:her|him|them|each)|cooperat\w+|collaborat\w+)\b",
        r"\bgemeinsam\b|\bverstehen werdet\b|\bgut verstehen\b|\bviel zu (?:bereden|besprechen"
        r"|erzahlen)|\ben commun\b|\bbeaucoup a vous dire\b|\bbien vous entendre\b|\ben comun\b"
        r"|\bmucho de que hablar\b|\bentender(?:eis|an|os)\b|\bin comune\b|\bem comum\b|\bgemeen\b",
    ),
    _clue(
        "need and gift",
        0.5,
        "says what one seeks or can do",
        r"\b(?:is|s|are|been) (?:\w+ )?(?:looking|searching|hunting|after|hiring|lacking|stuck"
        r"|wondering|trying|building|opening|setting up|preparing|planning)\b|\b(?:needs|seeks"
        r"|wants|wonders|lacks|"
        r"runs|heads|leads|knows|chairs|coordinates|teaches|works)\b|\bwould like to\b",
        r"\b(?:sucht|leitet|braucht|kennt|baut|macht|arbeitet)\b|\b(?:cherche|dirige|connait"
        r"|prepare|travaille|monte)\b|\b(?:busca|dirige|lleva|conoce|necesita|prepara|esta \w+"
        r"(?:ando|iendo))\b|\b(?:cerca|conosce|lavora|procura|trabalha|zoekt|werkt|leidt)\b",
    ),
)
"""What speaks for an introduction, with the weight of each."""

AGAINST: Final = (
    _clue(
        "known",
        -5,
        "the two know each other, or do this often",
        r"\b(?:as|like) (?:you (?:both|two|all) know|(?:we )?always|usual|last (?:year|time|month"
        r"|week|autumn|spring)|ever|before|every|agreed (?:last|on))\b|\bas (?:always|usual|in )"
        r"|\b(?:you|your|we|our)\b.{0,40}\b(?:for (?:the |over )?(?:past"
        r"|last)? ?(?:\w+ )?years|since"
        r" (?:\d{4}|spring|last|the)|every (?:single )?\w*day|work(?:ed|ing) together|usual"
        r"|reunion|last (?:time|month|year))\b|\b(?:same|usual) (?:\w+ )?as (?:last|always"
        r"|usual|ever|before)\b|\byour usual\b|\bno introductions? (?:needed|necessary)\b"
        r"|\b(?:monthly|weekly|regular|annual) (?:\w+ )?(?:call|meeting|lunch|catch)"
        r"|\byou know @|\bgreat team\b|\bour (?:team|committee|group)\b",
        r"\bwie (?:immer|letzte[snm]?|gewohnt|jedes|ublich|ihr wisst)\b|\bcomme (?:toujours"
        r"|d habitude|l an dernier|vous le savez)\b|\bcomo (?:siempre|sabeis|saben|cada)\b"
        r"|\bcome (?:sempre|sapete)\b|\bcomo (?:sempre|sabem)\b|\bzoals (?:altijd|jullie weten)\b",
    ),
    _clue(
        "business",
        -1.5,
        "a task, a paper or money",
        r"\b(?:attached|attachment|enclosed|invoice|agenda|minutes|draft|chapter|page \d|slides?"
        r"|payment|receipt|bank details|amendment|signed|forms?|version|proofs?"
        r"|extension|switchboard)\b",
        r"\b(?:anbei|anhang|rechnung|tagesordnung|protokoll|unterlagen|entwurf|ci joint|piece"
        r" jointe|facture|ordre du jour|diapos?|adjunt[oa]|factura|orden del dia|allegat[oa]"
        r"|fattura"
        r"|anexo|fatura|bijlage|factuur)\b",
    ),
    _clue(
        "date",
        -1,
        "a day or an hour is set",
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day s?\b|\b(?:montag|dienstag|mittwoch"
        r"|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
        r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo)s?\b"
        r"|\bat (?:\d|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven)\b"
        r"|\b\d+ ?(?:am|pm|uhr|h)\b",
    ),
    _clue(
        "duty",
        -1.5,
        "asks for something to be done",
        r"\b(?:please|can you|could you|would you|will you) (?:\w+ )?(?:send|check|bring|fill|read"
        r"|sign|review|confirm|return|prepare|note|find|hold|help with|do that|come|join)\b"
        r"|\b(?:can|shall|could|do) (?:we|you (?:two|both)) .{0,20}\b(?:meet|talk|move|settle|do)\b"
        r"|\bagree on\b|\bsend (?:me|us|it|them|@)\b|\btell me\b|\b@ you (?:re to|take|do|will"
        r"|are)\b|\bsee you (?:both|there|all)\b|\blet s\b",
        r"\bbitte (?:\w+ ){0,3}(?:lesen|mitbringen|schick|prufen|bringt|lest)\b|\b(?:peux|pourrais)"
        r" tu\b|\bn oubliez pas\b|\bnos vemos\b|\bpor favor\b|\bci vediamo\b|\bper favore\b",
    ),
    _clue(
        "stand-in",
        -2,
        "somebody stands in for a while",
        r"\bcover(?:s|ing)? for\b|\bstand(?:s|ing)? in for\b|\bin my absence\b|\bwhile i am away\b"
        r"|\bout of office\b|\bvertr(?:itt|eten|etung)\b|\bremplace\b|\ben mi ausencia\b",
    ),
    _clue(
        "crowd",
        -4,
        "written to many",
        r"\bunsubscribe\b|\bnewsletter\b|\byou receive this\b|\bpre ?orders?\b"
        r"|\bour (?:\w+ ){0,2}customers\b"
        r"|\bissue \d|\bmeet (?:our|the) (?:team|author|maker)|\bdear (?:all"
        r"|colleagues|friends|members)\b|\bannounce\b|\bcongratulat|\bavailable now\b"
        r"|\bpartner program",
    ),
    _clue(
        "past",
        -4,
        "tells of an introduction of another day",
        r"\b(?:you|@) (?:\w+ )?(?:introduced|connected|brought)\b.{0,25}\b(?:me|us|@)\b"
        r"|\b(?:lovely|great|nice|good|wonderful|pleasure) (?:to have )?"
        r"(?:to )?(?:meet|met|meeting) you\b|\bhast du\b.{0,30}\b(?:vorgestellt|bekannt)",
    ),
    _clue(
        "not now",
        -4,
        "asked for, offered or refused, not done",
        *NOT_MEANT.patterns,
        r"\b(?:before|until|once|when|unless|whether|should|as soon as) (?:i"
        r"|we) (?:\w+ )?(?:introduc"
        r"|connect|put you)|\b(?:bevor|sobald|falls) ich (?:euch|dich|sie)\b"
        r"|\bavant de (?:te|vous)\b",
        r"\b(?:rather|can|could|would|will|wo|do|did) (?:not|n t|t) (?:like to )?(?:introduc\w+"
        r"|connect|put you)|\brather not\b|\bscrap that\b|\bnothing will come\b|\bhad (?:planned"
        r"|hoped|meant|wanted)\b|\bwas (?:all set|going) to\b|\bjust say\b|\bsay the word\b|\blet"
        r" me know (?:if|whether)\b|\b(?:could|can|would|will) you (?:please |kindly |perhaps )?"
        r"(?:introduc\w*|connect|put|intro)\b|\bintroduc\w* (?:me|us|my ?self|our ?selves|him ?self"
        r"|her ?self|them ?selves)\b|\bhappy to (?:connect|introduce|put)\b|\bif (?:ever )?you"
        r" (?:ever )?(?:like|want|wish|would like|need)\b",
        r"\b(?:kannst|konntest|konnten|wurdest) (?:du|sie|ihr)\b.{0,40}\b(?:vorstell|kontakt"
        r"|bekannt)|\bwenn (?:du|ihr|sie) (?:mal |mogt|willst|wollt)|\bsi (?:tu veux|vous voulez"
        r"|quieres|quereis|vuoi|volete|quiser)\b|\bstelle? (?:mich|uns)\b|\bla proxima vez\b",
    ),
    _clue(
        "event",
        -3,
        "an introduction to a subject, or of a speaker on a stage",
        r"\bintroductions? (?:to|into|of|in|for) (?!@|you|each|one|my)\w|\bthe introduction\b"
        r"|\bintroducing (?:our|the|a|an|new|some|its|this|\w+ new)\b|\blectern\b"
        r"|\b(?:will|ll|shall) introduce\b.{0,40}\b(?:at|before|from|audience|panel)\b|\bon stage\b"
        r"|\bwelcome and introductions?\b|\bintroduc(?:e|ing) (?:the|our) (?!two|pair)\w|\bconnect"
        r"(?:ing)? (?:the (?!two|pair)|flights?|your|to)\b|\bcourse\b"
        r"|\bmeets? (?:at (?!last)|in |on |under )",
        r"\beinfuhrung\b|\bvorstellung (?:des|der|vom|unser)|\bvorstellungsgesprach"
        r"|\bpresentation d(?:e|u|es)\b(?! @)|\b(?:notre|la|cette) presentation\b|\bpresenta"
        r"(?:cion|zione) (?:del|de la|della)\b|\bquartal",
    ),
)
"""What speaks against it."""

SPOIL: Final = frozenset({"past", "not now", "event"})
"""What else a sentence says speaks for nothing where it has one of these signs."""
