"""What is published: the wheel works where nothing else of this repository is; no data in it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist, built as they are for the index."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl")), next(out.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def in_wheel(archives: tuple[Path, Path]) -> dict[str, bytes]:
    with zipfile.ZipFile(archives[0]) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


@pytest.fixture(scope="module")
def in_sdist(archives: tuple[Path, Path]) -> dict[str, bytes]:
    with tarfile.open(archives[1]) as sdist:
        files = {m.name.partition("/")[2]: sdist.extractfile(m) for m in sdist.getmembers()}
        return {name: file.read() for name, file in files.items() if file is not None}


def test_the_wheel_has_the_package_its_types_and_its_page_and_nothing_else(
    in_wheel: dict[str, bytes],
) -> None:
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "netgraph").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in in_wheel if ".dist-info/" not in name} == package
    assert "netgraph/py.typed" in in_wheel


def test_the_sdist_has_what_the_tests_need_and_nothing_of_the_workplace(
    in_sdist: dict[str, bytes],
) -> None:
    assert {"netgraph/__init__.py", "tests/conftest.py", "LICENSE", "README.md"} <= set(in_sdist)
    folders = {name.split("/")[0] for name in in_sdist if "/" in name}
    assert folders == {
        "benchmarks",
        "docs",
        "netgraph",
        "notebooks",
        "requirements",
        "sample_data",
        "tests",
    }


def test_no_file_of_the_test_data_is_published(
    shared_data: Path, in_sdist: dict[str, bytes], in_wheel: dict[str, bytes]
) -> None:
    theirs = {
        hashlib.sha256(path.read_bytes()).digest()
        for path in shared_data.rglob("*")
        if path.is_file() and path.stat().st_size > 0
    }
    ours = in_sdist | in_wheel
    assert [name for name, data in ours.items() if hashlib.sha256(data).digest() in theirs] == []


def test_the_wheel_works_in_an_environment_of_its_own(
    archives: tuple[Path, Path], tmp_path: Path
) -> None:
    place = tmp_path / "env"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    site = next((place / "lib").glob("python*/site-packages"))
    with zipfile.ZipFile(archives[0]) as wheel:
        wheel.extractall(site)
    # The dependencies are those of this environment; its editable netgraph is not seen this way.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    program = (
        "import netgraph, sys; print(netgraph.__file__); from netgraph.cli import main; main()"
    )
    done = subprocess.run(
        [python, "-I", "-c", program, "--version"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stderr == ""
    where, said = done.stdout.splitlines()
    assert Path(where).is_relative_to(place)
    assert re.fullmatch(r"netgraph \d+\.\d+\.\d+", said)


def test_the_lock_files_name_hashes_and_no_place() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        lock = path.read_text(encoding="utf-8")
        pins = re.findall(r"^([a-z0-9.-]+)==", lock, flags=re.MULTILINE)
        assert len(pins) > 20
        assert len(re.findall(r"--hash=sha256:", lock)) >= len(pins)
        assert re.findall(r"https?://|file:|--index|--find-links|^/|\s/\w", lock) == []


def test_the_lock_files_name_every_dependency_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, test = (pins(ROOT / "requirements" / name) for name in ("run.txt", "test.txt"))
    for line in project["dependencies"]:
        assert re.split(r"[<>=\[; ]", line)[0] in {name for name, _ in run}
    for line in project["optional-dependencies"]["dev"]:
        assert re.split(r"[<>=\[; ]", line)[0] in {name for name, _ in test}
    assert run <= test


def pins(path: Path) -> set[tuple[str, str]]:
    found = re.findall(r"^([a-z0-9.-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return set(found)
