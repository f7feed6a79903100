"""The phrases people introduce one another with, in seven languages.

They are written for folded sentences (no case, accents or punctuation) in which `@` stands for a
name; `wording` says which of them counts where. English comes first in each group, then German,
French, Spanish, Italian, Portuguese and Dutch.
"""

from __future__ import annotations

import re
from typing import Final


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))


NOT_MEANT: Final = _any(
    r"\bintroduc(?:e|es|ed|ing) (?:my|him|her|them|our|your)sel(?:f|ves)",
    r"\b(?:mich|uns|sich) (?:kurz )?vor(?:zu)?stell|\bstelle? (?:mich|uns)\b|vorstellungsgesprach",
    r"\bvorstellen (?:kann|konnte|konnen|konntest)\b|\b(?:kannst|konnt|konnen sie) (?:dir|euch"
    r"|sich)\b",
    r"\b(?:me|nous) presente[rz]?\b|\bm[ei] present[oa]\b|\bme apresent",
    r"\b(?:can|could|would|will|might) (?:you|u)\b.{0,25}\b(?:introduc|connect|put)",
    r"\b(?:can|could|would|might) (?:i|we)\b(?! be).{0,12}\b(?:introduc|connect|put)",
    r"\bi (?:can|could|might|would be (?:happy|glad)|am happy|m happy) (?:to )?(?:introduc"
    r"|connect|put)"
    r".{0,60}\b(?:if|one day|some ?day|some ?time|whenever|should you|let me know)\b",
    r"\b(?:if|whenever|in case) you(?: ever)? (?:would )?(?:like|want|wish|need"
    r"|are)\b.{0,30}\bintroduc",
    r"\b(?:konntest|kannst|wurdest|konnten|wurden) (?:du|sie|ihr)\b.{0,60}\b(?:vorstellen|kontakt"
    r"|verbind)",
    r"\b(?:pourrais|pourriez|peux|pouvez) (?:tu|vous)\b.{0,30}\b(?:present|mettre)",
    r"\b(?:podrias|puedes|podria|puede)\b.{0,25}\bpresent",
    r"\bfor an introduction\b|\b(?:an|your|kind) introduction would\b",
)
"""Introducing oneself, asking to be introduced, offering it for some day: none has happened."""

