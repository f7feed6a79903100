"""Fixtures every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def find_shared_data() -> Path | None:
    """The folder of real files: NETGRAPH_TEST_DATA, else shared/data beside the checkout."""
    named = os.environ.get("NETGRAPH_TEST_DATA")
    place = Path(named) if named else ROOT.parent / "shared" / "data"
    return place if (place / "README.md").is_file() else None


@pytest.fixture(scope="session")
def shared_data() -> Path:
    place = find_shared_data()
    if place is None:
        pytest.skip("the test data is not here: set NETGRAPH_TEST_DATA to its folder")
    return place
