"""The web page: one file, nothing fetched, nothing run, every number in its place."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit import sample_situation
from tryggve.domain.language import use_language
from tryggve.reports import html
from tryggve.reports.safe_svg import UnsafeSvgError
from tryggve.reports.tree import Figure, Section

ROOT = Path(__file__).parent.parent.parent


def test_one_file_that_asks_for_nothing() -> None:
    page = html.render(sample_situation.rich())
    assert re.findall(r"(?:src|href)=\"(?!#|data:,\")[^\"]*", page) == []
    assert "<script" not in page
    assert "@import" not in page
    assert re.findall(r"url\((?!#f\d+-)[^)]*\)", page) == []
    assert "default-src 'none'" in page


def test_finding_shows_number_interval_comparison_certainty_and_method() -> None:
    page = html.render(sample_situation.rich())
    card = page.partition('<li class="finding" id="change.est.fordonsbrand">')[2].partition("</li>")[0]
    for text in (
        "Förändring",
        "+171\u00a0%",
        "Anlagd brand: 19 händelser mot 7",
        "+9 till +660\u00a0%",
        "oktober 2024, per inkommen rapport",
        "hög",
        "Förändring mellan två perioder",
    ):
        assert text in card, text
    assert "<code>" not in card, "ids are for the end of the document"
    assert "<code>change.est.fordonsbrand</code>: Förändring +171" in page
    assert page.count("tryggve explain ID MAPP") == 1, "how to ask is said once"
    assert "tryggve explain" not in html.render(replace(sample_situation.rich(), explained=False))
    assert 'href="#method-change"' in card


def test_every_traced_number_is_an_anchor() -> None:
    situation = sample_situation.rich()
    page = html.render(situation)
    assert [name for name, _thing in situation.traced() if f'id="{name}"' not in page] == []


def test_hostile_text_stays_text_in_every_place() -> None:
    page = html.render(sample_situation.hostile())
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert not re.search(r"[\x00-\x08\x0e-\x1f\u202e]", page)
    page.encode("utf-8")


def test_an_unsafe_drawing_stops_the_page() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    section = Section("s", "S", (Figure("f", "F", "alt", svg),))
    with pytest.raises(UnsafeSvgError, match="script"):
        html.render(replace(sample_situation.empty(), sections=(section,)))


def test_nothing_found_is_said_in_words() -> None:
    assert "Inget sticker ut" in html.render(sample_situation.empty())


def test_the_banner_stands_first_and_is_left_out_when_empty() -> None:
    page = html.render(sample_situation.rich())
    assert page.index(sample_situation.BANNER) < page.index("<h1>")
    assert 'class="banner"' not in html.render(sample_situation.empty())


def test_an_empty_table_says_why() -> None:
    page = html.render(sample_situation.hostile())
    assert page.count("<caption>") == page.count("<table>")
    assert "Det finns inga rader att visa." in page


def test_the_language_is_the_one_of_the_tree_whatever_the_setting() -> None:
    english = replace(sample_situation.rich(), meta=replace(sample_situation.META, language="en"))
    page = html.render(english)
    assert '<html lang="en">' in page
    assert "Compared with" in page
    assert "+171%" in page
    with use_language("en"):
        assert "Jämfört med" in html.render(sample_situation.rich())


def test_the_public_page_holds_no_sql_and_no_command_for_the_analyst() -> None:
    page = html.render(sample_situation.public())
    assert "SELECT" not in page
    assert "tryggve explain" not in page


@pytest.mark.parametrize("module", ["html", "json_out", "pdf", "xlsx"])
def test_the_same_bytes_in_another_process_and_in_a_folder_one_cannot_write_to(module: str, tmp_path: Path) -> None:
    """Run from a folder without write permission; hash seeds differ between the processes."""
    tmp_path.chmod(0o555)
    code = (
        "import hashlib, sys; sys.path[:0] = sys.argv[2:]\n"
        "from importlib import import_module\n"
        "from tests.unit import sample_situation\n"
        "from tryggve.domain.language import set_language; set_language('sv')\n"
        "made = import_module(f'tryggve.reports.{sys.argv[1]}').render(sample_situation.rich())\n"
        "print(hashlib.sha256(made.encode() if isinstance(made, str) else made).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code, module, str(ROOT), str(ROOT / "src")],
            cwd=tmp_path,
            env={"PYTHONHASHSEED": seed, "TMPDIR": str(tmp_path.parent), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    tmp_path.chmod(0o755)
    assert len(hashes) == 1
    assert list(tmp_path.iterdir()) == []
