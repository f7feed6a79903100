"""Which files there are in a place: a file, a folder, a zip or a .gz, walked safely.

Nothing is unpacked to disk. Archives are opened one level deep, members that point outside are
left alone, and what unpacks to absurd sizes is refused before or while it is read.
"""

from __future__ import annotations

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Final

from ..errors import SourceError
from .files import Options, Progress, SourceFile

MAX_RATIO: Final = 200
"""A file that unpacks to more than this many times its size is a bomb; text packs 3 to 30 times."""

RATIO_MATTERS_FROM: Final = 10_000_000
"""Small files may pack better than `MAX_RATIO` (a table of zeros) and hurt nobody."""

MAX_UNPACKED_BYTES: Final = 64 * 2**30
MAX_MEMBERS: Final = 200_000
_BUFFER: Final = 1 << 18
_CLUTTER: Final = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What reading a broken archive raises (RuntimeError: a password, an unknown compression)."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is left alone, and why."""

    label: str
    reason: str


def walk(path: Path, options: Options) -> Iterator[SourceFile | Unread]:
    """Every file in a place in the order of their names; what cannot be looked into is `Unread`.

    Raises
    ------
    SourceError
        Where the place does not exist, cannot be opened or is a damaged archive.
    """
    if path.is_dir():
        for place in _files_below(path):
            yield from _one(place, place.relative_to(path).as_posix(), options)
    elif path.is_file():
        yield from _one(path, path.name, options)
    elif path.exists():
        raise SourceError(f"{path}: is neither a file nor a folder")
    else:
        raise SourceError(f"{path}: there is no such file or folder")


def n_bytes(path: Path) -> int:
    """How many bytes `walk` has to read at that place: of a zip, those it unpacks to."""
    if path.is_dir():
        return sum(map(n_bytes, _files_below(path)))
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return sum(member.file_size for member in archive.infolist())
        return path.stat().st_size
    except (*_DAMAGE, ValueError):
        return 0


def _files_below(folder: Path) -> Iterator[Path]:
    """The regular files in a folder and below it, in order; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            f for f in folders if not _is_clutter(f) or _is_mail_folder(Path(parent, f))
        )
        for name in sorted(names):
            place = Path(parent, name)
            if not _is_clutter(name) and place.is_file():
                yield place


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _CLUTTER


def _is_cluttered(parts: tuple[str, ...]) -> bool:
    """Whether clutter is on a member's path; a hidden folder of a Maildir (`.Sent/cur`) is none."""
    return any(
        _is_clutter(part) and not (part.startswith(".") and below in ("cur", "new"))
        for part, below in zip(parts, (*parts[1:], ""), strict=True)
    )


def _is_mail_folder(folder: Path) -> bool:
    """Whether a hidden folder is one of a Maildir (`.Sent`), which hides all but the first."""
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def _one(path: Path, label: str, options: Options) -> Iterator[SourceFile | Unread]:
    """The file itself, or the files in it where it is a zip."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise SourceError(f"{label}: cannot be opened ({error.strerror})") from error
    if start in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        yield from _members(path, label, options)
        return
    group = str(PurePosixPath(label).parent)

    def opener() -> io.BufferedReader:
        return io.BufferedReader(
            _Guarded(path.open("rb"), label, progress=options.progress), _BUFFER
        )

    yield _looked_into(SourceFile(label, path.name, group, opener, options))


def _members(path: Path, label: str, options: Options) -> Iterator[SourceFile | Unread]:
    """The files of a zip; each opens the archive anew, so that they can be read in any order."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (*_DAMAGE, ValueError) as error:
        raise SourceError(
            f"{label}: the zip is damaged or was not downloaded completely ({error}); "
            "download it again"
        ) from error
    names = {m.filename for m in members}
    if "[Content_Types].xml" in names or "META-INF/manifest.xml" in names:
        yield Unread(label, "an office document: save the sheet as CSV (UTF-8) and give that file")
        return
    total = sum(m.file_size for m in members)
    if (
        len(members) > MAX_MEMBERS
        or total > MAX_UNPACKED_BYTES
        or _is_bomb(total, path.stat().st_size)
    ):
        raise SourceError(
            f"{label}: would unpack to {total:,} bytes in {len(members):,} files, which no export "
            "does; it is not read"
        )
    for member in sorted(members, key=lambda m: m.filename):
        yield from _member(path, label, member, options)


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(packed, 1)