JOINS_STRONG: Final = _any(
    # English
    r"\b(?:talk|speak|write|chat|meet|ask|call|get to know|find) (?:to |with )?(?:each other"
    r"|one another)\b",
    r"\b(?:hand|pass)(?:ing)? you (?:over |on )?to @",
    r"\b(?:make|making|establish\w*|creat\w+) (?:the |a |this )?(?:contact|connection|link|bridge)"
    r" between (?:you|@|the two)",
    r"\b(?:bring|bringing|get|getting) the (?:pair|two|both) of you (?:in|on|together|round)",
    r"\b(?:let me|may i|allow me to|like to|love to|want(?:ed)? to|delighted to|glad to|happy to"
    r"|pleased to|pleasure to|here to|thought i (?:would|should|d)|writing to|going to|hereby)"
    r" (?:e )?introduc(?:e|ing) (?:you|the two|both|@|my (?:good |dear |old )?(?:friend"
    r"|colleague))",
    r"\bintroduc(?:e|ing) (?:you|the two of you|both of you|@|my (?:good |dear |old )?"
    r"(?:friend|colleague))\b",
    r"\b(?:making|make|made) (?:an|the|this|a quick|a brief|that) (?:e |email "
    r"|virtual )?intro(?:duction)?",
    r"\b(?:quick|email|virtual|short|warm|double opt in) (?:e )?intro(?:duction)?\b|\be intro\b",
    r"\b(?:please|pls|you must|you should|i want you to|i d like you to|want(?:ed)? you(?: two"
    r"| both)? to"
    r"|say hello to|say hi to) (?:meet|get to know) (?!you|us|me|the|our|at|in|on)\w",
    r"@ (?:please )?meet @|\bmeet (?:my (?:good |dear |old )?(?:friend|colleague) )?@",
    r"@ (?:this|here) (?:is|s) @|@ (?:das ist|hier ist|voici|este es|esta es|te presento a"
    r"|ti presento|questo e|questa e|esta e|este e|dit is) @",
    r"\b(?:connect|connecting) (?:you|the two of you|both of you|@)\b",
    r"\bput(?:ting)? (?:you|the two of you|both of you|@)(?: two| both| guys| all)*(?: and @)?"
    r" in(?:to)? (?:touch|contact)",
    r"\b(?:bring|bringing) (?:you|the two of you)(?: two| both)* together",
    r"\b(?:you|the) (?:two|both|guys|2)(?: of you)? (?:really |absolutely |definitely )?(?:should"
    r"|ought to"
    r"|must|need to|have to|would|will|might|can|could|may) (?:really |definitely |probably "
    r"|finally |now |at last )?(?:meet|talk"
    r"|speak|chat"
    r"|connect|know|get to know|get along|get on|hit it off|enjoy (?:meeting|talking))",
    r"\b(?:should|ought to|must|need to|have to|would like|d like|d love|would love|want|wanted)"
    r"(?: for)?(?: you| the two of you)?(?: two| both)?(?: to)? (?:meet|know"
    r"|get to know) (?:each other|one another)",
    r"\b(?:leave|let) (?:it to )?(?:the two of you|both of you|you (?:two|both|guys|2))(?: to)?\b"
    r"(?: it| take| carry| continue| sort| figure| work| arrange| schedule| connect| find| get"
    r"| chat| talk"
    r"| coordinate| go| discuss| be|$)",
    r"\b(?:i ll|i will|i)? ?(?:leave|let) you to (?:it|connect|take|talk|chat|discuss|arrange"
    r"|get)\b",
    r"\btake it from here\b|\bover to you (?:two|both|guys)\b",
    # German
    r"\bstell(?:e|en|t)? (?:dir|euch|ihnen)\b.{0,80}\bvor\b|\b(?:dir|euch"
    r"|ihnen)\b.{0,80}\bvor(?:zu)?stellen\b",
    r"\bmiteinander (?:bekannt|in (?:kontakt|verbindung))|\bbekannt (?:zu )?mach(?:e|en)\b",
    r"\b(?:euch|sie|dich|@)\b.{0,40}\bin (?:kontakt|verbindung) (?:zu )?(?:bring|setz)"
    r"|\b(?:bring|setz)(?:e|en)? (?:euch|sie|dich)\b.{0,40}\b(?:zusammen|in (?:kontakt"
    r"|verbindung))",
    r"\b(?:vernetze|verbinde|verknupfe)n? (?:euch|sie|dich)\b|\beuch (?:zwei "
    r"|beiden? )?(?:zu )?(?:vernetzen|verbinden)",
    r"\b(?:solltet|musst) (?:ihr )?(?:euch|ihr) .{0,30}\b(?:kennen|unterhalten|austauschen"
    r"|sprechen|treffen|reden)",
    r"\blernt euch\b|\beuch (?:zwei |beiden? )?(?:mal |endlich )?kennen ?(?:zu)?lern",
    # French
    r"\b(?:je|j) (?:te|vous|lui|leur|souhaite (?:te|vous)|voulais (?:te|vous)|voudrais (?:te|vous)"
    r"|aimerais (?:te|vous)) presente[r]?\b|\bpermets? moi de (?:te|vous) presenter",
    r"\b(?:mets?|mettre|mise|mettant) (?:vous )?(?:@ et @ )?en (?:relation|contact)\b"
    r"|\bfaire les presentations\b",
    r"\bvous (?:devriez|devez|pourriez) (?:vous )?(?:rencontrer|parler|echanger|connaitre"
    r"|entendre)",
    r"\b(?:je )?vous laisse (?:poursuivre|echanger|continuer|prendre|le soin|discuter|faire|vous)",
    # Spanish, Italian, Portuguese, Dutch
    r"\b(?:te|os|les|le|ti|vi) present(?:o|ar|are)\b|\bpresentar(?:os|les|te|le|vi|ti)\b",
    r"\bpon(?:go|er|iendo|emos)?(?:os|les|te|los|las)?(?: a los dos| a las dos)? en contacto\b",
    r"\bmett(?:o|ere|ervi|erti|endo)(?: vi| ti)? in contatto\b|\b(?:vi|ti) metto in contatto\b",
    r"\b(?:te|lhe|lhes|vos|voces) apresent(?:o|ar)\b|\bapresentar (?:voce|voces|lhe|te|o|a)\b",
    r"\bcoloc(?:o|ar|ando) .{0,20}\bem contac?to\b",
    r"\bstel(?:len)? (?:je|jullie|u)\b.{0,60}\bvoor\b|\bin contact (?:te )?(?:breng|brengen)\b",
    r"\bmet elkaar (?:in contact|kennis)",
)
JOINS_WEAK: Final = _any(
    r"\bintro(?:duction)?\b|\bintroducing\b|\bintroduce\b",
    r"\b(?:get to know|know|meet) (?:each other|one another)\b|\byou (?:two|both)\b"
    r"|\bthe (?:two|pair) of you\b",
    r"\b(?:looping|loop|adding|add|copying|cc ing|ccing|bringing) (?:in )?@"
    r"|@ .{0,50}\b(?:copying|looping|adding|bringing) (?:(?:her|him|them) )?in\b",
    r"\b(?:i|we) (?:told|mentioned to|spoke to|talked to) (?:you|@) about\b|\bi (?:told|mentioned"
    r"|was telling|have told|have been telling)"
    r" you about\b|\bmentioned (?:to you|@)|\b(?:the one|who|whom) i (?:have )?(?:told|mentioned"
    r"|spoke)",
    r"\b(?:in|on) copy\b|\bcopied here\b|\bin cc\b|\bin kopie\b|\ben copie?\b|\bin copia\b"
    r"|\bem copia\b",
    r"\bvorstellung\b|\bvorstellen\b|\bkennenlernen\b|\b(?:dir|ihnen|euch) .{0,40}\bempfehle?n?\b"
    r"|\bvernetz|\bihr (?:zwei|beiden?)\b",
    r"\bdir erzahlt\b|\berzahlt habe\b|\bt ai parle\b|\bvous ai parle\b|\bte hable\b"
    r"|\bti ho parlato\b",
    r"\bmise en relation\b|\bpresentations\b|\bvous deux\b|\bpresentacion(?:es)?\b"
    r"|\bpresentazion[ei]\b",
    r"\bvosotr[oa]s dos\b|\blos dos\b|\blas dos\b|\bvoi due\b|\bvoces dois\b|\bkennismak"
    r"|\bvoorstel",
)
SUBJECT: Final = _any(
    r"^(?:re |aw |fwd |fw )*(?:e |email |quick |virtual |warm )?intro(?:duction)?s? (?:to "
    r"|between |of )?@",
    r"^introducing @|@ (?:and |und |et |y |e |x )?@(?: intro(?:duction)?| introduction)?$",
    r"^(?:vorstellung|bekanntmachung|presentation|presentacion|presentazione|apresentacao"
    r"|kennismaking)"
    r"(?: (?:von|de|d|di|van))? @",
    r"\b(?:connecting|introducing) you\b|\byou (?:two|both)\b.{0,12}\bmeet\b"
    r"|\bput(?:ting)? you in touch\b",
    r"\bmise en relation\b|\bos presento\b|\bvi presento\b|\bte presento\b|\bti presento\b"
    r"|\be ?intro\b",
    r"@ (?:please )?meets? @|\bmeet @",
    r"\bkontaktvermittlung\b|\bkontakt zu @|\bpuesta en contacto\b",
)
ANSWER: Final = re.compile(r"\s*(?:re|aw|antw|sv|vs|rv|rif|odp)\s*(?:\[\d+\])?\s*[:：]", re.I)
THING: Final = _any(
    r"\bintro(?:duction)? (?:to|into|of|in) (?!@|you|each|one|my)\w",
    r"\bintroducing (?:our|the|a|an|new|some|its|this)\b",
    r"\beinfuhrung\b|\bvorstellung (?:des|der|vom|unser)|\bpresentation d(?:e|u|es)\b(?! @)",
    r"\bpresentacion (?:del|de la|de los)\b|\bpresentations? (?:jeudi|lundi|mardi|mercredi"
    r"|vendredi)",
)
"""An introduction to a subject, the introducing of a product: the noun, not the act."""


