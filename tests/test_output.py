"""What the user is given as a file: whole, or not there at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from netgraph.errors import OutputError
from netgraph.output import write_file

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = [str(ROOT / "sample_data"), "--ego", "me", "--as-of", "2026-11-01"]


def on_a_full_disk(words: list[str], place: Path, room: int = 10_000) -> tuple[int, str]:
    """Run the program where no file may grow beyond `room` bytes."""
    import resource

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [sys.executable, "-m", "netgraph", *words],
        capture_output=True,
        text=True,
        cwd=place,
        preexec_fn=limit,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are of POSIX")
@pytest.mark.parametrize(
    "words",
    [
        ["draw", *SAMPLE, "--output", "kept"],
        ["draw", *SAMPLE, "--pyvis", "--output", "kept"],
        ["convert", *SAMPLE, "--kind", "graphml", "--output", "kept"],
        ["reminders", *SAMPLE, "--output", "kept"],
    ],
    ids=lambda words: " ".join([words[0], *words[5:6]]),
)
def test_a_full_disk_leaves_what_was_there_and_nothing_half(
    words: list[str], tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    before = kept.read_bytes()
    room = 200 if words[0] == "reminders" else 10_000
    code, said = on_a_full_disk(words, tmp_path, room)
    assert code == 1
    assert said.startswith("netgraph: kept: File too large; nothing was written")
    assert kept.read_bytes() == before
    assert list(tmp_path.iterdir()) == [kept]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_is_written_to_and_not_replaced() -> None:
    with pytest.raises(OutputError, match="No space left on device; nothing was written"):
        write_file("/dev/full", "x")
    assert Path("/dev/full").is_char_device()
    write_file("/dev/null", "x")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_answer_that_finds_no_room_is_a_sentence(form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "netgraph", "favours", *SAMPLE, "--format", form],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
    assert done.returncode == 1
    assert done.stderr == "netgraph: the answer cannot be written: No space left on device\n"


def test_folders_are_made_links_stay_links_and_a_folder_is_no_file(tmp_path: Path) -> None:
    deep = write_file(tmp_path / "a" / "b" / "c.txt", "one\r\ntwo")
    assert deep.read_bytes() == b"one\r\ntwo"
    link = tmp_path / "link.txt"
    link.symlink_to(deep)
    write_file(link, b"new")
    assert link.is_symlink()
    assert deep.read_bytes() == b"new"
    with pytest.raises(OutputError, match=r"Is a directory|Not a directory|denied"):
        write_file(tmp_path / "a", "x")
    with pytest.raises(OutputError, match=r"c\.txt"):
        write_file(deep / "below.txt", "x")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b", "c.txt", "link.txt"]
