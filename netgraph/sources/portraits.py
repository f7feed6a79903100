"""Whom does a message turn to, and of whom does it speak?

Whoever introduces two people turns to one by name and describes the other: "Otis, Nora has the
chapel". An ordinary mail to two asks both to do things and describes neither. That holds in any
language, so this room reads the order of names, marks and a few small words, and no phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ..schema import fold_name

_MARK: Final = re.compile(r"([,:;()!?/&+|<>–—]+|(?<=\s)-+(?=\s)|👋)")
_ENDS: Final = re.compile(r"(?<=[.!?…])[)\"»”’]*\s+|[\r\n]+|;\s")
_INITIAL: Final = re.compile(r"(?:^|[\s.(-])[^\W\d_]\.$")
_APOSTROPHE: Final = re.compile(r"['’ʼ`]")
_NAME: Final = re.compile(r"@(\d)")
_FULL_LINE: Final = 55
"""A line at least this long that ends in no mark goes on in the next one."""

_LEADS: Final = frozenset(
    """
    dear hi hello hey hiya morning good afternoon evening greetings to so and but oh ok okay well
    right now also ps my both all again thanks thank you
    liebe lieber hallo moin guten tag morgen sehr geehrte geehrter und servus
    bonjour salut cher chere chers cheres coucou et
    hola querido querida queridos estimado estimada buenos dias y
    ciao caro cara cari gentile buongiorno e ola bom dia prezado prezada
    beste hoi dag hej kedves draga szia
    """.split()
)
_TITLES: Final = frozenset(
    "ms mr mrs miss dr prof professor sir frau herr herrn madame monsieur mme senor senora"
    " dona don signor signora sig dott mevrouw meneer senhor senhora".split()
)
_ARTICLES: Final = frozenset("a o la il l el der die den dem os as".split())
_OWN: Final = frozenset(
    "my our your mein meine meinen meinem unser unsere mon ma notre mi nuestro nuestra mio mia meu"
    " minha mijn onze".split()
)
_DEAR: Final = frozenset(
    "dear liebe lieber cher chere querido querida caro cara beste best own".split()
)
_PRONOUNS: Final = frozenset("she he er sie elle il ella lei lui ela ele zij hij".split())
_AND: Final = frozenset("and und et y e en & / + <> og och i x".split())
_STOPS: Final = frozenset(", : ! - – — ? 👋 ;".split())
_TO_THEM: Final = frozenset(
    "you your this that here its please meet du dir dich dein dies das hier tu ton te vous voici tu"
    " ti tuo este esta esto ecco questo questa voce jij je dit bitte".split()
)
_BEFORE_SUBJECT: Final = frozenset(
    "and while but because since whereas that as if though although when whom think believe says is"
    " und aber weil dass denn wahrend da et mais que car y pero porque e ma che perche mas en maar"
    " dat want here this voici hier".split()
)
_NO_DEED: Final = frozenset(
    """
    and or but to for with in on at from of by as if then than too also again please you your we i
    will would can could should shall must may might ll d are were have had and the
    und oder aber mit von fur an bei wird kann konnte soll sollte muss darf bitte du ihr euch hast
    et ou avec de pour a en peux pourrais va peut doit y o con para por puede va puedes e ed da
    per puo voor met van kan zal moet
    """.split()
)
_WHO: Final = frozenset(
    """
    who whose whom the a an my our one ex formerly your
    der die das dessen deren den dem ein eine mein meine unser unsere
    qui dont que le la l un une mon ma notre celui celle
    el una quien mi nuestro nuestra il lo un uno che mio mia o um uma quem de het een mijn
    """.split()
)
_MODAL: Final = frozenset(
    "will would can could should ll may might knows wird kann konnte peut pourra va puede podra puo"
    " potra pode kan zal".split()
)
_YOU: Final = frozenset(
    "you your dir dich ihnen euch te t toi vous ti tu lo voce lhe je jou u from".split()
)
_WITH: Final = frozenset("from with von bei mit avec chez con da com van met".split())
_HERE_IS: Final = frozenset(
    [
        "this is",
        "that is",
        "here is",
        "here s",
        "this s",
        "is the",
        "das ist",
        "hier ist",
        "voici le",
        "voici la",
        "este es",
        "esta es",
        "questo e",
        "questa e",
        "este e",
        "dit is",
    ]
)
_IN_COPY: Final = re.compile(
    r"(@(\d)) [,(](?: who| is| s| also| here| hier| ici| aqui| qui)*"
    r" (?:copied|cc|cc d|ccd|(?:in|on|en|em) (?:the )?(?:cc|copy|kopie|copie|copia))"
    r"(?: here| hier| on this)?(?: [,)]|$)"
)
_POINTING: Final = re.compile(
    r"(?:\b(?:this|here|das|hier|dies|este|esta|questo|questa|dit|aqui|it|answer|person|one|es) "
    r"(?:is|s|comes|are|ist|sind|kommt|est|es|e|sta)|\b(?:here|hier|voici|ecco|c est|its))"
    r"(?: (?:the|my|our|your|die|der|mein|meine|le|la|mon|ma|el|mi|il)(?: \w+)?)? @(\d)"
    r"|\b(?:adding|added|add|copying|cc|ccing|cc ing|cc d|looping|looped|loop|bringing|roping"
    r"|including|tagging|copied|kopie|copie|copia)(?: (?:in|our|my|to|also|here))*"
    r"(?: [a-z]+)? @(\d)"
    r"|@(\d)(?: [,(–—-])?(?: who(?: m)?(?: is| s| i have| i ve| i)?| is| s| here| right| also"
    r"| stays)*"
    r" (?:here|cc|ccd|cc d|copied|copy|in (?:the )?(?:cc|copy|kopie|copia|cci)|on (?:cc|copy)"
    r"|(?:en|em|in|hier in|ici en) (?:copie|copia|kopie|cc))\b"
    r"|@(\d)(?: [a-z]+){1,4} (?:in|en|em) (?:the )?(?:copy|cc|kopie|copie|copia)\b"
)


@dataclass(slots=True)
class Portraits:
    """What a message tells of each of its readers, as the places of people in a list.

    Attributes
    ----------
    lines
        Its sentences, folded, names as `@`, without marks.
    marked
        The same, names as `@` and the place of the person.
    told
        (x, y) where the message turns to x and describes y.
    promised
        (x, y) where it turns to x and says what y will do for them.
    described, pointed, turned
        Who is described at all, who is pointed at ("here is"), who is turned to by name.
    mirrored
        Whether two names stand alone and in both orders: "Nora, Paloma. Paloma, Nora."
    """

    lines: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    told: set[tuple[int, int]] = field(default_factory=set)
    promised: set[tuple[int, int]] = field(default_factory=set)
    described: set[int] = field(default_factory=set)
    pointed: set[int] = field(default_factory=set)
    turned: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    mirrored: bool = False

    def looking_on(self, words: re.Pattern[str]) -> set[int]:
        """Who is named alone, or as one of few, in a sentence with such words."""
        return {int(i) for line in self.marked if words.search(line) for i in _NAME.findall(line)}


def sentences(text: str) -> list[str]:
    r"""The sentences of a text with the marks that end them; wrapped lines are joined.

    >>> sentences("Meet José G. Muñozar. He sings!\n\nBye")
    ['Meet José G. Muñozar.', 'He sings!', 'Bye']
    """
    joined: list[str] = []
    for line in text.splitlines():
        before = joined[-1] if joined else ""
        if (
            line[:1].strip()
            and len(before) >= _FULL_LINE
            and before[-1].isalnum() | (before[-1] in ",-–")
        ):
            joined[-1] = f"{before} {line.strip()}"
        else:
            joined.append(line.strip())
    whole = "\n".join(joined)
    found, start = [], 0
    for end in _ENDS.finditer(whole):
        if end[0].isspace() and _INITIAL.search(whole[max(start, end.start() - 3) : end.start()]):
            continue
        found.append(whole[start : end.start()].strip())
        start = end.end()
    found.append(whole[start:].strip())
    return [sentence for sentence in found if sentence]


def portraits(text: str, people: list[list[str]]) -> Portraits:
    """What a text tells of people, each given by the folded ways to say their name.

    >>> portraits("Otis, Nora has the chapel.", [["nora"], ["otis"]]).told
    {(1, 0)}
    """
    seen = Portraits()
    who = _who(people)
    turned_to: frozenset[int] = frozenset()
    last = -1
    alone: set[tuple[int, ...]] = set()
    for sentence in sentences(text):
        marked = " ".join(_tokens(sentence, who))
        seen.pointed |= {int(found[2]) for found in _IN_COPY.finditer(marked)}
        tokens = _IN_COPY.sub(r"\1", marked).split()
        names = tuple(int(t[1:]) for t in tokens if t[0] == "@" and len(t) > 1)
        if names and all(t[0] == "@" or t in _STOPS or t in _AND for t in tokens):
            alone.add(names)
        now, rest = _turned(tokens)
        if len(now) == 1 and _is_entry(tokens, rest):
            seen.described |= now
        turned_to = now or turned_to
        seen.turned |= now
        seen.named |= set(names)
        if rest[:1] and rest[0] in _PRONOUNS and last >= 0 and turned_to - {last}:
            seen.described.add(last)
            seen.told |= {(x, last) for x in turned_to if len(turned_to) == 1}
        _describe(rest, turned_to, seen, is_told=bool(now))
        last = next((int(t[1:]) for t in reversed(rest) if t[0] == "@"), -1 if now else last)
        words = " ".join(t for t in marked.split() if t[0].isalnum() or t[0] == "@")
        seen.pointed |= {int(g) for m in _POINTING.finditer(words) for g in m.groups() if g}
        seen.marked.append(words)
        seen.lines.append(_NAME.sub("@", words))
    seen.mirrored = any(len(pair) == 2 and pair[::-1] in alone for pair in alone)
    return seen


def _who(people: list[list[str]]) -> dict[str, dict[tuple[str, ...], int]]:
    """Whom words mean, by their first one; a name of two of them means neither."""
    meant: dict[str, int] = {}
    for i, names in enumerate(people):
        for name in filter(None, names):
            meant[name] = i if meant.get(name, i) == i else -1
    who: dict[str, dict[tuple[str, ...], int]] = {}
    for name in sorted(meant, key=len, reverse=True):
        if meant[name] >= 0:
            words = tuple(name.split())
            who.setdefault(words[0], {})[words] = meant[name]
    return who


def _tokens(sentence: str, who: dict[str, dict[tuple[str, ...], int]]) -> list[str]:
    """Folded words, marks, and `@` with the place of whoever is named."""
    out: list[str] = []
    for i, part in enumerate(_MARK.split(_APOSTROPHE.sub(" ", sentence))):
        if i % 2:
            out.append(part[0] if part[0] != "<" else "<>")
        else:
            out += _naming(fold_name(part).split(), who)
    return [
        word
        for word, after in pairwise([*out, ""])
        if after[:1] != "@" or not (word in _TITLES or word in _ARTICLES)
    ]


def _naming(words: list[str], who: dict[str, dict[tuple[str, ...], int]]) -> list[str]:
    """Words with names as `@` and the place of the person."""
    if who.keys().isdisjoint(words):
        return words
    out: list[str] = []
    at = 0
    while at < len(words):
        size = 1
        for name, person in who.get(words[at], {}).items():
            if tuple(words[at : at + len(name)]) == name:
                out.append(f"@{person}")
                size = len(name)
                break
        else:
            out.append(words[at])
        at += size
    return out


def _turned(tokens: list[str]) -> tuple[frozenset[int], list[str]]:
    """Whom a sentence turns to by name at its start, and the rest of it."""
    turned: list[int] = []
    at = 0
    while True:
        start = at
        while at < len(tokens) and (tokens[at] in _LEADS or (turned and tokens[at] in _AND)):
            at += 1
        if at >= len(tokens) or tokens[at][0] != "@":
            return frozenset(turned), tokens[start:]
        after = tokens[at + 1] if at + 1 < len(tokens) else ","
        person = int(tokens[at][1:])
        if after in _STOPS:
            turned.append(person)
            at += 2
            if after not in (",", "("):
                return frozenset(turned), tokens[at:]
        elif after in _AND and at + 2 < len(tokens) and _closes(tokens, at + 2):
            turned.append(person)
            at += 2
        elif not turned and after in _TO_THEM:
            return frozenset((person,)), tokens[at + 1 :]
        else:
            return frozenset(turned), tokens[start:]


def _is_entry(tokens: list[str], rest: list[str]) -> bool:
    """Whether a sentence is a name and what they are: "Claire - partnerships, based in Lyon"."""
    return (
        tokens[1:2] in (["-"], ["–"], [":"])
        and len(rest) > 2
        and not any(t[0] == "@" for t in rest)
        and not _TO_THEM & set(rest)
    )


def _closes(tokens: list[str], at: int) -> bool:
    """Whether a name (after a greeting) stands here and a mark after it."""
    while at < len(tokens) and tokens[at] in _LEADS:
        at += 1
    if at >= len(tokens) or tokens[at][0] != "@":
        return False
    return at + 1 >= len(tokens) or tokens[at + 1] in _STOPS


def _describe(
    rest: list[str], turned_to: frozenset[int], seen: Portraits, *, is_told: bool
) -> None:
    """Notes whom the rest of a sentence describes to whom."""
    for at, token in enumerate(rest):
        if token[0] != "@":
            continue
        person = int(token[1:])
        others = {(x, person) for x in turned_to if x != person and len(turned_to) == 1}
        after = _after(rest, at)
        if after[:1] and after[0] in _MODAL and _YOU & set(after[1:6]):
            seen.promised |= others
        if rest[at - 1 : at] and rest[at - 1] in _WITH and _YOU & set(rest):
            seen.promised |= others
        is_shown = is_told and " ".join(rest[:2]) in _HERE_IS
        if is_shown or _is_portrait(rest, at, after, is_told=is_told):
            seen.described.add(person)
            seen.told |= others


def _after(rest: list[str], at: int) -> list[str]:
    """What follows a name, without a bracket right after it."""
    after = rest[at + 1 :]
    if after[:1] == ["("] and ")" in after[:8]:
        after = after[after.index(")") + 1 :]
    return after


def _is_portrait(rest: list[str], at: int, after: list[str], *, is_told: bool) -> bool:
    """Whether the name at a place is the subject of a deed or has a description behind it."""
    before = rest[at - 1] if at else ""
    if _goes_on(rest[at + 1 :]):
        return True
    if before and before not in _DEAR and _OWN & set(rest[max(0, at - 4) : at - 1]):
        return True
    if not after or (before == "," and after[0] == "," and at > 1 and rest[at - 2] in _YOU):
        return False
    if after[0] in (",", "(", "-", "–", "—", ":"):
        follows = after[1] if len(after) > 1 else ","
        if at == 0 and not is_told:
            return False
        is_entry = at == 0 and follows[0].isalpha() and follows not in _TO_THEM | _NO_DEED
        return is_entry or follows in _WHO
    if after[0] == "s":
        return len(after) > 1 and after[1] not in ("cc", "copied", "only", "in")
    is_subject = not before or not before[0].isalnum() or before in _BEFORE_SUBJECT
    return is_subject and after[0][0].isalpha() and after[0] not in _NO_DEED


def _goes_on(after: list[str]) -> bool:
    """Whether the sentence goes on with he or she: "I add Mei: she has the key"."""
    for mark, word in pairwise(after):
        if word[0] == "@":
            return False
        if word in _PRONOUNS and mark in (",", ":", "-", "–", "and", "und", "et", "y", "e"):
            return True
    return False