NAMED: Final = _any(
    r"\b(?:should|must|ought to|need to|have to|want to|worth|try|please|do|suggest (?:that )?you"
    r"|recommend (?:that )?you|why not|why don t you|consider) (?:definitely |really |also "
    r"|just )?(?:talk|speak"
    r"|talking|speaking|write|writing|chat|connect|meet|meeting|get in touch|getting in touch"
    r"|be in touch"
    r"|reach out|contact|contacting|call|ping|e ?mail)\b.{0,30}@",
    r"^(?:so |and |just |then )?(?:talk|speak|write|get in touch|reach out|contact|call|ping"
    r"|e ?mail) ?(?:to|with|out to)? @",
    r"\b(?:told|spoke (?:to|with)|talked to|wrote to|asked|written to) @.{0,30}\babout you\b",
    r"@ .{0,40}\b(?:told|mentioned to|spoke to) (?:him|her|them)\b.{0,20}\babout you",
    r"@ .{0,40}\b(?:happy|delighted|glad|pleased|keen|looking forward|expecting|waiting)"
    r" .{0,20}\b(?:from you|(?:meet|talk to|speak to|help|see) you)\b",
    r"\bmention(?:ed|ing) (?:you|your \w+) to @|\brecommended you to @"
    r"|\bput in a word (?:for you )?(?:with|to) @",
    r"\b(?:gave|given|giving|passed|passing|forwarded|shared|sent) (?:on )?your\b.{0,30}\b(?:to"
    r"|with) @"
    r"|\b(?:gave|given|giving|sent) @ your\b",
    r"@ (?:will|is going to|would like to|wants to|ll|promised to) (?:get in touch|contact|write"
    r"|call|reach"
    r"|be in touch|drop you|ping|e ?mail|message|connect)",
    r"\b(?:solltest|sollten sie|musst|sprich|rede|schreib|melde dich|wende dich|kontaktier\w*"
    r"|ruf)\b.{0,30}@"
    r"(?!.{0,20}\bgesehen)",
    r"@.{0,30}\bvon (?:dir|ihnen) erzahlt|\bvon (?:dir|ihnen) @ erzahlt|\bdich bei @|\b(?:dein"
    r"|deine|ihre?n?)"
    r" (?:nummer|kontakt\w*|adresse|mail\w*|namen?) (?:an )?@ (?:weiter ?)?ge",
    r"@ (?:wird sich|meldet sich|schreibt dir|ruft dich)",
    r"\b(?:tu devrais|vous devriez|parle|ecris|contacte|appelle|adresse toi)\b.{0,20}@",
    r"\bparle de (?:toi|vous) a @|\bdonne (?:ton|ta|tes|votre|vos)\b.{0,25}\ba @|@ va (?:te"
    r"|vous) (?:ecrire"
    r"|contacter|appeler|joindre)",
    r"\b(?:deberias|deberia|tienes que|habla con|escribe a|escribele a|llama a|contacta (?:con"
    r"|a))\b.{0,20}@",
    r"\bhable de ti (?:a|con) @|\b(?:di|pase|he dado) (?:tu|tus)\b.{0,25}\ba @|@ te (?:escribira"
    r"|llamara|contactara)",
    r"\b(?:dovresti|parla con|scrivi a|contatta)\b.{0,20}@|\b(?:deverias|devias|fala com"
    r"|escreve a|fale com)\b.{0,15}@",
    r"\b(?:praat|spreek|schrijf|bel|neem contact op)\b.{0,20}@|\bje moet\b.{0,30}@",
)


