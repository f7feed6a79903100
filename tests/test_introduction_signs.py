"""What a message shows of its readers, and which two of them it joins."""

from __future__ import annotations

import pytest

from netgraph.sources import clues, mentions
from netgraph.sources.joining import joined
from netgraph.sources.portraits import portraits

ANA, BO, KIM = ["ana silva", "ana", "silva"], ["bo"], ["kim"]


@pytest.mark.parametrize(
    "text",
    [
        "Ana, Bo sings. Bo, Ana paints.",
        "Ana: Bo, tenor at large.\nBo: Ana, the painter.",
        "Ana, voici Bo, qui chante. Bo, Ana cherche une voix.",
        "Liebe Ana,\nBo (in Kopie) singt.\nLieber Bo, Frau Silva malt.",
        "Ana, adding Bo, who sings. Bo, see Ana's question.",
    ],
)
def test_whoever_is_turned_to_is_told_of_the_other(text: str) -> None:
    assert portraits(text, [ANA, BO]).told == {(0, 1), (1, 0)}


@pytest.mark.parametrize(
    "text",
    [
        "Ana, Bo, can we meet at three?",
        "Dear Ana, dear Bo,\nplease send Kim the receipt.",
        "Ana, please ask Bo.",
        "Ana, Bo will pay.",
    ],
)
def test_whoever_is_only_asked_is_not_described(text: str) -> None:
    assert portraits(text, [ANA, BO]).told == set()


def test_a_name_of_two_people_means_neither() -> None:
    assert portraits("Kim, this is Kim.", [["kim"], ["kim"]]).named == set()


def test_of_three_the_one_who_looks_on_is_not_joined() -> None:
    text = (
        "Ana, Bo: you two have never met. Bo sings, Ana paints. "
        "Kim is here because she books the rooms. Over to you."
    )
    found = joined("", text, [ANA, BO, KIM])
    assert found is not None
    assert found.pair == (0, 1)
    assert found.is_plain


@pytest.mark.parametrize(
    "text",
    [
        "Hi both, Ana does the first half, Bo the second. See you both there!",
        "Ana, Bo, the minutes of our monthly call are attached.",
        "Could you introduce Bo and me to somebody in Lyon, Ana?",
        "Let me introduce you both to Flow 2.0, which our first customers love.",
        "Ana, have you met Bo? You two have shared a desk for six years.",
    ],
)
def test_tasks_papers_wishes_and_jokes_join_nobody(text: str) -> None:
    assert joined("", text, [ANA, BO]) is None


def test_the_subject_of_an_answer_joins_nobody() -> None:
    assert joined("Ana <> Bo", "Ana sings, Bo paints. Enjoy!", [ANA, BO]) is not None
    assert joined("Re: Ana <> Bo", "Thursday?", [ANA, BO]) is None


def test_every_sign_has_a_reason_and_its_side() -> None:
    assert all(clue.why and clue.weight > 0 for clue in clues.FOR)
    assert all(clue.why and clue.weight < 0 for clue in clues.AGAINST)
    names = [*clues.SHAPE, *(clue.name for clue in (*clues.FOR, *clues.AGAINST))]
    assert len(names) == len(set(names))
    assert set(names) >= clues.SPOIL


def test_who_is_sent_and_who_sends_are_told_apart() -> None:
    assert mentions.writer_sends("i gave @ your number and she ll call you")
    assert not mentions.writer_sends("@ gave me your number")
    assert mentions.sent_by("@ gave me your number")
    assert not mentions.sent_by("we both follow @ and i enjoyed your comment")


def test_a_note_that_only_names_somebody_names_no_introducer() -> None:
    assert mentions.noted("@ sat us side by side at the lunch")
    assert not mentions.noted("wants me to introduce her to @")
    assert not mentions.noted("sister in law of @")
