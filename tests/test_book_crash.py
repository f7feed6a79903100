"""Killed, out of space, interrupted, used by two programs: the book is as before or as after."""

from __future__ import annotations

import datetime as dt
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from book_tools import content, folder

from netgraph.book import open_book
from netgraph.errors import BookError

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2026, 11, 1)

CHILD = """
import sys, datetime as dt
from netgraph.book import open_book
what, path, source = sys.argv[1:4]
book = open_book(path)
print("ready", flush=True)
sys.stdin.readline()
if what == "import":
    book.import_file(source, ego="me", as_of=dt.date(2026, 11, 1))
elif what == "merge":
    book.merge("p1", "p2")
elif what == "undo":
    book.undo()
elif what == "log":
    for i in range(10):
        book.log("p1", on="2026-01-05", note=f"{source} {i}")
print("done", flush=True)
"""


def start(what: str, book: Path, source: object = "") -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, what, str(book), str(source)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """A small first import and a larger second one."""
    place = tmp_path_factory.mktemp("files")
    rng = random.Random(7)

    def export(name: str, people: int, meetings: int) -> Path:
        cards = "".join(f"p{i},Person {i},Company {i % 40} {name}\n" for i in range(people))
        days = (DAY - dt.timedelta(days=rng.randrange(2_000)) for _ in range(meetings))
        rows = "".join(f"{d},p{rng.randrange(people)},{'x' * 60} {i}\n" for i, d in enumerate(days))
        return folder(
            place / name,
            contacts=f"id,name,company\n{cards}",
            interactions=f"date,people,note\n{rows}",
        )

    return {"first": export("first", 50, 300), "second": export("second", 300, 6_000)}


def prepared(what: str, place: Path, files: dict[str, Path]) -> tuple[Path, dict, dict]:
    """A book, its content before and after the operation; the operation is yet to be done."""
    path = place / f"{what}.sqlite"
    with open_book(path) as book:
        book.import_file(files["first"], ego="me", as_of=DAY)
        if what == "undo":
            before_second = content(book)
            book.import_file(files["second"], ego="me", as_of=DAY)
            return path, content(book), before_second
        before = content(book)
        if what == "import":
            book.import_file(files["second"], ego="me", as_of=DAY)
        else:
            book.merge("p1", "p2")
        after = content(book)
        book.undo()
        assert content(book) == before
    return path, before, after


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def writing_seconds(what: str, path: Path, source: object) -> tuple[float, float]:
    """How long the operation takes, and how long of that pages are being written."""
    journal = journal_of(path)
    child = start(what, path, source)
    began = time.monotonic()
    go(child)
    first = last = 0.0
    while child.poll() is None:
        if journal.exists():
            last = time.monotonic()
            first = first or last
    child.communicate()
    return time.monotonic() - began, last - first


def kill_somewhere(
    what: str, path: Path, source: object, rng: random.Random, times: tuple[float, float]
) -> bool:
    """Run the operation in a child and kill it; whether pages were being written then."""
    journal = journal_of(path)
    child = start(what, path, source)
    go(child)
    if rng.random() < 0.8:
        while not journal.exists() and child.poll() is None:
            pass
        until = time.monotonic() + rng.random() * times[1] * 0.8
        while time.monotonic() < until:
            pass
    else:
        time.sleep(rng.random() * times[0])
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return journal.exists()


@pytest.mark.parametrize(
    ("what", "n"),
    [
        *((what, 7) for what in ("import", "merge", "undo")),
        *(pytest.param(what, 70, marks=pytest.mark.slow) for what in ("import", "merge", "undo")),
    ],
)
def test_an_operation_happens_wholly_or_not_at_all_however_it_is_killed(
    what: str, n: int, tmp_path: Path, files: dict[str, Path]
) -> None:
    path, before, after = prepared(what, tmp_path, files)
    raw = path.read_bytes()
    times = writing_seconds(what, path, files["second"])
    rng = random.Random(11)
    n_writing = 0
    for _ in range(n):
        path.write_bytes(raw)
        n_writing += kill_somewhere(what, path, files["second"], rng, times)
        with open_book(path) as book:
            assert book.check() == []
            now = content(book)
        assert now in (before, after)
    assert n_writing >= n // 2


def limit_file_size(n_bytes: int):
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))

    return limit


