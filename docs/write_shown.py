"""Writes below every command in a `console` block what the command prints, 100 columns wide.

`make docs` runs it; with `--check` it changes nothing and shows what differs.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def written(page: str, place: Path) -> str:
    """The page with the output of its commands."""

    def run_all(block: re.Match[str]) -> str:
        commands = [line[2:] for line in block.group(1).splitlines() if line.startswith("$ ")]
        shown = "\n\n".join(f"$ {command}\n{printed(command, place)}" for command in commands)
        return f"```console\n{shown}\n```"

    return BLOCK.sub(run_all, page)


def printed(command: str, place: Path) -> str:
    """What a command prints in a folder that holds the sample data and nothing else."""
    program, *words = shlex.split(command)
    if program != "netgraph":
        raise ValueError(f"only netgraph is run here, not {command!r}")
    done = subprocess.run(
        [sys.executable, "-m", "netgraph", *words],
        cwd=place,
        env=os.environ | {"COLUMNS": "100", "PYTHONUTF8": "1", "NETGRAPH_BOOK": "book.sqlite"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
    )
    return done.stdout.strip("\n")


def forget_book(place: Path) -> None:
    """Let each page begin without a book."""
    for left in place.glob("*.sqlite*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def main() -> int:
    """Write the pages that changed, or show the differences and count them."""
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "sample_data").symlink_to(ROOT / "sample_data")
        for path in PAGES:
            page = path.read_text(encoding="utf-8")
            name = path.relative_to(ROOT).as_posix()
            new = written(page, place)
            forget_book(place)
            if new == page:
                continue
            differing += 1
            if "--check" in sys.argv:
                lines = (page.splitlines(), new.splitlines())
                print(*difflib.unified_diff(*lines, name, "what is printed", lineterm=""), sep="\n")
            else:
                path.write_text(new, encoding="utf-8")
                print(f"wrote {name}")
    return differing if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