def _member(
    path: Path, label: str, member: zipfile.ZipInfo, options: Options
) -> Iterator[SourceFile | Unread]:
    """One member, unless it is a folder or clutter; suspicious ones are named and left alone."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    inside = f"{label}/{member.filename}"
    if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
        yield Unread(inside, "its name points outside the archive")
    elif member.is_dir() or _is_cluttered(parts):
        return
    elif member.flag_bits & 0x1:
        yield Unread(inside, "is encrypted: unpack it with its password and give the folder")
    elif _is_bomb(member.file_size, member.compress_size):
        yield Unread(inside, f"would unpack to {member.file_size:,} bytes, which no export does")
    else:

        def opener() -> io.BufferedReader:
            return _open_member(path, member, inside, options.progress)

        group = str(PurePosixPath(label, *parts[:-1]))
        yield _looked_into(SourceFile(inside, parts[-1], group, opener, options))


def _looked_into(file: SourceFile) -> SourceFile | Unread:
    """The file, seen through gzip where it is packed; `Unread` where its content is refused."""
    try:
        if file.head.data.startswith(b"\x1f\x8b"):
            file = _gunzipped(file)
        reason = refusal(file.head.data)
    except SourceError as error:
        reason = str(error).removeprefix(f"{file.label}: ")
    return Unread(file.label, reason) if reason else file


def _gunzipped(file: SourceFile) -> SourceFile:
    def opener() -> io.BufferedReader:
        packed = file.open()
        stream = gzip.GzipFile(fileobj=packed)
        return io.BufferedReader(_Guarded(stream, file.label, packed.close, packed.raw), _BUFFER)

    name = file.name[:-3] if file.name.lower().endswith(".gz") else file.name
    return replace(file, name=name, opener=opener)


SQLITE: Final = b"SQLite format 3\x00"
"""How a file of SQLite's begins, such as a book."""

_REFUSED: Final = (
    (b"PK\x03\x04", "an archive inside an archive: unpack it once and give the folder"),
    (b"\x1f\x8b", "packed twice: unpack it once and give the result"),
    (b"BZh", "packed with bzip2: unpack it and give the result"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it and give the result"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it and give the folder"),
    (b"Rar!", "a RAR archive: unpack it and give the folder"),
    (b"!BDN", "an Outlook data file (.pst): export contacts as CSV and mail as .eml or mbox"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office or Outlook file (.msg, .xls, .doc): save it as CSV, .eml or .vcf",
    ),
    (b"%PDF", "a PDF: export the data as CSV or vCard instead"),
    (
        SQLITE,
        "a database: a netgraph book is opened with ng.open_book; from another program export CSV",
    ),
)


def refusal(data: bytes) -> str:
    """Why a file that begins so is not read, in words for the user; "" where nothing is wrong."""
    for mark, reason in _REFUSED:
        if data.startswith(mark):
            return reason
    if data[257:262] == b"ustar":
        return "a tar archive: unpack it and give the folder"
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or (
        start.startswith(b"<?xml") and b"<html" in start
    ):
        return (
            "an HTML page, not the data itself: export as CSV, vCard or JSON "
            "(a page saved from the browser holds no data; Meta offers JSON as a format)"
        )
    return ""


# --- streams that say what is wrong ----------------------------------------------------------
def _open_member(
    path: Path, member: zipfile.ZipInfo, label: str, progress: Progress | None
) -> io.BufferedReader:
    """A member of a zip; closing it closes the archive."""
    archive = None
    try:
        archive = zipfile.ZipFile(path)
        stream = archive.open(member)
    except _DAMAGE as error:
        if archive is not None:
            archive.close()
        raise SourceError(_damaged(label, error)) from error
    guarded = _Guarded(stream, label, archive.close, progress=progress)
    return io.BufferedReader(guarded, _BUFFER)


def _damaged(label: str, error: Exception) -> str:
    return f"{label}: is damaged or incomplete ({error}); download or copy it again"


class _Guarded(io.RawIOBase):
    """A stream whose damage is a sentence, and which stops when it unpacks to absurd sizes."""

    def __init__(
        self,
        stream: IO[bytes] | gzip.GzipFile,
        label: str,
        close_too: Callable[[], None] | None = None,
        packed: object = None,
        progress: Progress | None = None,
    ) -> None:
        self._stream = stream
        self._label = label
        self._close_too = close_too
        self._packed = packed
        self._progress = progress
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            block = self._stream.read(len(buffer))
        except _DAMAGE as error:
            raise SourceError(_damaged(self._label, error)) from error
        self.given += len(block)
        if self._progress is not None:
            self._progress(self._label, self.given)
        if isinstance(self._packed, _Guarded) and _is_bomb(self.given, self._packed.given):
            raise SourceError(
                f"{self._label}: unpacks to more than {MAX_RATIO} times its size, which no export "
                "does; it is not read"
            )
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            if self._close_too is not None:
                self._close_too()
        super().close()
