"""Do these words introduce somebody to somebody?

Patterns in seven languages over folded sentences (no case, accents or punctuation), in which every
known name is written as `@`. Four things are told apart:

    joins      to two people at once: "Nora, please meet Lars"
    names      to one, of a third: "you should talk to Lars; I told him about you"
    sent by    from a stranger: "Ewa suggested that I get in touch with you"
    thanks     afterwards, to the introducer: "thank you for introducing me to Ruben"

Words alone prove nothing; what happened afterwards is weighed by `netgraph.evidence`. Nothing read
here is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..schema import fold_name
from . import mentions, phrases

NAME: Final = "@"

# --- which words are the sender's own --------------------------------------------------------
_QUOTED: Final = re.compile(
    r"^\s*(?:>|\|)|^\s*-{2,}\s*(?:original|forwarded|urspr|weitergeleitet|message d|mensaje"
    r"|messaggio"
    r"|mensagem|oorspronkelijk|doorgestuurd)|^\s*_{10,}\s*$|^-- $"
    r"|^\s*(?:on|am|le|el|il|em|op)\b.{5,120}\b(?:wrote|schrieb|[ée]crit|escribi[óo]|ha scritto"
    r"|escreveu|schreef)\b.{0,20}:\s*$"
    r"|^\s*(?:from|von|de|da|van)\s?:\s.+@",
    re.I,
)
_SENTENCE_END: Final = re.compile(r"[.!?…]+[)\"»”’]*\s+|[\r\n]+|;\s")
_INITIAL: Final = re.compile(r"(?:^|[\s.(-])[^\W\d_]$")
_LONGEST: Final = 2_000
_THANKS: Final = re.compile(
    r"\bthank|\bthx|grateful|appreciate|\bdank|bedankt|merci|gracias|grazie|obrigad", re.I
)
"""A quick look, before the names are looked for."""

_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_APOSTROPHES: Final = re.compile(r"['’ʼ`]")


def own_words(text: str) -> str:
    """The text without what it quotes from others, cut where nobody reads on."""
    kept: list[str] = []
    for line in text[: 4 * _LONGEST].splitlines():
        if _QUOTED.search(line):
            if line.lstrip().startswith((">", "|")):
                continue
            break
        kept.append(line)
    return "\n".join(kept)[:_LONGEST]


def sentences(text: str) -> list[str]:
    r"""The sentences of a text as written, without empty ones.

    >>> sentences("Meet José G. Muñozar. He sings!\n\nBye")
    ['Meet José G. Muñozar', 'He sings', 'Bye']
    """
    found = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        before = text[max(start, end.start() - 2) : end.start()]
        if end[0].startswith(".") and _INITIAL.search(before):
            continue
        found.append(text[start : end.start()].strip(" .!?"))
        start = end.end()
    found.append(text[start:].strip(" .!?\r\n"))
    return [sentence for sentence in found if sentence]


def folded(text: str) -> str:
    """Words for comparing: as `fold_name`, but an apostrophe parts two words.

    >>> folded("Zoë's idea: I'll"), folded("N'Dourou")
    ('zoe s idea i ll', 'n dourou')
    """
    text = _APOSTROPHES.sub(" ", text)
    if text.isascii():
        return _NO_WORD.sub(" ", text.lower()).strip()
    return fold_name(text)


def with_names(sentence: str, names: list[str]) -> str:
    """The folded sentence with each of these folded names written as `@`; longer names first.

    >>> with_names("Nora, meet Lars Holm!", ["lars holm", "nora"])
    '@ meet @'
    """
    words = f" {folded(sentence)} "
    for name in sorted(names, key=len, reverse=True):
        if name:
            words = words.replace(f" {name} ", f" {NAME} ").replace(f" {name} ", f" {NAME} ")
    return words.strip()


# --- what they say ---------------------------------------------------------------------------
def thanks_in_passing(text: str, names: list[str]) -> bool:
    """Whether a message to two thanks one of them, `names`, for having introduced the other.

    >>> thanks_in_passing("Thanks Kay, moving you to bcc. Nora, nice to meet you!", ["kay"])
    True
    """
    if not _THANKS.search(text):
        return False
    lines = [with_names(s, names) for s in sentences(own_words(text))]
    is_met = any(phrases.MET.search(line) for line in lines)
    return any(
        NAME in line.split()
        and phrases.THANKS.search(line)
        and (phrases.ASIDE.search(line) or (is_met and phrases.DEED.search(line)))
        for line in lines
    )


def names_somebody(sentence: str) -> bool:
    """Whether a sentence to one sends them to the one it names (`@`), or that one to them."""
    if phrases.NOT_MEANT.search(sentence):
        return False
    return bool(phrases.NAMED.search(sentence)) or mentions.sends_to(sentence)


def names_introducer(sentence: str) -> bool:
    """Whether a sentence says that the one it names (`@`) sent or introduced the writer."""
    if phrases.NOT_MEANT.search(sentence) or mentions.writer_sends(sentence):
        return False
    return bool(phrases.SENT_BY.search(sentence)) or mentions.sent_by(sentence)


def thanks_for_introduction(sentence: str) -> bool:
    """Whether a sentence thanks for an introduction."""
    return bool(phrases.THANKS.search(sentence)) and bool(phrases.DEED.search(sentence))


def note_names_introducer(sentence: str) -> bool:
    """Whether a private note about somebody names who introduced them."""
    if phrases.NOT_MEANT.search(sentence):
        return False
    return (
        bool(phrases.NOTED.search(sentence))
        or bool(phrases.SENT_BY.search(sentence))
        or mentions.noted(sentence)
    )


_BARE_WORDS: Final = bytes(
    c + 32 if 65 <= c <= 90 else c if 97 <= c <= 122 or c >= 128 else 32 for c in range(256)
)


_PAIR: Final = re.compile(r"<-?>|[/&+|×]|\b(?:x|and|und|et|y|e|en|meets?)\b", re.I)


def may_join(subject: str, text: bytes) -> bool:
    """Whether a message to two is worth reading: by its words, or two sides in its subject."""
    if _PAIR.search(subject):
        return True
    return not phrases.JOINING.isdisjoint(text.translate(_BARE_WORDS).split())


def names_two(names: Iterable[str], text: bytes) -> bool:
    """Whether the first or last names of two of these people stand in a text."""
    found = 0
    for name in names:
        words = name.split()
        if words and (words[0].encode() in text or words[-1].encode() in text):
            found += 1
    return found > 1


def may_introduce(text: bytes) -> bool:
    """Whether a message between two is worth reading: a quick look for the verbs."""
    return not phrases.TELLING.isdisjoint(text.translate(_BARE_WORDS).split())