TOUCH: Final = (
    r"(?:get in touch|get in contact|getting in touch|be in touch|reach out|reach you"
    r"|reaching out|contact you"
    r"|contact|connect|write|talk|speak|meet|call|message|drop you|approach|turn to you|introduc"
    r"|ask you"
    r"|your (?:name|contact|number|e ?mail|details|address|direction|way|work|profile)|about you"
    r"|to you|us)"
)
SENT_BY: Final = _any(
    r"@(?: \w+){0,4}? (?:suggested|recommended|advised|encouraged|proposed|thought|said|says"
    r"|mentioned"
    r"|told|asked|urged|pointed|sent|directed|referred|connected|introduced|put|gave|give|passed"
    r"|forwarded"
    rf"|shared|offered)\b.{{0,80}}\b{TOUCH}\b",
    r"\b(?:introduced|referred|recommended|sent|directed|pointed|connected)\b.{0,30}\b(?:by"
    r"|through|via) @",
    r"\b(?:got|have|had|received|found) your (?:name|contact|number|e ?mail|details"
    r"|address)\b.{0,25}\b(?:from"
    r"|through|via) @",
    r"\b(?:at|on|upon) (?:the )?(?:suggestion|recommendation|advice|request) of @"
    r"|\b(?:at|on|upon) @(?: s)? (?:suggestion|recommendation|advice|request)",
    r"\bthrough (?:our )?(?:mutual |common )?(?:friend |colleague "
    rf"|contact )?@.{{0,40}}\b{TOUCH}\b",
    r"\bour (?:mutual|common) (?:friend|acquaintance|contact|connection) @",
    r"@.{0,50}\b(?:empfohlen|vorgeschlagen|geraten|nahegelegt|ermuntert|vorgestellt"
    r"|bekannt gemacht)\b",
    r"@.{0,40}\b(?:meinte|sagte|fand|schlug)\b.{0,60}\b(?:ihnen|sie|dir|dich|melden|wenden|vor)\b",
    r"@.{0,40}\b(?:gab|gegeben|weitergegeben)\b|@ hat mir .{0,30}\b(?:kontakt|namen?|adresse"
    r"|nummer|von (?:ihnen|dir))",
    r"\b(?:durch|von|uber|via) @.{0,50}\b(?:vorgestellt|empfohlen|bekommen|erhalten|aufmerksam"
    r"|kontakt\w*|namen?)\b",
    r"\bauf (?:empfehlung|anraten|vorschlag|rat) von @",
    r"@ (?:m a|nous a|me|m avait)\b.{0,40}\b(?:conseill|sugger|recommand|donn|parl|present|mis en"
    r"|orient|propos)",
    r"\b(?:present|recommand|orient|envoy|adress)\w*\b.{0,20}\bpar @|\bmis(?:e"
    r"|es)? en (?:relation|contact) (?:par|grace a) @",
    r"\b(?:de la part|sur (?:le |les )?(?:conseil|recommandation|suggestion)s?"
    r"|par l intermediaire) (?:de|d) @",
    r"@ (?:me|nos) (?:ha )?(?:sugir|recomend|aconsej|dio|dado|habl|present|puso|puesto|paso"
    r"|pasado|dijo)",
    r"\b(?:presentad|recomendad|referid|enviad)[oa]s? por @|\b(?:de parte|a traves|por medio"
    r"|por recomendacion|por sugerencia) de @",
    r"@ mi ha\b.{0,30}\b(?:suggerit|consigliat|dato|parlat|presentat|raccomandat)|\b(?:presentat"
    r"|consigliat|raccomandat)[oa] da @",
    r"@ (?:me )?(?:sugeriu|recomendou|aconselhou|apresentou|indicou|passou|falou)|\b(?:apresentad"
    r"|indicad|recomendad)[oa] por @",
    r"@ (?:heeft|raadde|stelde|gaf)\b.{0,40}\b(?:aangeraden|voorgesteld|gegeven|aan|voor|mij)\b"
    r"|\b(?:voorgesteld|aanbevolen) door @",
)


