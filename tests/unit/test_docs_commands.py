"""The commands of the Swedish pages work as they stand there, on the files that the pages show and the example's.

A fenced block ```bash holds commands, ```csv NAME (or toml, json) a file that the page tells the reader to have, and
```text words that the commands before it write; ```python is run as it stands, together with those before it. What
`make demo` and `tryggve demo` write is there from the beginning.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.tree import ROOT
from tryggve.cli import main
from tryggve.example.write import write_example

PAGES = sorted((ROOT / "docs" / "sv").rglob("*.md"))
DATA = Path("demo") / "exempelkommunen" / "data"
FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
MADE_BEFORE = ("make demo", "tryggve demo")
CUT = "…"


class Block(NamedTuple):
    """One fenced block of a page: kind, name of a file or "", text."""

    kind: str
    name: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(found["kind"], found["name"] or "", found["text"]) for found in FENCE.finditer(page)]


def commands(text: str) -> Iterator[str]:
    """The commands of a block, lines that end with a backslash joined; comments left out."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield " ".join(line.split())


def run(command: str) -> int:
    """Run a command of ours in the current folder. Only json is written where the page leaves the format open."""
    words = shlex.split(command)
    assert words[0] == "tryggve", f"not a command of ours: {command}"
    if words[1] in ("lagesbild", "survey") and "--format" not in words:
        words += ["--format", "json"]
    return main(words[1:])


def follow(page: str, output: pytest.CaptureFixture[str]) -> None:
    """Do what a page says, from top to bottom, in the current folder."""
    found = blocks(page)
    for block in found:
        if block.name:
            Path(block.name).parent.mkdir(parents=True, exist_ok=True)
            Path(block.name).write_text(block.text, encoding="utf-8")
    said = ""
    names: dict[str, object] = {}
    for block in found:
        if block.kind == "python":
            exec(compile(block.text, "the page", "exec"), names)
            said = output.readouterr().out
        elif block.kind == "bash":
            for command in commands(block.text):
                if command in MADE_BEFORE:
                    continue
                status = run(command)
                captured = output.readouterr()
                said = captured.out + captured.err
                assert status == 0, f"{command}\n{said}"
        elif block.kind == "text" and not block.name:
            missing = [
                line for line in block.text.splitlines() if line.strip() != CUT and squeezed(line) not in squeezed(said)
            ]
            assert not missing, "\n".join([*missing, "is not in:", said])


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    write_example(folder)
    return folder


@pytest.fixture
def stand_in(tmp_path: Path, example: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder with the example's files, to stand in."""
    shutil.copytree(example, tmp_path / DATA)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_can_be_followed(page: Path, stand_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = page.read_text(encoding="utf-8")
    commanded = any(block.kind == "bash" for block in blocks(text))
    assert commanded or page.parent.name != "gor-sa-har", "no command on the page"
    follow(text, capsys)


@pytest.mark.parametrize(
    "page",
    [
        "```bash\ntryggve lagesbild none.csv --period 2025\n```\n",
        "```bash\ntryggve profiles none\n```\n",
        "```bash\ntryggve profiles\n```\n\n```text\nnobody says this\n```\n",
        "```bash\nrm file\n```\n",
        "```python\nassert 1 + 1 == 3\n```\n",
        "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n",
    ],
)
def test_a_page_that_is_wrong_is_found(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError):
        follow(page, capsys)


def test_the_targets_that_pages_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in (*PAGES, ROOT / "README.md", ROOT / "docs" / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"(?:^|`)make ([a-z0-9-]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name}: make {target}"


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (*PAGES, *(ROOT / "docs" / "reference").glob("*.md")):
        assert f"({page.relative_to(ROOT / 'docs').as_posix()})" in index, f"{page.name} is not in docs/README.md"
