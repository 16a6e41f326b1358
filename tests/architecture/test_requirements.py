"""What is installed is locked by hash, names no host, and has a reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

FOLDER = ROOT / "requirements"
LOCKED = re.compile(r"([a-z0-9-]+)==([^\s;]+)(?: ; ([^\\]+))?")


def read_lock(text: str) -> dict[tuple[str, str], str]:
    """(name, environment marker) → version; ValueError for anything but pinned names with hashes."""
    found = {}
    for entry in text.replace("\\\n", "").splitlines():
        requirement, *hashes = entry.split("    --hash=sha256:")
        pinned = LOCKED.fullmatch(requirement.strip())
        if pinned is None or not hashes or not all(re.fullmatch(r"[0-9a-f]{64}", hash_.strip()) for hash_ in hashes):
            raise ValueError(f"not a pinned name with hashes: {entry[:80]}")
        found[pinned[1], (pinned[3] or "").strip()] = pinned[2]
    return found


def uncommented(text: str) -> list[str]:
    """Dependencies of a pyproject without a reason: no comment right above, nor their name in that of their group."""
    block = text.split("\ndependencies = [\n")[1].split("\n]\n")[0]
    found, comment = [], ""
    above = ""
    for line in map(str.strip, block.splitlines()):
        if line.startswith("#"):
            comment = f"{comment} {line}" if above.startswith("#") else line
        elif line:
            name = re.split(r"[<>=~!;\[ ]", line.strip('",'))[0]
            if not above.startswith("#") and name.removesuffix("-python").lower() not in comment.lower():
                found.append(name)
        above = line
    return found


@pytest.mark.parametrize("name", ["base.txt", "build.txt", "dev.txt", "names.txt"])
def test_locks_are_pins_with_hashes_and_nothing_else(name: str) -> None:
    """T-LOCK."""
    assert read_lock((FOLDER / name).read_text())


@pytest.mark.parametrize(
    "planted",
    [
        "numpy>=2 --hash=sha256:" + "0" * 64,
        "numpy==2.0",
        "numpy==2.0 \\\n    --hash=sha256:short",
        "--index-url https://packages.example",
        "numpy @ https://packages.example/numpy.whl \\\n    --hash=sha256:" + "0" * 64,
    ],
)
def test_a_loose_line_is_found(planted: str) -> None:
    with pytest.raises(ValueError, match="not a pinned name"):
        read_lock(planted)


@pytest.mark.parametrize("name", ["base.txt", "build.txt"])
def test_developers_run_what_users_run(name: str) -> None:
    dev = read_lock((FOLDER / "dev.txt").read_text())
    versions = {(package, version) for (package, _marker), version in dev.items()}
    smaller = read_lock((FOLDER / name).read_text())
    assert [pin for (package, _), version in smaller.items() if (pin := (package, version)) not in versions] == []


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[<>=~!;\[ ]", line)[0].lower() for line in project["dependencies"]}
    assert named <= {name for name, _marker in read_lock((FOLDER / "base.txt").read_text())}


def test_every_dependency_has_a_reason() -> None:
    assert uncommented((ROOT / "pyproject.toml").read_text(encoding="utf-8")) == []


def test_a_dependency_without_reason_is_found() -> None:
    planted = '  # charts, with vl-convert\n  "altair>=5",\n  "vl-convert-python",\n  "left-pad",'
    assert uncommented(f"x = 1\ndependencies = [\n{planted}\n]\n") == ["left-pad"]


def test_users_need_no_test_tools() -> None:
    base = {name for name, _marker in read_lock(Path(FOLDER / "base.txt").read_text())}
    assert base.isdisjoint({"pytest", "pandas", "statsmodels", "playwright", "mypy", "ruff", "uv", "matplotlib"})
