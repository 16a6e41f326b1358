"""The command line as a newcomer meets it: what it says, what it writes, what it refuses, and what never gets out."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.acceptance import invented, reading
from tests.acceptance.runs import MONTH, Files, made
from tryggve import __version__
from tryggve.cli import main
from tryggve.reports.json_out import SCHEMA

RUN = "import sys; from tryggve.cli import main; sys.exit(main())"


# --- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--help"], "gör en lägesbild av filer med rapporter"),
        (["--lang", "en", "--help"], "make a lägesbild from files with reports"),
        (["--lang=en", "--help"], "make a lägesbild from files with reports"),
        (["lagesbild", "--help"], "områden som GeoJSON"),
        (["lagesbild", "--lang", "en", "--help"], "areas as GeoJSON"),
        (["explain", "--help"], "mapp med lägesbilden"),
        (["--lang", "en", "explain", "--help"], "folder with the lägesbild"),
    ],
)
def test_help_comes_in_the_language_asked_for(
    words: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 0
    assert wanted in reading.plain(capsys.readouterr().out)


def test_help_comes_in_the_language_of_the_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRYGGVE_LANGUAGE", "en")
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "make a lägesbild from files with reports" in reading.plain(capsys.readouterr().out)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"tryggve {__version__}\n"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["{reports}", "--period", "2025-13"], "2025-13 finns inte i kalendern"),
        (["{reports}", "--period", "2025-W54"], "2025-W54 finns inte i kalendern"),
        (["{reports}", "--period", "i oktober"], "Skriv 2025-W40, 2025-10"),
        (["{reports}", "--period", "2025-10-05..2025-10-01"], "2025-10-05..2025-10-01"),
        (["{reports}", "--period", MONTH, "--format", "html,doc"], "Välj bland html, pdf, xlsx, docx, json"),
        (["{reports}", "--period", MONTH, "--format", ","], "Välj bland html, pdf, xlsx, docx, json"),
        (["--period", MONTH], "tryggve demo"),
        (["finns_inte.csv", "--period", MONTH], "finns_inte.csv"),
        (["{reports}", "--period", MONTH, "--areas", "saknas.geojson"], "saknas.geojson"),
        (["{reports}", "--period", MONTH, "--reporters", "{areas}"], "organisation, organisationstyp, omraden"),
        (["{reports}", "--period", MONTH, "--profile", "hemsnickrad"], "est"),
        (["{reports}", "--period", MONTH, "--crs", "EPSG:999999"], "EPSG:3006"),
        (["{reports}", "--period", MONTH, "--zone", "Mars/Bas"], "Europe/Stockholm"),
        (["{reports}", "--period", MONTH, "--areas", "{areas}", "--scope", "Granbaken"], "Granbacken"),
        (["{reports}", "--period", MONTH, "--areas", "{areas}", "--scope", "O99"], "O99"),
        (["{reports}", "--period", MONTH, "--areas", "{areas}", "--scope", "O1", "--audience", "public"], "publika"),
    ],
)
def test_what_cannot_be_done_is_said_on_one_line_with_a_way_out(
    words: list[str], wanted: str, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    filled = [word.format(reports=files.reports, areas=files.areas) for word in words]
    assert main(["lagesbild", *filled, "--out", str(out)]) == 1
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("tryggve: ")]
    assert len(said) == 1
    assert wanted in said[0]
    assert not out.exists(), "nothing is half made"


@pytest.mark.parametrize("words", [["lagesbil"], ["lagesbild", "--audience", "alla"], ["lagesbild", "fil.csv"]])
def test_wrong_words_give_status_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "usage" not in capsys.readouterr().out


def test_the_installed_command_answers(files: Files, tmp_path: Path) -> None:
    words = [sys.executable, "-c", RUN, *files.words(tmp_path / "out", "--format", "json")]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False, env=_environment())
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(tmp_path / "out" / "lagesbild.json")]
    assert "rapporter.csv" in done.stderr


def _environment(**further: str) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("TRYGGVE_")}
    return kept | {"PYTHONIOENCODING": "utf-8"} | further


# --- what it writes ---------------------------------------------------------------------------------------------------


def test_four_formats_and_the_facts_behind(internal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {one.name for one in internal.iterdir()} == {f"lagesbild.{name}" for name in reading.FORMATS} | {"underlag"}
    assert (internal / "lagesbild.pdf").read_bytes().startswith(b"%PDF-")
    assert (internal / "lagesbild.xlsx").read_bytes().startswith(b"PK")
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(reading.document(internal))


@pytest.mark.parametrize(("asked", "names"), [("json,html", {"json", "html"}), (" PDF , pdf", {"pdf"})])
def test_only_the_formats_asked_for(asked: str, names: set[str], files: Files, tmp_path: Path) -> None:
    out = made(files.words(tmp_path / "out", "--format", asked))
    assert {one.name for one in out.iterdir() if one.is_file()} == {f"lagesbild.{name}" for name in names}


def test_the_total_is_what_the_file_holds(internal: Path, files: Files) -> None:
    with files.reports.open(encoding="utf-8", newline="") as file:
        expected = sum(one["fran"].startswith(MONTH) for one in csv.DictReader(file, delimiter=";"))
    assert reading.finding(reading.document(internal), "level.est.total")["value"] == expected


@pytest.mark.parametrize("asked", ["O2", "Tallbacken", "tallbacken"])
def test_a_part_of_the_municipality_by_code_or_name(asked: str, files: Files, internal: Path, tmp_path: Path) -> None:
    part = reading.document(made(files.words(tmp_path / "out", "--scope", asked, "--format", "json")))
    whole = reading.table(reading.document(internal), "areas.est")
    assert part["meta"]["scope"] == "O2"
    assert "Tallbacken" in part["title"]
    assert reading.finding(part, "level.est.total")["value"] == reading.cell(whole, "Tallbacken", "n")["value"]


def test_a_name_that_two_areas_have_asks_for_the_code(
    files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    areas = tmp_path / "tvillingar.geojson"
    areas.write_text(files.areas.read_text(encoding="utf-8").replace("Tallbacken", "Enbacken"), encoding="utf-8")
    words = ["lagesbild", str(files.reports), "--areas", str(areas), "--period", MONTH, "--out", str(tmp_path / "out")]
    assert main([*words, "--scope", "Enbacken"]) == 1
    assert re.search(r"O2.*O3", capsys.readouterr().err)


def test_a_saved_profile_reads_the_same(files: Files, tmp_path: Path) -> None:
    saved = tmp_path / "min profil.toml"
    first = made(files.words(tmp_path / "a", "--format", "json", "--save-profile", str(saved)))
    again = made(files.words(tmp_path / "b", "--format", "json", "--profile", str(saved)))
    assert (first / "lagesbild.json").read_bytes() == (again / "lagesbild.json").read_bytes()


def test_a_guessed_profile_is_shown_and_can_be_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = tmp_path / "okand.csv"
    lines = [f"2025-10-{day:02d} 21:15,Klotter,{700_000 + 50 * day},{6_500_000 + 40 * day}" for day in range(1, 29)]
    unknown.write_text("\n".join(["Inträffade,Vad,Öst,Nord", *lines]) + "\n", encoding="utf-8")
    saved = tmp_path / "gissad.toml"
    words = ["lagesbild", str(unknown), "--period", MONTH, "--format", "json"]
    first = made([*words, "--out", str(tmp_path / "a"), "--save-profile", str(saved)])
    shown = capsys.readouterr().err
    assert "gissad profil" in shown
    assert 'time = "Inträffade"' in shown
    assert 'time = "Inträffade"' in saved.read_text(encoding="utf-8")
    again = made([*words, "--out", str(tmp_path / "b"), "--profile", str(saved)])
    totals = [
        [one["value"] for one in reading.document(folder)["findings"] if one["key"] == "level.total"]
        for folder in (first, again)
    ]
    assert totals == [[28], [28]]


def test_rows_with_faults_come_back_and_can_be_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [
        invented.row(rapport_id="1"),
        invented.row(rapport_id="2", fran="2025-13-05"),
        invented.row(rapport_id="3", kategori="snöskottning"),
        invented.row(rapport_id="4", x="700100"),
    ]
    source = invented.write_rows(tmp_path / "lista.csv", wrong)
    words = ["--period", MONTH, "--format", "json", "--today", "2026-01-01"]
    out = made(["lagesbild", str(source), *words, "--out", str(tmp_path / "out")])
    said = capsys.readouterr().err
    assert "lista.rejected.csv" in said
    assert "2025-13-05" in said
    assert reading.finding(reading.document(out), "level.est.total")["value"] == 1

    returned = out / "lista.rejected.csv"
    with returned.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(one["rapport_id"], one["fel_rad"]) for one in rows] == [("2", "3"), ("3", "4"), ("4", "5")]
    assert [one["fel_kolumn"] for one in rows[:2]] == ["fran", "kategori"]
    assert all(one["fel"] and one["atgard"] for one in rows)

    rows[0]["fran"], rows[1]["kategori"], rows[2]["y"] = "2025-10-05", "klotter", "6500100"
    mended = tmp_path / "rättad.csv"
    with mended.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    both = made(["lagesbild", str(source), str(mended), *words, "--out", str(tmp_path / "both")])
    assert reading.finding(reading.document(both), "level.est.total")["value"] == 4


# --- the same bytes ---------------------------------------------------------------------------------------------------


def test_twice_the_same_bytes_in_another_folder_zone_and_locale(files: Files, internal: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "någon annanstans"
    elsewhere.mkdir()
    far = _environment(TZ="Pacific/Kiritimati", LC_ALL="C", LANG="C", PYTHONHASHSEED="7", PYTHONUTF8="1")
    words = [sys.executable, "-c", RUN, *files.words(Path("ut"))]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False, env=far, cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    for name in reading.FORMATS:
        first, second = (folder / f"lagesbild.{name}" for folder in (internal, elsewhere / "ut"))
        assert first.read_bytes() == second.read_bytes(), name


def test_made_again_over_the_old_ones(files: Files, internal: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made(files.words(out, "--format", "json", period="2025-09"))
    made(files.words(out, "--format", "json"))
    assert (out / "lagesbild.json").read_bytes() == (internal / "lagesbild.json").read_bytes()
    assert not [one for one in out.iterdir() if one.name.startswith(".")]


def test_a_week_whose_last_report_is_of_the_friday_is_compared(files: Files, tmp_path: Path) -> None:
    source = invented.write_rows(tmp_path / "r.csv", [one for one in invented.rows() if one["fran"] < "2025-10-04"])
    words = ["lagesbild", str(source), "--period", "2025-W40", "--format", "json", "--out", str(tmp_path / "out")]
    (*_kinds, total) = reading.table(reading.document(made(words)), "kinds.est")["rows"]
    assert re.fullmatch(r"\d+–\d+", total[2]["text"]), "the expected interval"


# --- language ---------------------------------------------------------------------------------------------------------

SWEDISH = re.compile(
    r"\b(och|eller|inte|som|för|från|till|är|händelser|antal|område|metod|förändring|tillförlitlighet|utkast|"
    r"källa|period för period|vad|vem|när|var|vi|lämnades)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(the|and|of|with|is|are|were|rows|not|from|this|which|events|number|area|change|expected|certainty|method)\b",
    re.IGNORECASE,
)
CITED = re.compile(r"(Källa|Source): .*?(?=$)", re.DOTALL)


def _foreign(texts: list[str], pattern: re.Pattern[str]) -> list[str]:
    """The texts that hold a word of the other language; a work that is cited keeps its own title."""
    return [text for text in texts if pattern.search(CITED.sub("", text))]


def test_english_everywhere(english: Path) -> None:
    read = reading.document(english)
    assert read["meta"]["language"] == "en"
    assert _foreign(sorted(set(reading.words([read["findings"], read["sections"], read["methods"]]))), SWEDISH) == []


def test_english_on_the_page(english: Path) -> None:
    page = (english / "lagesbild.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    parts = reading.html_text(english)
    assert not SWEDISH.findall(parts.replace("Västerbotten", "").replace("Effektiv samordning för trygghet", "")), (
        SWEDISH.findall(parts)
    )


# --- explain ----------------------------------------------------------------------------------------------------------


def test_explain_a_finding(internal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total = reading.finding(reading.document(internal), "level.est.total")
    assert main(["explain", "level.est.total", str(internal)]) == 0
    said = capsys.readouterr().out
    assert total["text"] in said
    assert total["trace"]["sql"] in said
    assert re.search(rf"SQL[^\n]*: {total['value']}\n", said)
    assert len(re.findall(r"\tR\d{4}\t", said)) == 20, "twenty rows are listed unless more are asked for"


@pytest.mark.parametrize(
    "number_id",
    ["kinds-est.klotter.n", "kinds-est.total.change", "areas-est.o2.n", "areas-est.o2.share", "areas-est.o2.rate",
     "severity-est.1.n", "series-est.2025-03.n", "coverage-kinds.other-kinds.share"],
)  # fmt: skip
def test_explain_a_cell(number_id: str, internal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = [one for found in reading.tables(reading.document(internal)) for row in found["rows"] for one in row]
    wanted = next(one for one in cells if one["id"] == number_id)
    assert main(["explain", number_id, str(internal)]) == 0
    answer = re.search(r"SQL[^\n]*: ([0-9.]+)\n", capsys.readouterr().out)
    assert answer is not None
    assert float(answer[1]) == pytest.approx(wanted["value"])


def test_explain_more_rows(internal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total = reading.finding(reading.document(internal), "level.est.total")["value"]
    assert main(["explain", "level.est.total", str(internal), "--rows", "1000"]) == 0
    assert len(re.findall(r"\tR\d{4}\t", capsys.readouterr().out)) == total


def test_explain_suggests_ids(internal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "level.est.totl", str(internal)]) == 1
    assert "level.est.total" in capsys.readouterr().err


def test_explain_without_the_facts_still_shows_the_way(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "level.est.total", str(public)]) == 0
    said = capsys.readouterr().out
    assert "SELECT" in said
    assert "--facts" in said


def test_explain_of_a_folder_without_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "level.est.total", str(tmp_path)]) == 1
    assert "lagesbild.json" in capsys.readouterr().err


# --- settings ---------------------------------------------------------------------------------------------------------


def _merged(folder: Path) -> int:
    """How many kinds the public table shows by name."""
    return len(reading.table(reading.document(folder), "kinds.est")["rows"])


def test_the_small_number_is_a_setting(
    files: Files, public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--audience", "public", "--format", "json"]
    monkeypatch.setenv("TRYGGVE_SMALL_NUMBER", "15")
    assert _merged(made(files.words(tmp_path / "environment", *words))) < _merged(public)
    monkeypatch.delenv("TRYGGVE_SMALL_NUMBER")
    settings = tmp_path / "här"
    settings.mkdir()
    (settings / "tryggve.toml").write_text('small_number = 15\nlanguage = "en"\n', encoding="utf-8")
    monkeypatch.chdir(settings)
    from_file = made(files.words(tmp_path / "file", *words))
    assert _merged(from_file) < _merged(public)
    assert reading.document(from_file)["meta"]["language"] == "en"


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("TRYGGVE_SMALL_NUMBER", "1", "3"),
        ("TRYGGVE_SMALL_NUMER", "9", "TRYGGVE_SMALL_NUMBER"),
        ("TRYGGVE_LANGUAGE", "fi", "sv"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_is_right(
    name: str, value: str, wanted: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["profiles"]) == 1
    assert wanted in capsys.readouterr().err
