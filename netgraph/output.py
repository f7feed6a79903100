"""A file for the user is written wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .errors import OutputError


def write_file(path: str | Path, content: str | bytes) -> Path:
    """Put a file in its place once it is whole; text is UTF-8, with line ends as they are."""
    with new_file(Path(path)) as out:
        out.write(content.encode() if isinstance(content, str) else content)
    return Path(path)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written; it takes its place when it is whole, what was there stays until.

    Folders that are missing are made. Raises `OutputError` where the disk is full or the place may
    not be written, and leaves nothing behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file() and not path.is_dir():  # a device, a pipe
            with path.open("wb") as out:
                yield out
            return
        place = Path(os.path.realpath(path))
        partial = place.with_name(f"{place.name}.part")
        try:
            with partial.open("wb") as out:
                yield out
            partial.replace(place)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        said = error.strerror or str(error)
        raise OutputError(f"{path}: {said}; nothing was written") from error
