"""Texts that came with a file, where they are shown and kept: they steer no terminal and name nobody."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.hostile_areas import polygon, square
from tryggve.cli import main
from tryggve.cli.progress import Progress

Run = Callable[..., tuple[int, str, str]]

CURSOR = "\x1b[2J\x9b1A\u202e"
STEERING = ("\x1b", "\x9b", "\u202e", "\r")
PERSON = "Anna Andersson 19121212-1212 ringde"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def tryggve(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return tryggve


@pytest.fixture
def store(tmp_path: Path) -> Path:
    words = ["--municipality", f"Exempel{CURSOR}kommunen\n2026-01-01 root", "--by", "Kerstin"]
    assert main(["init", str(tmp_path / "store"), *words]) == 0
    return tmp_path / "store"


def steered(text: str) -> list[str]:
    return [sign for sign in STEERING if sign in text]


def areas(file: Path, level: str, number: int = 0) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"kod": f"A{CURSOR}{k}", f"namn{CURSOR}": f"Ort{CURSOR}\n{k}", "niva": level,
                           "argang": f"20{CURSOR}25"},
            "geometry": polygon(square(number + k)),
        }
        for k in range(2)
    ]  # fmt: skip
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def test_names_of_areas_steer_no_terminal(run: Run, store: Path, tmp_path: Path) -> None:
    told = ""
    for level, number in ((f"del{CURSOR}", 0), (f"rut{CURSOR}a", 1)):
        status, out, err = run("areas", "import", areas(tmp_path / f"x{CURSOR}.geojson", level, number), "--store",
                               store, "--vintage", "2025")  # fmt: skip
        assert status == 0, err
        told += out + err
    listed = run("areas", "list", "--store", store)
    keys = [row["key"] for row in json.loads(run("areas", "list", "--store", store, "--format", "json")[1])]
    told += listed[1] + run("store", "status", "--store", store)[1]
    first, second = (key for key in keys if key != "municipality")
    status, out, err = run("areas", "overlap", first, second, "--store", store)
    assert status == 0, err
    told += out + err + run("areas", "overlap", first, f"nix{CURSOR}", "--store", store)[2]
    assert steered(told) == []
    assert "\n2026-01-01 root" not in told


def test_a_decision_steers_no_terminal(run: Run, store: Path) -> None:
    words = ("--decided-by", f"Nämnden{CURSOR}", "--decided-on", "2026-01-15", "--text-months", 12)
    status, told, _err = run("retention", "decide", "--reference", f"KS{CURSOR}\nklart", *words, "--store", store)
    assert status == 0
    told += run("retention", "plan", "--store", store)[1]
    told += run("retention", "plan", "--store", store, "--format", "json")[1]
    assert steered(told) == []
    assert "\nklart" not in told


def test_sources_headings_and_names_of_files_steer_no_terminal(run: Run, store: Path, tmp_path: Path) -> None:
    first, second = tmp_path / f"a{CURSOR}.csv", tmp_path / f"b{CURSOR}\nKlart.csv"
    first.write_text(f"id;datum;kategori;källa;x{CURSOR}y\n1;2025-10-01;klotter;K{CURSOR}ett;1\n", encoding="utf-8")
    second.write_text("id;datum;kategori;källa\n1;2025-13-01;klotter;K\u202eett\n2;2025-10-01;klotter;tvåan\n",
                      encoding="utf-8")  # fmt: skip
    told = ""
    for file in (first, second):
        status, out, err = run("import", file, "--store", store)
        assert status == 0, err
        told += out + err
    told += "".join(run("import", tmp_path / f"saknas{CURSOR}.csv", "--store", store)[1:])
    assert steered(told) == []
    assert "\nKlart" not in told


def test_what_is_being_done_is_one_line_and_no_markup() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in (io.StringIO(), Terminal()):
        progress = Progress(stream)
        progress.step(f"Läser [/bold] a{CURSOR[-1]}\nb")
        progress.say("klart\rnej")
        progress.done()
        assert "\nb" not in stream.getvalue()
        assert "\r" not in stream.getvalue().replace("\r\x1b", "")
        assert "[/bold]" in stream.getvalue()


@pytest.mark.parametrize("columns", ["id;datum;kategori;{}", "{};datum;kategori", "lopnr;dag;slag;{}"])
def test_a_heading_that_names_a_person_is_kept_nowhere(run: Run, store: Path, tmp_path: Path, columns: str) -> None:
    file = tmp_path / "r.csv"
    row = "1;2025-10-01;klotter;5\n" if columns.endswith("{}") else "5;2025-10-01;klotter\n"
    file.write_text(columns.format(PERSON) + "\n" + row, encoding="utf-8")
    status, out, err = run("import", file, "--store", store)
    assert status == 0, err
    assert run("lagesbild", file, "--period", "2025-10", "--format", "json", "--out", tmp_path / "bild")[0] == 0
    document = (tmp_path / "bild" / "lagesbild.json").read_text(encoding="utf-8")
    kept = (store / "tryggve.sqlite3").read_bytes().decode("utf-8", errors="ignore")
    for where in (out, err, document, kept):
        assert "19121212-1212" not in where
        assert "Anna Andersson" not in where
    assert "[personnummer]" in out + err


@pytest.mark.parametrize(
    "text",
    [f"{PERSON};a\nx;y\n", f"{PERSON};datum\nx;2025-10-01\n", f"{PERSON};år;antal\nNorra;2025;1\nSödra;2025;2\n"],
)
def test_a_refused_file_tells_no_name_in_a_heading(run: Run, store: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "r.csv"
    file.write_text(text, encoding="utf-8")
    status, out, err = run("import", file, "--store", store)
    assert "19121212-1212" not in out + err
    assert status == 1
