"""What does a sentence between two say of a third, named `@` in it?

Three things are told apart, each by adding up a few signs: that the writer sends the reader to `@`,
that `@` sent the writer, and, in a private note, that `@` brought the two together.
"""

from __future__ import annotations

import re
from typing import Final

from .phrases import Phrase

ENOUGH: Final = 3
"""From this sum on a sentence says it."""

PLAIN: Final = 4
"""From this sum on it says so without a doubt."""

_Signs = tuple[tuple[int, Phrase], ...]


def _signs(*signs: tuple[int, str]) -> _Signs:
    return tuple((weight, Phrase(pattern)) for weight, pattern in signs)


_SAYS: Final = (
    r"(?:suggest|recommend|told|tells?|has told|said|says|mention|(?:gave|given|sen[dt]|put"
    r"|pass(?:ed)?) (?:me|us|my|your|on|along|you)|point|direct"
    r"|refer"
    r"|nudg|urge|encourag|insist|sw[eo]re|vouch|sp[eo]ke|speaks|think|thought|reckon"
    r"|forward"
    r"|shar|offer|introduc|steer|push|tipp|assur|promis|convinc|connect|advis|propos|persuad|sang"
    r"|sings|raved|raves|warn|kind enough|good enough"
    r"|empf|empfohlen|vorgeschl|sagt|meint|gab|gegeben|geraten|erzahl|verwies|verwiesen|vermittel"
    r"|m a|t a|vous a|nous a|conseil|sugg|suger|recomend|dio|dado|habl|dijo|dice|puso|pas[oe]"
    r"|consigli|dato|parlat|detto|indic|fal|disse|raadde|gaf|vertel|stelde)"
)
_YOU: Final = (
    r"\b(?:you|your|yours|ihnen|ihr|ihre?n?|sie|dir|dich|dein\w*|vous|votre|vos|te|toi|ton|usted"
    r"|ustedes|tu|su|le|lei|voce|lhe|seu|sua|je|jou|u|uw)\b"
)
_YOUR: Final = (
    r"\b(?:your|ton|ta|tes|votre|vos|deine?[nrm]?|ihre?[nrm]?|tus?|sus?|tuo|tua|tuoi|teu|seu|sua"
    r"|jouw)"
)
_ME: Final = r"\b(?:i|me|my|us|we|ich|mir|mich|uns|je|j|m|moi|nous|yo|mi|nos|io|ci|eu|ik)\b"
_TOUCH: Final = (
    r"\b(?:touch|reach|name|number|contact\w*|contat\w*|write|writing|talk|speak|meet|call|details"
    r"|address|about (?:me|you)|introduc\w*|find you|look you up|drop you|ask you|knock|connect\w*"
    r"|kontakt\w*|namen?|nummer|melden|wenden|schreiben|sprechen|ecrire|adress\w*|nom|numero"
    r"|contact(?:er|arle|arte)|escrib\w+|nombre|scriver\w+|nome|escrever|naam|schrijven)\b"
)

