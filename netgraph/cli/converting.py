"""`netgraph convert`: the network written for another program."""

from __future__ import annotations

from pathlib import Path

import netgraph as ng

from .answering import counted
from .asking import Answer


def converted(net: ng.Network, output: Path, kind: str | None) -> Answer:
    """Write the network and return what was written."""
    import pandas as pd

    written = ng.export(net, output, kind=kind)
    files = sorted(written.iterdir()) if written.is_dir() else [written]
    rows = [{"path": str(file), "bytes": file.stat().st_size} for file in files]
    return Answer(
        pd.DataFrame(rows, columns=["path", "bytes"]),
        ("path", "bytes"),
        heading=f"{counted(net.n_people, 'person', 'people')}, for other programs",
        next=("draw",),
    )
