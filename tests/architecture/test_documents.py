"""Links in the documents lead somewhere, decisions are numbered and listed, and public facts agree with the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, assert_none, repository_files, short
from tryggve.domain.language import LANGUAGES

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
ADR = ROOT / "docs" / "adr"
PARTS = ["Status", "Context", "Decision", "Consequences"]


def slugs(text: str) -> set[str]:
    """The anchors that a forge makes of the headings."""
    headings = re.findall(
        r"^#+ +(.+?)\s*#*$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(files: Iterable[Path]) -> list[str]:
    """Links to files or headings that are not there; links to other sites are left alone."""
    found = []
    for file in files:
        for target in LINK.findall(CODE.sub("", file.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            aim = file.parent / path if path else file
            if not aim.exists() or (
                anchor and aim.suffix == ".md" and anchor not in slugs(aim.read_text(encoding="utf-8"))
            ):
                found.append(f"{short(file)}: {target}")
    return found


def test_links_resolve() -> None:
    assert_none(broken_links(file for file in repository_files() if file.suffix == ".md"))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](other.md) [b](other.md#en-rubrik-med-åäö) [c](#here)\n# Here", 0),
        ("[a](https://example.org/x) <!-- --> `[a](none.md)`", 0),
        ("```\n[a](none.md)\n```", 0),
        ("![picture](none.png)", 1),
        ("[a](missing.md)", 1),
        ("[a](other.md#no-such)", 1),
    ],
)
def test_a_broken_link_is_found(tmp_path: Path, text: str, broken: int) -> None:
    (tmp_path / "other.md").write_text("## En rubrik, med åäö\n", encoding="utf-8")
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert len(broken_links([tmp_path / "page.md"])) == broken


def test_decisions_are_numbered_whole_and_listed() -> None:
    files = sorted(file for file in ADR.glob("*.md") if file.name != "README.md")
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    index = (ADR / "README.md").read_text(encoding="utf-8")
    for file in files:
        text = file.read_text(encoding="utf-8")
        title = text.splitlines()[0]
        assert title.startswith(f"# {int(file.name[:4])}. "), file.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS, file.name
        assert f"[{title.split('. ', 1)[1]}]({file.name})" in index, f"{file.name} is not in docs/adr/README.md"


def test_public_facts_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    public = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    listed = public.split("availableLanguages:")[1]
    assert f"  license: {project['license']}\n" in public
    assert re.findall(r"^    - (\w+)$", listed, re.MULTILINE) == list(LANGUAGES)
    assert all(len(text) <= 150 for text in re.findall(r"shortDescription: (.+)$", public, re.MULTILINE))
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text(encoding="utf-8")
