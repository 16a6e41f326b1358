"""What never gets out: names of parts and people, texts, personal data; and names that look like code stay names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.acceptance import invented, reading
from tests.acceptance.runs import MONTH, Files, made
from tryggve.cli import main


def test_the_public_version_names_nobody_and_no_part(public: Path) -> None:
    assert {one.name for one in public.iterdir()} == {f"lagesbild.{name}" for name in reading.FORMATS}
    secrets = [*invented.AREAS.values(), *(name for name, _kind in invented.ORGANISATIONS), "Hemligtext"]
    for file, text in reading.all_texts(public).items():
        assert [one for one in secrets if one in text] == [], file
        assert not re.search(r"\bO[123]\b|\bR\d{4}\b|incident_id", text), file
    trace = reading.finding(reading.document(public), "level.est.total")["trace"]
    assert "rows_sql" not in trace


PLANTED = {
    "text": "Ring 070-174 06 58 eller tolvan.tolvansson@exempel.se. Bil ABC 12D. Han heter 19811218-9876.",
    "place": "Hos 811218-9876, tel 0701740607, bil DEF345, mejl nils.karlsson@exempel.se",
}
PERSONAL = re.compile(
    r"811218[- ]?9876|070[- ]?174 ?06 ?(58|07)|@exempel|ABC ?12D|DEF ?345|tolvansson|karlsson",
    re.IGNORECASE,
)


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_no_text_and_no_personal_data_in_any_file(audience: str, files: Files, tmp_path: Path) -> None:
    rows = invented.rows()
    planted = [number for number, one in enumerate(rows) if one["fran"].startswith(MONTH)][:12]
    for number in planted:
        rows[number] |= {"beskrivning": PLANTED["text"], "plats": PLANTED["place"], "platsprecision": "gata"}
    source = invented.write_rows(tmp_path / "rapporter.csv", rows)
    words = ["--areas", str(files.areas), "--reporters", str(files.reporters), "--period", MONTH]
    out = made(["lagesbild", str(source), *words, "--audience", audience, "--out", str(tmp_path / "out")])
    texts = reading.all_texts(out)
    assert {Path(name).suffix for name in texts} >= {".html", ".pdf", ".xlsx", ".json"}
    assert audience == "public" or ".parquet" in {Path(name).suffix for name in texts}
    for file, text in texts.items():
        assert not PERSONAL.search(text), (file, PERSONAL.search(text))
        assert "Hemligtext" not in text, file


def test_personal_data_in_the_name_of_an_organisation_go_no_further(tmp_path: Path) -> None:
    planted = invented.row(organisation="Väktare Ek 070-174 06 07", organisationstyp="ordningsvakter", omrade="O1")
    source = invented.write_rows(tmp_path / "r.csv", [planted])
    out = made(["lagesbild", str(source), "--period", MONTH, "--out", str(tmp_path / "out")])
    assert [file for file, text in reading.all_texts(out).items() if "070-174" in text] == []


def test_rows_that_come_back_lie_outside_the_public_folder(tmp_path: Path) -> None:
    rows = [invented.row(rapport_id="1"), invented.row(rapport_id="2", fran="2025-13-01", beskrivning="Hemligtext")]
    source = invented.write_rows(tmp_path / "r.csv", rows)
    words = ["lagesbild", str(source), "--period", MONTH, "--audience", "public", "--format", "json"]
    out = made([*words, "--out", str(tmp_path / "out")])
    assert [one.name for one in out.iterdir()] == ["lagesbild.json"]
    assert [one.name for one in tmp_path.rglob("*.rejected.csv")] == ["r.rejected.csv"]


def test_how_many_texts_hold_personal_data_is_said(files: Files, tmp_path: Path) -> None:
    source = invented.write_rows(tmp_path / "r.csv", [invented.row(beskrivning=PLANTED["text"]), invented.row()])
    out = made(["lagesbild", str(source), "--period", MONTH, "--out", str(tmp_path / "out"), "--format", "json"])
    said = " ".join(reading.words(reading.section(reading.document(out), "unknown")))
    assert "Personuppgifter hittades" in said
    for kind in ("personnummer 1", "telefonnummer 1"):
        assert kind in said


HOSTILE = (
    "<script>alert(1)</script>", "#panic(1) $x$ @ref <label> [a] *b*", "'; DROP TABLE incident_fact; --",
    "{{7*7}}", '=HYPERLINK("http://x.example")', "\U0001f600 \u202egnirts", "@SUM(A1)",
)  # fmt: skip


def test_names_that_look_like_code_stay_names(tmp_path: Path) -> None:
    rows = [invented.row(rapport_id=str(n), omrade=one, platsprecision="område") for n, one in enumerate(HOSTILE)]
    source = invented.write_rows(tmp_path / "r.csv", rows)
    out = made(["lagesbild", str(source), "--period", MONTH, "--out", str(tmp_path / "out")])
    page = (out / "lagesbild.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "\u202e" not in page
    named = {row[0]["text"] for row in reading.table(reading.document(out), "areas.est")["rows"]}
    assert named == {one.replace("\u202e", "") for one in HOSTILE}
    assert "#panic(1)" in "".join(reading.pdf_pages(out))
    cells = [one for rows in reading.sheets(out).values() for row in rows for one in row]
    assert '=HYPERLINK("http://x.example")' in cells, "as text: calamine would give the value of a formula"
    assert reading.finding(reading.document(out), "level.est.total")["value"] == len(HOSTILE)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"rapport_id;fran\n", b"\x00\x01\x02\x03" * 50])
def test_a_file_that_holds_no_table_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "trasig.csv"
    broken.write_bytes(content)
    out = tmp_path / "out"
    assert main(["lagesbild", str(broken), "--period", MONTH, "--out", str(out)]) == 1
    assert "trasig.csv" in capsys.readouterr().err
    assert not out.exists()


def test_a_list_without_rows_is_said_to_be_unknown_and_not_calm(files: Files, tmp_path: Path) -> None:
    source = invented.write_rows(tmp_path / "tom.csv", [])
    out = made(["lagesbild", str(source), "--period", MONTH, "--out", str(tmp_path / "out"), "--format", "json"])
    read = reading.document(out)
    assert {one["certainty"] for one in read["findings"]} == {"unknown"}
    assert not list(reading.tables(read)) or all(not found["rows"] for found in reading.tables(read))
