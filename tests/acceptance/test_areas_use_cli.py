"""`tryggve areas use`, and what a new vintage does to the coverage in a picture."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.acceptance import reading
from tests.engines.areas_material import districts, write_areas, write_rows
from tryggve.cli import main


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with reports by code and a new vintage in which S is but half of what it was."""
    folder = tmp_path / "store"
    reports = [{"rapport_id": f"{code}{i}", "omrade": code, "organisation": "Skolan", "organisationstyp": "skola"}
               for code in "NS" for i in range(6)]  # fmt: skip
    (tmp_path / "reporters.csv").write_text(
        "organisation;organisationstyp;omraden;fran;till;takt\nSkolan;skola;S;2025-01-01;;vecka\n"
        "Fritiden;fritid;N;2025-01-01;;vecka\n", encoding="utf-8",
    )  # fmt: skip
    done(["init", folder, "--municipality", "Påhitt"])
    done(["areas", "import", write_areas(tmp_path / "2025.geojson", districts("2025")), "--store", folder])
    rows = write_rows(tmp_path / "rows.csv", reports)
    done(["import", rows, "--reporters", tmp_path / "reporters.csv", "--today", "2026-01-01", "--store", folder])
    return folder


def done(words: list[object], *, language: str = "en", status: int = 0) -> None:
    assert main(["--lang", language, *map(str, words)]) == status


def said(capsys: pytest.CaptureFixture[str], *words: object, language: str = "en", status: int = 0) -> str:
    """What a command says."""
    capsys.readouterr()
    done(list(words), language=language, status=status)
    captured = capsys.readouterr()
    return reading.plain(captured.out if status == 0 else captured.err)


def cut(folder: Path) -> Path:
    """N grows over half of S."""
    return write_areas(
        folder / "2026.geojson",
        [
            *districts("2026", middle=1.0)[:1],
            {"kod": "S", "namn": "Sörgärdet", "niva": "stadsdel", "argang": "2026", "box": (0, 0, 4, 1)},
        ],
    )


def picture(capsys: pytest.CaptureFixture[str], store: Path, out: Path) -> str:
    """The document of a month as one text."""
    said(capsys, "lagesbild", "--store", store, "--period", "2025-10", "--out", out, "--format", "json")
    return (out / "lagesbild.json").read_text(encoding="utf-8")


def test_a_mistake_is_taken_back(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    was = picture(capsys, store, tmp_path / "was")
    told = said(capsys, "areas", "import", cut(tmp_path), "--store", store)
    assert "Stadsdel 2026, reports with an area: 6 lost, 0 gained." in told
    assert "6 of them say only a code or a name in stadsdel 2025" in told
    assert "Municipality, reports with an area: 0 lost, 0 gained." in told
    assert "1 promise to report is for areas out of use" in told
    assert picture(capsys, store, tmp_path / "cut") != was
    assert "tryggve areas use" in said(capsys, "store", "undo", 3, "--why", "fel", "--store", store, status=1)
    told = said(capsys, "areas", "use", "stadsdel@2025", "--store", store, "--by", "Kerstin")
    assert "stadsdel 2025 is in use." in told
    assert "Stadsdel 2025, reports with an area: 0 lost, 6 gained." in told
    assert picture(capsys, store, tmp_path / "back") == was
    assert "Nothing was changed." in said(capsys, "areas", "use", "stadsdel 2025", "--store", store)
    told = said(capsys, "areas", "import", tmp_path / "2026.geojson", "--store", store)
    assert "stadsdel 2026 is not in use. To use it: tryggve areas use stadsdel@2026" in told
    assert "no division regso" in said(capsys, "areas", "use", "regso", "--store", store, status=1)


def test_a_promise_for_an_area_out_of_use_is_not_forgotten(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "coverage unknown" not in picture(capsys, store, tmp_path / "was")
    said(capsys, "areas", "import", cut(tmp_path), "--store", store)
    document = json.loads(picture(capsys, store, tmp_path / "cut"))
    text = json.dumps(document, ensure_ascii=False)
    assert "1 organisation has promised to report for areas of a division that is out of use." in text
    assert "Skolan: S (stadsdel 2025)" in text
    blocks = [block for section in document["sections"] for block in section["blocks"]]
    table = next(block for block in blocks if block.get("id") == "areas.est")
    shares = {row[0]["text"]: row[2]["text"] for row in table["rows"]}
    # The new S lies within the old one; of the new N but a part does.
    assert (shares["Norrgärdet"], shares["Sörgärdet"]) == ("coverage unknown", "1/4")
    public = tmp_path / "public"
    said(
        capsys, "lagesbild", "--store", store, "--period", "2025-10", "--out", public, "--format", "json",
        "--audience", "public",
    )  # fmt: skip
    text = (public / "lagesbild.json").read_text(encoding="utf-8")
    assert "1 organisation has promised" in text
    assert "Skolan" not in text


def test_swedish_words_for_the_municipality_and_in_the_file_of_pairs(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "areas", "import", cut(tmp_path), "--store", store, language="sv")
    assert "Kommun, rapporter med område: 0 förlorade, 0 tillkomna." in told
    assert "municipality" not in told + said(capsys, "areas", "list", "--store", store, language="sv")
    told = said(capsys, "areas", "overlap", "stadsdel", "regso", "--store", store, language="sv", status=1)
    assert "municipality" not in told
    out = tmp_path / "pairs.csv"
    said(capsys, "areas", "overlap", "stadsdel@2025", "kommun", "--store", store, "--out", out, language="sv")
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][:5] == [
        "första områdets kod", "första områdets namn", "andra områdets kod", "andra områdets namn",
        "vad det första är för det andra",
    ]  # fmt: skip
    assert rows[1][4] == "ligger inom"
    assert rows[1][6:8] == ["1", "0,5"]
