"""Three weeks of a search through the shell alone: what is due, planned and refused on each day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from book_tools import content, folder, program
from icalendar import Calendar

import netgraph as ng

Run = Callable[..., str]

CONTACTS = """id,name,company,title,group,closeness,prefers,assistant_of,do_not_contact
me,Nora Lind,,,,,,,
ana,Ana Ruiz,Corvid,Data engineer,friend,4,phone,,
ben,Ben Ode,Corvid,Analyst,classmate,3,,,
ravi,Ravi Menon,Windrose,Flood modeller,,,in person,,
pia,Pia Acht,Windrose,Team assistant,,,,ravi,
joost,Joost Meer,Acme,Head of data,,,,,
gil,Gil Oro,Globex,Analyst,,,,,
vik,Viktor Hale,Acme,Manager,friend,5,,,yes
old,Ola Dahl,Globex,Director,colleague,,,,
"""
TIES = """a,b,closeness
ana,ravi,5
ben,ravi,2
ana,joost,2
ben,joost,1
vik,joost,5
old,gil,4
"""
LOG = """date,people,kind,direction
2026-09-20,ana,call,out
2026-10-25,ana,call,out
2026-10-20,ben,mail,out
2020-05-01,old,meeting,both
2020-06-01,old,meeting,both
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; the answer, and a failure where the exit code is not the one expected."""
    monkeypatch.setenv("NETGRAPH_BOOK", str(tmp_path / "book.sqlite"))
    monkeypatch.setenv("NETGRAPH_TEMPLATES", str(tmp_path / "templates"))
    monkeypatch.chdir(tmp_path)

    def call(words: str, *more: str, code: int = 0) -> str:
        ended, out, err = program(monkeypatch, *words.split(), *more)
        assert ended == code, err + out
        return out if code == 0 else err

    folder(tmp_path / "in", contacts=CONTACTS, ties=TIES, interactions=LOG)
    call("import in --ego me --as-of 2026-11-01")
    return call


def rows(shell: Run, words: str) -> list[dict[str, object]]:
    answer: list[dict[str, object]] = json.loads(shell(f"{words} --format json"))["rows"]
    return answer


def owed(shell: Run, day: str) -> list[tuple[object, object]]:
    """What is due, and to whom, touches left aside."""
    found = rows(shell, f"due --touches 0 --as-of 2026-11-{day}")
    return [(row["what"], row["person"]) for row in found]


def planned(shell: Run, day: str) -> dict[object, tuple[object, object]]:
    found = rows(shell, f"plan --as-of 2026-11-{day}")
    return {row["target"]: (row["status"], row["helper"]) for row in found}


def week(shell: Run, day: str) -> list[tuple[object, object]]:
    """The agenda of a day: what, and with whom."""
    found = rows(shell, f"agenda --as-of 2026-11-{day}")
    return [(row["what"], row["person"]) for row in found]


def entries(file: str) -> dict[str, str]:
    """What a calendar file says, and whether it stands."""
    found = Calendar.from_ical(Path(file).read_bytes()).walk("VEVENT")
    return {str(e["summary"]): str(e.get("status", "")) for e in found}


def kept() -> dict[str, list[tuple[object, ...]]]:
    with ng.open_book() as book:
        return content(book)


def test_three_weeks_of_a_search(shell: Run) -> None:
    beginning = kept()
    # Monday 2 November: aims, and the first plan
    shell("target ravi --priority 1")
    shell("target --company Acme --title Head --priority 2")
    assert planned(shell, "02") == {"target-ravi": ("ask", "ana"), "target-acme": ("ask", "ben")}
    acme = rows(shell, "plan --as-of 2026-11-02")[1]
    assert acme["person"] == "joost"
    assert "Viktor Hale: is not to be contacted" in str(acme["ruled_out"])
    shell("ask ana ravi drafted --on 2026-11-02")
    assert owed(shell, "02") == [("send", "ana")]
    letter = shell("draft ana --about ravi --as-of 2026-11-02")
    assert "you, or someone you know, be willing to introduce us" in letter
    assert "twenty to thirty minutes" in letter
    assert "not looking for job leads" in letter

    # 3 November: asked; wrong orders are refused with the reason
    assert shell("ask ana ravi --on 2026-11-03").startswith(
        "ask-01: Ana Ruiz for Ravi Menon: asked"
    )
    refused = shell("ask ana ravi introduced --on 2026-11-03", code=1)
    assert "'introduced' is refused: nobody has agreed yet" in refused
    assert "two helpers" in shell("ask ben ravi --on 2026-11-03", code=1)
    assert "do_not_contact" in shell("ask vik joost --on 2026-11-03", code=1)
    assert owed(shell, "03") == []
    assert planned(shell, "03") == {"target-ravi": ("in hand", ""), "target-acme": ("ask", "ben")}

    # 4 November: Ben is asked for Joost; 9 November: Ben says no, and the plan goes round him
    shell("ask ben joost --on 2026-11-04")
    assert planned(shell, "04")["target-acme"] == ("in hand", "")
    shell("ask ben joost declined --on 2026-11-09", "--note", "changing jobs")
    assert planned(shell, "09")["target-acme"] == ("no helper free", "")
    why = str(rows(shell, "plan --as-of 2026-11-09")[1]["ruled_out"])
    assert "Ana Ruiz: asked for Ravi Menon 6 days ago, still open" in why
    assert "Ben Ode: has said no, or nothing, to this" in why

    # 10 November: no word from Ana for a week; then she agrees, and introduces
    assert owed(shell, "10") == [("answer", "ana")]
    assert "On 2026-11-03 I asked you about Ravi Menon" in shell(
        "draft ana --kind follow_up --as-of 2026-11-10"
    )
    shell("ask ana ravi agreed --on 2026-11-10")
    assert "nobody has introduced you yet" in shell("met ravi --on 2026-11-10", code=1)
    shell("ask ask-01 introduced --on 2026-11-11")
    assert owed(shell, "11") == [("arrange", "ravi")]

    # 12 November: the sheet
    sheet = shell("prepare ravi --as-of 2026-11-12 --output sheet.html")
    assert "Through Ana Ruiz: do not use the name" in sheet
    assert "Assistant: Pia Acht (thank them too)" in sheet
    assert sheet.count("?") >= 20
    assert "<h1>Ravi Menon</h1>" in Path("sheet.html").read_text("utf-8")
    prepare = "prepare ravi --as-of 2026-11-12 --tz Europe/Zurich --output talk.ics"
    assert "when is the talk?" in shell(prepare, code=1)
    shell(f"{prepare} --when", "2026-11-13 09:00")
    shell(f"{prepare} --when", "2026-11-13 10:30")
    calendar = Path("talk.ics").read_text("utf-8").replace("\n ", "")
    assert calendar.count("BEGIN:VEVENT") == 1
    assert "DTSTART:20261113T093000Z" in calendar
    assert "Assistant: Pia Acht (thank them too)\\n" in calendar
    assert "--output talk.ics" in shell("prepare ravi --when 2026-11-13", code=1)

    # 13 November: the talk, arranged by Pia; two names are given
    shell(
        "met ravi --on 2026-11-13 --minutes 30 --arranged-by pia", "--note", "Flood models",
        "--gave", "Seun Ade, Acme: yes", "--gave", "Wil Tham, Globex: no",
    )  # fmt: skip
    assert owed(shell, "13") == [("thanks", "pia"), ("thanks", "ravi"), ("news", "ana")]
    assert "thanks are owed first" in shell("ask ana ravi closed --on 2026-11-13", code=1)
    assert week(shell, "13") == [
        ("ask", "ravi"), ("reconnect", "old"), ("thanks", "pia"), ("thanks", "ravi"),
    ]  # fmt: skip
    reminder = shell("reminders --as-of 2026-11-13 --output due.ics")
    assert "3 entries" in reminder
    assert entries("due.ics") == dict.fromkeys(
        ["Thank Pia Acht", "Thank Ravi Menon", "Tell Ana Ruiz how it went"], ""
    )
    assert "Ravi Menon suggested that I write to you" in shell(
        "draft seun-ade --kind direct --as-of 2026-11-13"
    )
    silent = shell("draft wil-tham --kind direct --as-of 2026-11-13")
    assert "Ravi" not in silent.partition("Dear")[2]
    assert planned(shell, "13")["target-ravi"] == ("in hand", "")

    # 14 November: thanks to the host; 16 November: Pia's are late and stay
    assert "you have not met" not in shell("ask ana ravi thanked --on 2026-11-14")
    assert owed(shell, "14") == [("thanks", "pia"), ("news", "ana")]
    assert owed(shell, "17")[0] == ("thanks", "pia")
    assert rows(shell, "due --touches 0 --as-of 2026-11-17")[0]["is_overdue"] is True
    shell("log thanked pia on 2026-11-17 --as-of 2026-11-17")
    assert owed(shell, "17") == [("news", "ana")]
    assert "2 cancelled" in shell("reminders --as-of 2026-11-17 --output due.ics")
    assert entries("due.ics") == {
        "Tell Ana Ruiz how it went": "",
        "Thank Pia Acht": "CANCELLED",
        "Thank Ravi Menon": "CANCELLED",
    }

    # 18 November: news to Ana; with the loop closed, nothing is owed
    shell("ask ana ravi closed --on 2026-11-18")
    assert owed(shell, "18") == []
    # Ana was asked 15 days ago: within the pause Seun's name, given by Ravi, leads into Acme
    assert planned(shell, "18")["target-acme"] == ("ask", "ravi")
    assert planned(shell, "18")["target-ravi"] == ("in hand", "")

    # 20 November: an old tie opens the next target
    shell("target --company Globex")
    old = rows(shell, "reconnect --as-of 2026-11-20")
    assert [(row["person"], row["is_dormant"]) for row in old] == [("old", True)]
    assert old[0]["targets"] == ["Globex"]
    assert week(shell, "20") == [("ask", "old"), ("ask", "ravi"), ("reconnect", "old")]
    shell("log mailed ola dahl on 2026-11-20 --as-of 2026-11-20")
    assert rows(shell, "favours --as-of 2026-11-20")[0]["person"] == "ana"
    assert week(shell, "20") == [("ask", "old"), ("ask", "ravi")]
    assert owed(shell, "20") == []
    assert planned(shell, "20") == {
        "target-ravi": ("in hand", ""),
        "target-acme": ("ask", "ravi"),
        "target-globex": ("ask", "old"),
    }
    assert rows(shell, "reconnect --as-of 2026-11-20") == []

    # everything is taken back, newest first, to what was there before the search
    n_steps = len(rows(shell, "history")) - 1
    for _ in range(n_steps):
        shell("undo")
    assert kept() == beginning
    assert owed(shell, "20") == []


def test_a_search_can_be_taken_back_step_by_step(shell: Run, tmp_path: Path) -> None:
    def now() -> dict[str, list[tuple[object, ...]]]:
        with ng.open_book() as book:
            return content(book)

    steps: list[tuple[str, ...]] = [
        ("target ravi",),
        ("ask ana ravi --on 2026-11-03",),
        ("ask ana ravi agreed --on 2026-11-04",),
        ("ask ana ravi introduced --on 2026-11-05",),
        ("met ravi --on 2026-11-06", "--gave", "Seun Ade, Acme: yes"),
        ("ask ana ravi thanked --on 2026-11-07",),
        ("ask ana ravi closed --on 2026-11-08",),
        ("favour ana --kind advice --mine --on 2026-11-09",),
        ("rule cadence_days 30 --for person:ana",),
        ("target --drop target-ravi",),
    ]
    seen = [now()]
    for step in steps:
        shell(*step)
        seen.append(now())
    for before in reversed(seen[:-1]):
        shell("undo")
        assert now() == before


def test_lists_without_words_show_what_is_open(shell: Run) -> None:
    assert "no ask is open" in shell("ask")
    assert "no target yet" in shell("target")
    shell("target ravi --priority 1")
    shell("ask ana ravi --on 2026-11-03")
    assert "target-ravi" in shell("target")
    listed = shell("ask")
    assert "Ana Ruiz" in listed
    assert "asked" in listed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ask nobody ravi", "no person 'nobody'"),
        ("ask ana ravi me asked", "3 people are named"),
        ("met ravi --gave Seun:maybe", "expected a name"),
        ("draft ana --kind poem", "no draft 'poem'; expected one of ask, direct"),
        ("draft vik", "Viktor Hale is marked do_not_contact"),
        ("prepare me", "is you"),
        ("rule cadence_days 30 --for friends", "no scope"),
        ("target --drop acme", "no target 'acme'"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(shell: Run, words: str, said: str) -> None:
    assert said in shell(words, code=1)