@pytest.mark.parametrize("share", [0.3, 0.7, 1.02])
def test_a_full_disk_loses_nothing_and_says_so(
    share: float, tmp_path: Path, files: dict[str, Path]
) -> None:
    path, before, _ = prepared("import", tmp_path, files)
    grown = tmp_path / "grown.sqlite"
    grown.write_bytes(path.read_bytes())
    with open_book(grown) as book:
        book.import_file(files["second"], ego="me", as_of=DAY)
    room = path.stat().st_size + int(share * (grown.stat().st_size - path.stat().st_size))
    code = (
        "import sys\nfrom netgraph.book import open_book\nfrom netgraph.errors import BookError\n"
        "try:\n    open_book(sys.argv[1]).import_file(sys.argv[2], ego='me', as_of='2026-11-01')\n"
        "except BookError as error:\n    print(error)\nelse:\n    print('imported')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(files["second"])],
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=limit_file_size(room) if share < 1 else None,
        check=False,
    )
    assert done.stderr == ""
    if share > 1:
        assert done.stdout == "imported\n"
        return
    assert "full or failing" in done.stdout
    assert "nothing was changed" in done.stdout
    with open_book(path) as book:
        assert book.check() == []
        assert content(book) == before


def test_ctrl_c_leaves_nothing_half_done(tmp_path: Path, files: dict[str, Path]) -> None:
    path, before, after = prepared("import", tmp_path, files)
    for wait in (0.1, 0.4, 0.8):
        child = start("import", path, files["second"])
        go(child)
        time.sleep(wait)
        child.send_signal(signal.SIGINT)
        child.communicate()
        with open_book(path) as book:
            assert book.check() == []
            now = content(book)
            assert now in (before, after)
            if now == after:
                book.undo()


def test_programs_at_once_do_not_lose_each_others_work(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    path = tmp_path / "book.sqlite"
    with open_book(path) as book:
        book.import_file(files["first"], ego="me", as_of=DAY)
        n_before = len(book.tables().events)
    children = [start("log", path, f"writer {i}") for i in range(3)]
    children.append(start("import", path, files["second"]))
    for child in children:
        go(child)
    outs = [child.communicate(timeout=120) for child in children]
    assert [out for out, _ in outs] == ["done\n"] * 4
    with open_book(path) as book:
        notes = book.tables().events["note"]
        assert sum(notes.str.startswith("writer")) == 30
        assert len(notes) == n_before + 30 + 6_000
        assert book.check() == []


def test_a_reader_sees_the_book_as_it_was_while_another_writes(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    path = tmp_path / "book.sqlite"
    with open_book(path) as writer, open_book(path) as reader:
        writer.import_file(files["first"], ego="me", as_of=DAY)
        before = content(reader)
        writer.connection.execute("BEGIN IMMEDIATE")
        writer.connection.execute("DELETE FROM contacts")
        began = time.monotonic()
        assert content(reader) == before
        assert time.monotonic() - began < 5
        writer.connection.execute("ROLLBACK")


def test_who_waits_too_long_is_told_what_holds_the_book(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "book.sqlite"
    with open_book(path) as one, open_book(path) as two:
        two.connection.execute("PRAGMA busy_timeout = 100")
        one.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(BookError, match="another program holds the book"):
            two.add("Ana Ruiz")
        one.connection.execute("ROLLBACK")
        assert two.add("Ana Ruiz") == "ana-ruiz"


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_book_is_noticed_and_a_backup_brings_it_back(
    seed: int, tmp_path: Path, files: dict[str, Path]
) -> None:
    from netgraph.book.backups import restore

    path = tmp_path / "book.sqlite"
    with open_book(path) as book:
        book.import_file(files["first"], ego="me", as_of=DAY)
        before = content(book)
        book.backup()
    raw = bytearray(path.read_bytes())
    rng = random.Random(seed)
    if seed % 2:
        del raw[rng.randrange(100, len(raw) - 4096) :]
    else:
        for _ in range(40):
            at = rng.randrange(len(raw) // 4096) * 4096 + rng.randrange(8)
            raw[at] ^= 0xFF
    path.write_bytes(raw)
    try:
        with open_book(path) as book:
            found = book.check()
            assert found or content(book) == before
    except BookError as error:
        assert "netgraph restore" in str(error) or "not a netgraph book" in str(error)  # noqa: PT017
    restore(path)
    with open_book(path) as book:
        assert content(book) == before


def test_the_last_ten_backups_are_kept_and_made_before_each_import(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    path = tmp_path / "book.sqlite"
    with open_book(path) as book:
        for i in range(13):
            name = f"id,name\nq{i},Person Q{i}\n"
            book.import_file(folder(tmp_path / "x", contacts=name), as_of=DAY)
    kept = sorted((tmp_path / "book.sqlite.backups").iterdir())
    assert len(kept) == 10
    newest = sqlite3.connect(kept[-1])
    assert newest.execute("SELECT count(*) FROM ops").fetchone() == (13,)
    newest.close()


def test_a_file_that_cannot_be_read_leaves_the_book_untouched(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    with open_book(path) as book:
        raw = path.read_bytes()
        with pytest.raises(ValueError, match="there is no file in it"):
            book.import_file(folder(tmp_path / "empty"), as_of=DAY)
    assert path.read_bytes() == raw
