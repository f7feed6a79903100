"""How far reading is: bytes read of all, on a terminal; nothing where the output goes elsewhere."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..sources.files import Progress
from ..sources.places import n_bytes
from ..views import text


@contextmanager
def watching(path: Path) -> Iterator[Progress | None]:
    """Show how much of a place was read while the block runs; give what is to be told of it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TimeRemainingColumn(),
    )
    total = n_bytes(path)
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"reading {text.safe(path.name)}", total=total)
        read: dict[str, int] = defaultdict(int)
        done = 0

        def tell(label: str, n: int) -> None:
            """A file is read more than once: its furthest byte counts."""
            nonlocal done
            done += max(0, n - read[label])
            read[label] = max(n, read[label])
            if done >= total:
                bar.update(task, description="working out who is who", completed=done)
            else:
                bar.update(task, completed=done)

        yield tell