MET: Final = re.compile(
    r"\b(?:(?:nice|good|great|lovely|wonderful|pleased|glad|delighted|pleasure) (?:to (?:be )?"
    r"|being )?(?:e )?(?:meet(?:ing)?|connect(?:ed|ing)?|introduced)|freut mich|sehr erfreut"
    r"|enchantee?|encantad[oa]|piacere|prazer|aangenaam)\b"
)
ASIDE: Final = re.compile(r"\bbcc\b|\bblind ?copy\b|\bcci\b|\bcco\b|\bccn\b")
"""Whoever is thanked and moved out of sight made the introduction."""

THANKS: Final = re.compile(
    r"\b(?:thank|thanks|thx|grateful|appreciate|danke|dank|dankbar|merci|gracias|grazie"
    r"|obrigad[oa]|bedankt)\b"
)
DEED: Final = re.compile(
    r"\b(?:introduc\w*|intro|connecting|connection to|putting|vermittl\w*|vorgestellt|vorstell\w*"
    r"|kontakt\w*"
    r"|presente?\w*|mise? en (?:relation|contact)|contacto|contatto|apresenta\w*|voorstel\w*)\b"
)


NOTED: Final = _any(
    r"@ (?:kindly )?(?:introduced|connected|put|recommended|referred|presented|sent"
    r"|suggested) (?:us|me|him|her|them|this)\b",
    r"\b(?:introduced|intro|introduction|referred|referral|recommended|presented|suggested"
    r"|connected)\b.{0,20}\b(?:by|via"
    r"|through|from) @",
    r"\b(?:met|know|knows|known|contact|got to know|found|friend)\b(?: \w+){0,3} (?:through|via"
    r"|thanks to) @",
    r"^(?:came )?(?:via|through|by|from|thanks to|intro|introduced by|referral) @",
    r"@ .{0,20}\b(?:brought|got) (?:us|me and \w+) together\b|\bbrought together by @",
    r"\b(?:vorgestellt|empfohlen|vermittelt)\b.{0,15}\b(?:von|durch) @|\b(?:durch|uber|via"
    r"|von) @.{0,20}"
    r"\b(?:vorgestellt|empfohlen|kennen ?gelernt|vermittelt)",
    r"\bkennen ?gelernt\b.{0,20}\b(?:uber|durch) @|\bkontakt (?:uber|durch|von) @|@ hat uns\b",
    r"\b(?:presente|recommande|rencontre|connu|connue)e?\b.{0,20}\b(?:par|via|grace a) @"
    r"|@ nous a (?:presente|mis)",
    r"\b(?:presentad|recomendad|conocid|referid)[oa]\b.{0,15}\b(?:por|a traves de|via) @"
    r"|@ nos (?:presento|puso)",
    r"\b(?:presentat|conosciut|raccomandat)[oa]\b.{0,15}\b(?:da|tramite|via) @|\b(?:apresentad"
    r"|indicad|conhecid)[oa]"
    r"\b.{0,15}\b(?:por|via|atraves de) @",
    r"\b(?:voorgesteld|aanbevolen|leren kennen)\b.{0,15}\b(?:door|via) @",
)