_SENT: Final = _signs(
    (2, rf"@(?: (?!(?:i|we|you|ich|je|and|und|et)\b)\w+){{0,7}}? {_SAYS}"),
    (
        2,
        r"\b(?:friend|acquaintance|contact) (?:\w+ ){0,2}(?:in|of) @|\bname (?:by|from|through) @"
        r"|\b(?:nudge|tip|hint|suggestion|recommendation|referral|word|introduction|advice|request"
        r"|urging|insistence|behest|prompting|push|shove|pointer)\b.{0,12}\b(?:from|of|by) @"
        r"|\b(?:at|on|upon|per) @ s \w+|\b(?:thanks to|courtesy of|via|through) @",
    ),
    (1, _TOUCH),
)
_SENDS: Final = _signs(
    (
        2,
        r"(?:\bi (?:\w+ ){0,5}|^(?:just |have |had )*)(?:told|mentioned|spoke|spoken|talked|wrote"
        r"|written|gave|given|passed"
        r"|sent|showed|showing|shown|shared|forwarded|recommended|dropped|rang|emailed|messaged"
        r"|pinged|warned|put|had a"
        r" (?:word|chat|call|coffee))\b.{0,60}@|@.{0,80}\bi (?:\w+ ){0,3}(?:told|spoke|wrote"
        r"|asked)\b",
    ),
    (
        2,
        r"@.{0,60}\b(?:expect\w*|happy|delighted|glad|keen|waiting|curious|look(?:s|ing) forward"
        r"|would love|d love|knows? (?:who|that) you|(?:will|ll|is going to|promised to|wants to"
        r"|would like to) (?:\w+ )?(?:write|call|ring|contact|reach|drop|get|be|message|ping|email"
        r"|text|help|meet))\b.{0,30}\b(?:you|touch)\b",
    ),
    (
        2,
        r"^(?:\w+ ){0,3}(?:write|talk|speak|call|ring|contact|ping|email|message|try|ask|drop)"
        r" (?:to |with |a line to )?@|\byou (?:\w+ )?(?:should|must|ought to|need to|have to|might"
        r" want to) (?:\w+ )?(?:talk|speak|write|call|meet|contact|get in touch|ask)\b.{0,20}@",
    ),
    (
        2,
        rf"{_YOUR} (?:\w+ ){{1,4}}?(?:(?:on )?(?:to|with|a|al|an|ad|aan) )?@"
        rf"|@ {_YOUR} \w+|\babout you\b.{{0,40}}@|@.{{0,60}}\babout (?:you\b|your\b)"
        r"|@ (?:von (?:dir|ihnen)|de (?:toi|vous|ti|voce)|di (?:te|lei)|over jou)\b"
        r"|\b(?:von (?:dir|ihnen)|de (?:toi|vous|ti|voce)|di (?:te|lei)|over jou) \w* ?@",
    ),
    (
        2,
        r"@.{0,40} (?:elle|il|er|sie|ella|el|lei|lui|ela|ele|hij|zij)\b.{0,20}\b(?:te|t|dich|dir|ti"
        r"|vous|sich|lhe|je|ihnen)\b",
    ),
    (
        1,
        r"\b(?:mention|use|say|tell) (?:\w+ )?(?:my name|me|i|that|you come|her|him|them)\b|\bcome"
        r" from me\b|\b(?:her|his|their) (?:number|email|address|details|contact) (?:is|are)\b"
        r"|\bhear from you\b|\bline\b|\byou ll be\b"
        r"|\b(?:ring|call|write|tell) (?:you|him|her|them)\b"
        r"|\b(?:write to|call|ring|email) (?:her|him|them)\b",
    ),
)
_NOTED: Final = _signs(
    (
        2,
        r"\b(?:through|via|by|from|thanks to|courtesy of|uber|durch|par|grace a|por|gracias a|da"
        r"|uns|nous"
        r"|tramite|door|dankzij|grazie a|gracas a) @",
    ),
    (
        2,
        r"@(?: s)?(?: \w+){0,4}? (?:introduc\w+|intro|brought|put|sat|seated|connect\w+|present\w+"
        r"|recommend\w+|suggest\w+|sent|arranged|got us|got me|made|insisted|matched|paired|hooked"
        r"|dragged|steered|pointed|passed|gave|doing|idea|merit|fault|work|recommendation|tip"
        r"|friend"
        r"|vorgestellt|vermittelt|empfohlen|gebracht|a presente|mis|puso|presento|presentato"
        r"|apresentou|voorgesteld)\b",
    ),
    (
        1,
        r"\b(?:us|we|together|meet|met|introduc\w+|introductions?|intro|know|kennen\w*|zusammen\w*"
        r"|vorgestellt|ensemble|rencontr\w*|connu\w*|juntos|conoc\w+|insieme|conosc\w+|conhec\w+"
        r"|samen|came to me|in touch|contact|kontakt)\b",
    ),
)
_WRITER: Final = Phrase(
    r"(?:^|\b)(?:i|ich|j|je|yo|io|eu|ik)(?: (?!by|from|was|got|am|through|von|par|por|da"
    r"|door)\w+){1,6} @"
)
_NOT_DONE: Final = Phrase(
    r"\b(?:wants?|would like|asks?|asked|ask|whether|could|would (?!love|be|like|d)|some ?day|scrap"
    r"|retired|if you|was all set|will ask|should (?:i|introduce)|not yet|offer(?:s|ed)? to"
    r"|might|mochte|frag\w*|soll|voudrait|demander|quiere|preguntar|vorrebbe|chiedere)\b"
    r"(?=.*\b(?:introduc\w*|intro|connect|put|vorstell\w*|present\w*)\b)"
)


def _sum(signs: _Signs, sentence: str) -> int:
    return sum(weight for weight, pattern in signs if pattern.search(sentence))


def sends_to(sentence: str) -> bool:
    """Whether the writer sends the reader to the one named, or that one to the reader.

    >>> sends_to("i had a word with @ and she s expecting to hear from you")
    True
    """
    return (
        bool(re.search(_YOU, sentence))
        and not _NOT_DONE.search(sentence)
        and _sum(_SENDS, sentence) >= ENOUGH
    )


def plainly_sends_to(sentence: str) -> bool:
    """Whether both were told of each other: nothing more is needed.

    >>> plainly_sends_to("i told @ about you and she expects you to call her")
    True
    """
    return sends_to(sentence) and _sum(_SENDS, sentence) >= PLAIN


def writer_sends(sentence: str) -> bool:
    """Whether it is the writer who does it: "I gave @ your number"."""
    return bool(_WRITER.search(sentence)) and sends_to(sentence)


def sent_by(sentence: str) -> bool:
    """Whether the one named sent the writer to the reader.

    >>> sent_by("@ said over dinner that i should write to you")
    True
    """
    if _NOT_DONE.search(sentence):
        return False
    needed = ENOUGH if re.search(_YOU, sentence) else PLAIN
    return _sum(_SENT, sentence) + bool(re.search(_ME, sentence)) >= needed


def noted(sentence: str) -> bool:
    """Whether a note says that the one named brought the two together.

    >>> noted("@ brought her along so that we would meet"), noted("reports to @")
    (True, False)
    """
    return not _NOT_DONE.search(sentence) and _sum(_NOTED, sentence) >= ENOUGH
