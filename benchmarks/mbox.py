"""A mailbox into events, beside the standard library reading the same heads, in one run.

    python benchmarks/mbox.py [--mails 40000] [--rounds 3]

The mailbox is made here: heads as Gmail writes them (about 27 fields), bodies of a few lines to a
few pages, and in every fiftieth mail a body line that begins with "From ". `mailbox.mbox` is asked
for four fields a mail; `sources.read` does all it does: splits, reads the heads, leaves out what is
no contact, looks for introductions, makes the tables. Nothing is timed before the number of mails
is right. CPU time, rounds alternate, medians; peak memory is that of the process.
"""

from __future__ import annotations

import argparse
import email.utils
import mailbox
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from netgraph import sources

GHOSTS = "\r\n\r\nFrom now on I am in the new office.\r\n\r\nFrom the 3rd at 10:30 it is open."
WORDS = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor"
FIELDS = ("from", "to", "date", "message-id")


def mails(n: int) -> Iterator[bytes]:
    """The mails of an invented mailbox; the same n gives the same bytes."""
    draw = random.Random(n)
    people = [f"Person {i} Name <p{i}@example{i % 50}.org>" for i in range(3_000)]
    for k in range(n):
        when = email.utils.formatdate(1_200_000_000 + 900 * k)
        other, third = draw.sample(people, 2)
        is_sent = draw.random() < 0.5
        to = other if is_sent else f"Me <me@example.com>{f', {third}' * (draw.random() < 0.2)}"
        received = "".join(
            f"Received: by 2002:a05:6512:{i} with SMTP id abc{i};\r\n        {when}\r\n"
            for i in range(5)
        )
        more = "".join(f"X-Header-{i}: {'a' * 60}\r\n" for i in range(12))
        body = "\r\n".join([WORDS] * draw.randrange(5, 80)) + GHOSTS * (k % 50 == 0)
        yield (
            f"From {k}@xxx {when[:3]} {when[8:11]} {when[5:7]} {when[17:25]} +0000 "
            f"{when[12:16]}\r\n"
            f"X-Gmail-Labels: {'Sent' if is_sent else 'Inbox,Important'}\r\n"
            f"Delivered-To: me@example.com\r\n{received}{more}"
            f"DKIM-Signature: v=1; a=rsa-sha256;\r\n        b={'c' * 300}\r\n"
            f"From: {'Me <me@example.com>' if is_sent else other}\r\nDate: {when}\r\n"
            f"Message-ID: <{k:x}@mail.example.com>\r\nSubject: about thing {k}\r\nTo: {to}\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n\r\n"
        ).encode()


def by_standard_library(path: Path) -> int:
    """How many mails `mailbox` finds while it reads four fields of each."""
    box = mailbox.mbox(path)
    n = 0
    for message in box:
        n += 1
        for field in FIELDS:
            message[field]
    box.close()
    return n


def by_netgraph(path: Path) -> int:
    """How many mails `sources.read` finds on the way to its tables."""
    report = sources.read(path).reports[0]
    return report.records + len(report.skipped)


def seconds(read: Callable[[Path], int], path: Path) -> float:
    start = time.process_time()
    read(path)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--mails", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "All mail.mbox")
        with path.open("wb") as file:
            file.writelines(mails(asked.mails))
        megabytes = path.stat().st_size / 1e6
        found = by_netgraph(path)
        if found != asked.mails:
            raise SystemExit(f"netgraph finds {found:,} mails of {asked.mails:,}: nothing to time")
        theirs = by_standard_library(path)
        rounds = [
            (seconds(by_standard_library, path), seconds(by_netgraph, path))
            for _ in range(asked.rounds)
        ]
    library, ours = (statistics.median(column) for column in zip(*rounds, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.mails:,} mails, {megabytes:,.0f} MB, Python {platform.python_version()}")
    print(f"mailbox.mbox  {asked.mails / library:>8,.0f} mails/s   finds {theirs:,}")
    print(f"sources.read  {asked.mails / ours:>8,.0f} mails/s   finds {found:,}")
    print(f"ratio {library / ours:.2f} (at least 1.5); peak memory of the process {peak:,.0f} MB")


if __name__ == "__main__":
    main()