TELLING: Final = frozenset(
    word.encode()
    for word in """
    introduce introduced introduces introducing introduction intro connect connected connecting
    touch
    suggested suggests recommended recommends advised encouraged proposed told gave given passed
    forwarded shared mentioned happy delighted glad pleased keen forward expecting waiting about
    brought together came referred refers referral pointed directed urged asked offered
    sent put
    contact speak talk write reach mutual meet call
    empfohlen empfahl empfehlung vorgeschlagen schlug vorgestellt vorstellen vorstelle stelle
    geraten rat
    kontakt kontakte erzählt gegeben weitergegeben gab meinte sagte wende wenden melde melden
    meldet
    sprich rede schreib schreibt bekannt zusammen vernetzen verbinde kennen kennenlernen
    kennengelernt
    solltest sollten vermittelt
    conseillé conseil suggéré recommandé recommandation présenté présente présenter parlé donné
    contacte
    contacter écris parle relation devrais devriez orienté part
    sugirió sugerencia recomendó recomendado recomendación presentó presento presentar
    presentado hablé
    habló contacto habla escribe deberías debería dio dado puso pasó parte través
    suggerito consigliato presentato presento contatto dovresti parla scrivi
    sugeriu recomendou apresentou apresento apresentar indicou contato contacto deverias fala fale
    voorgesteld voorstellen aanbevolen aangeraden stel stelde praat spreek schrijf moet
    """.split()
)
"""One of these words stands in every sentence that the patterns for two people know."""

JOINING: Final = frozenset(
    word.encode()
    for word in """
    introduce introduced introducing introduction intro meet connect connecting connection touch
    contact
    contacto contatto contato kontakt each another two both looping loop adding copying copy
    copied cc
    vorstellen vorstelle vorstellung stelle stell vor bekannt kennen kennenlernen vernetzen
    verbinde
    verbinden zusammen beide beiden zwei ihr lernt solltet kopie présente présenter presente
    présentation
    présentations relation connaissance laisse devriez deux copie presento presentar presentaros
    presentarles presentación pongo poneros ponerlos conocer conoceros dos copia presentarvi
    presentazione
    metto mettervi mettere due apresento apresentar colocar coloco voorstellen voorstel stel
    elkaar know
    take leave let bcc cci cco pair handing passing empfehle empfehlen
    """.split()
)
