"""What the word beside a name says: "Spouse", "Referred by", "Kollege" … as a kind of tie.

Address books let people write the word themselves, in their own language. A word that is not here
still makes a tie, of no stated kind; the word itself is kept with the person.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..schema import fold_name

INTRODUCED_BY: Final = "introduced by"
ASSISTANT: Final = "assistant"
"""The other is this person's assistant."""
SELF: Final = "self"

_WORDS: Final = {
    INTRODUCED_BY: """introduced by, introduced us, introducer, introduction, referred by, referrer,
        referral, referee, met through, met via, first met through, known through,
        recommended by, vorgestellt von, vorgestellt durch, empfohlen von, empfohlen
        durch, bekannt durch, presente par, presentee par, recommande par, presentado
        por, presentada por, referido por, recomendado por, presentato da, presentata
        da, raccomandato da, apresentado por, indicado por, voorgesteld door,
        aanbevolen door, polecony przez""",
    "family": """family, spouse, husband, wife, partner, domestic partner, fiance, fiancee,
        child, children, son, daughter, parent, mother, father, mom, mum, dad,
        brother, sister, sibling, relative, relatives, kin, grandmother, grandfather,
        grandparent, grandchild, uncle, aunt, cousin, nephew, niece, godson,
        goddaughter, stepparent, stepchild, in law, mother in law, father in law,
        brother in law, sister in law, godchild, godfather, godmother, stepfather,
        stepmother, ehepartner, ehepartnerin, ehemann, ehefrau, ehegatte,
        lebenspartner, lebenspartnerin, partnerin, kind, sohn, tochter, mutter, vater,
        eltern, elternteil, bruder, schwester, verwandter, verwandte, onkel, tante,
        cousine, vetter, familie, conjoint, conjointe, epoux, epouse, mari, femme,
        enfant, fils, fille, mere, pere, frere, soeur, famille, oncle, conyuge,
        esposo, esposa, pareja, hijo, hija, madre, padre, hermano, hermana, familia,
        tio, tia, primo, prima, coniuge, marito, moglie, figlio, figlia, fratello,
        sorella, famiglia, zio, zia, conjuge, marido, filho, filha, mae, pai, irmao,
        irma, echtgenoot, echtgenote, zoon, dochter, moeder, vader, broer, zus""",
    "friend": """friend, friends, best friend, bestfriend, lover, best friends, close friend,
        close friends, school friend, school friends, freund, freundin, freunde, ami,
        amie, amis, amigo, amiga, amigos, amico, amica, amici, vriend, vriendin,
        vrienden, sweetheart, muse, crush, date, girlfriend, boyfriend""",
    "colleague": """colleague, colleagues, co worker, coworker, coworkers, co workers, work,
        manager, boss, subordinate, mentor, protege, supervisor, direct report,
        report, team, teammate, kollege, kollegin, kollegen, kolleginnen, arbeit,
        vorgesetzter, vorgesetzte, chef, chefin, collegue, collegues, travail,
        collaborateur, colega, colegas, trabajo, jefe, jefa, collega, colleghi,
        lavoro, capo, colega de trabalho, trabalho, collegas, werk, business partner,
        geschaftspartner""",
    "classmate": """classmate, classmates, school mate, schoolmate, fellow student, mitschuler,
        mitschulerin, schulfreund, schulfreunde, kommilitone, kommilitonin,
        kommilitonen, studienkollege, studienkollegin, camarade de classe, companero
        de clase, compagno di classe, klasgenoot, studiegenoot, studienfreunde""",
    "alumni": """alumni, alumnus, alumna, alum, alumnae, ehemalige, anciens eleves, ancien
        eleve, antiguos alumnos, ex alumnos, ex alunos, ex alumni, alumni network""",
    ASSISTANT: """assistant, assistants name, secretary, pa, executive assistant, personal
        assistant, assistent, assistentin, sekretar, sekretarin, sekretariat,
        assistante, secretaire, asistente, secretario, secretaria, assistente,
        segretaria, segretario""",
    SELF: "me, self, myself, ich, moi, yo, io",
}
_KIND_BY_WORD: Final = {
    " ".join(word.split()): kind for kind, words in _WORDS.items() for word in words.split(",")
}
_LABELS: Final = frozenset(
    " ".join(word.split())
    for word in (
        """family, relatives, familie, verwandte, famille, familia, famiglia, friends, friend, close
        friends, best friends, school friends, freunde, freund, amis, amigos, amici, vrienden,
        colleagues, colleague, coworkers, co workers, coworker, work, kollegen, arbeit, collegues,
        travail, colegas, trabajo, trabalho, colleghi, lavoro, collegas, werk, """
        + _WORDS["classmate"]
        + ", "
        + _WORDS["alumni"]
    ).split(",")
)
_APPLE_LABEL = re.compile(r"^_\$!<(.*)>!\$_$")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=4_096)
def kind_of(label: str) -> str:
    """The kind of a relation by its label; "" where the word is not known.

    >>> kind_of("_$!<Spouse>!$_"), kind_of("referredBy"), kind_of("REFERRED_BY"), kind_of("golf")
    ('family', 'introduced by', 'introduced by', '')
    """
    return _KIND_BY_WORD.get(fold_name(_HUMPS.sub(" ", plain_label(label))), "")


def plain_label(label: str) -> str:
    """The label without the marks address books put around it.

    >>> plain_label("_$!<HomePage>!$_"), plain_label("* Work")
    ('HomePage', 'Work')
    """
    label = label.strip().removeprefix("*").strip()
    match = _APPLE_LABEL.match(label)
    return match.group(1) if match else label


@lru_cache(maxsize=4_096)
def group_of_label(label: str) -> str:
    """The group of contacts a label stands for, or "" where it is a tag like any other.

    A label is read more narrowly than a relation: "Partner" on a person's card is a relative, as
    the label of a list it is as likely a business partner.

    >>> group_of_label("* coworkers"), group_of_label("Familie"), group_of_label("Partner")
    ('colleague', 'family', '')
    """
    word = fold_name(plain_label(label))
    return kind_of(label) if word in _LABELS else ""
