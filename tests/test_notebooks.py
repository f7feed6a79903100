"""The notebooks run from top to bottom, and what is committed in them is what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

HOME = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(HOME.glob("*.ipynb"))
MOST_BYTES = 1_000_000
REFRESH = (
    "python -m nbconvert --to notebook --execute --inplace "
    "--ExecutePreprocessor.record_timing=False notebooks/*.ipynb"
)

pytestmark = [
    # What the kernel's machinery warns of is not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def outputs(notebook: Any) -> list[Any]:
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]


def printed(notebook: Any) -> str:
    return "".join(o.text for o in outputs(notebook) if o.output_type == "stream")


def shown(notebook: Any) -> list[list[str]]:
    """The forms of each result; what is printed comes in as many pieces as it happens to."""
    return [sorted(o["data"]) for o in outputs(notebook) if o.output_type != "stream"]


def test_the_three_stories_are_there() -> None:
    assert [path.name for path in NOTEBOOKS] == [
        "01_explore_your_network.ipynb",
        "02_draw_the_map.ipynb",
        "03_reach_a_company.ipynb",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_prints_what_is_committed(path: Path) -> None:
    committed, fresh = read(path), read(path)
    client = NotebookClient(
        fresh, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(HOME)}}
    )
    client.execute()
    assert printed(fresh) == printed(committed), f"the story has changed; {REFRESH}"
    assert shown(fresh) == shown(committed)
    assert not [o for o in outputs(fresh) if o.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_whole_small_and_without_a_trace_of_the_machine(path: Path) -> None:
    notebook, text = read(path), path.read_text(encoding="utf-8")
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert sum("image/png" in o.get("data", {}) for o in outputs(notebook)) >= 1
    assert len(text.encode()) < MOST_BYTES
    assert not re.search(r"/home/|/tmp/|/root/|/work/|ipykernel_\d|[A-Z]:\\\\", text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_links_lead_somewhere(path: Path) -> None:
    cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    for target in re.findall(r"\]\(([^)#:]+)\)", "\n".join(cells)):
        assert (HOME / target).exists(), target
