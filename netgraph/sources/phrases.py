"""The phrases people introduce one another with, in seven languages.

They are written for folded sentences (no case, accents or punctuation) in which `@` stands for a
name; `wording` says which of them counts where. English comes first in each group, then German,
French, Spanish, Italian, Portuguese and Dutch.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final


class Phrase:
    """Ways to say one thing, as one pattern that is put together when it is first looked for.

    Most of what is loaded holds no messages, and should not wait for their words.
    """

    def __init__(self, *patterns: str, flags: int = 0) -> None:
        self.patterns, self._flags = patterns, flags

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in self.patterns), self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where it is said."""
        return self._pattern.search(text)


NOT_MEANT: Final = Phrase(
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

ANSWER: Final = re.compile(r"\s*(?:re|aw|antw|sv|vs|rv|rif|odp)\s*(?:\[\d+\])?\s*[:：]", re.I)

NAMED: Final = Phrase(
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
SENT_BY: Final = Phrase(
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


NOTED: Final = Phrase(
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
