"""What every room's tests share: where the data is, a browser if there is one, no network."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ROOT / "tests" / "offline"

sys.path.insert(0, str(OFFLINE))
import sitecustomize  # noqa: E402, F401  closes this process; PYTHONPATH closes its children

os.environ["PYTHONPATH"] = str(OFFLINE)
os.environ["NETGRAPH_BOOK"] = str(ROOT / "out" / "no-book-of-yours" / "book.sqlite")
os.environ["NETGRAPH_TEMPLATES"] = str(ROOT / "out" / "no-templates-of-yours")


def find_shared_data() -> Path | None:
    """The folder of real files: NETGRAPH_TEST_DATA, else shared/data beside the checkout."""
    named = os.environ.get("NETGRAPH_TEST_DATA")
    place = Path(named) if named else ROOT.parent / "shared" / "data"
    return place if (place / "README.md").is_file() else None


def find_browser() -> str | None:
    """The Chromium of this machine: NETGRAPH_CHROMIUM, else by its usual names."""
    names = (os.environ.get("NETGRAPH_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def cannot(reason: str, cure: str) -> NoReturn:
    """Skip with the cure; where CI=true everything must be there, and its absence fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}: {cure}", pytrace=False)
    pytest.skip(f"{reason}: {cure}")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    place = find_shared_data()
    if place is None:
        pytest.skip("the test data is not here: set NETGRAPH_TEST_DATA to its folder")
    return place


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    path = find_browser()
    if path is None:
        cannot("no Chromium", "sudo apt-get install chromium")
    return path


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and find_browser() is None:
        cannot("no Chromium", "sudo apt-get install chromium")
