"""Word documents of our templates: what stands in them, and that they are whole."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from tryggve.catalog import read_text, read_toml
from tryggve.reports.word import word

NAMES = [
    one["template"]
    for item in read_toml("driftstart/driftstart.toml")["item"]
    for one in (item, *item.get("also", ()))
    if one["template"]
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = """# Beslut & skäl

**Mall.** Fyll i *allt* som
står så: `[ ]`.

- en punkt
  som går vidare
- [ ] att göra

1. först
2. sedan

## Tabell

| Vad | Vem |
| --- | --- |
| Gallring | [nämnd] |

| | |
| --- | --- |
| utan | rubrik |

1. på nytt
"""


def _body(text: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(word(text))) as file:
        assert file.testzip() is None
        for name in file.namelist():
            ElementTree.fromstring(file.read(name))
        found = ElementTree.fromstring(file.read("word/document.xml")).find(f"{W}body")
    assert found is not None
    return found


def _said(part: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in part.iter(f"{W}t"))


def _marks(body: ElementTree.Element, name: str) -> list[str]:
    return [one.attrib[f"{W}val"] for one in body.iter(f"{W}{name}")]


def test_what_stands_in_the_text_stands_in_the_document() -> None:
    body = _body(TEXT)
    lines = [_said(one) for one in body.findall(f"{W}p") if _said(one)]
    assert lines == [
        "Beslut & skäl", "Mall. Fyll i allt som står så: [ ].", "en punkt som går vidare", "☐ att göra", "först",
        "sedan", "Tabell", "på nytt",
    ]  # fmt: skip
    first, second = body.findall(f"{W}tbl")
    assert [_said(one) for one in first.iter(f"{W}tc")] == ["Vad", "Vem", "Gallring", "[nämnd]"]
    assert len(list(first.iter(f"{W}tblHeader"))) == 1
    assert [_said(one) for one in second.iter(f"{W}tc")] == ["utan", "rubrik"]
    assert not list(second.iter(f"{W}tblHeader"))


def test_each_list_of_numbers_begins_anew() -> None:
    assert _marks(_body(TEXT), "numId") == ["1", "1", "2", "2", "3"]


def test_the_same_text_gives_the_same_bytes() -> None:
    assert word(TEXT) == word(TEXT)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_whole_without_marks_of_its_source(name: str) -> None:
    text = read_text(f"driftstart/{name}")
    body = _body(text)
    shown = "\n".join(_said(one) for one in body.iter(f"{W}p"))
    assert not re.search(r"\*\*|^#|^\||^- |```", shown, re.M), shown
    words = re.findall(r"\w{4,}", text)
    assert len(words) > 100
    assert [one for one in words if one not in shown] == []
