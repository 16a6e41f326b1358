"""Files made to do harm, each read in a process of its own: a clear answer, little memory, little time. See also
`tests/unit/test_hostile_files.py` for small damage.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.acceptance import hostile_areas as areas
from tests.acceptance import hostile_parquet as parquet
from tests.acceptance import hostile_texts as texts
from tests.acceptance import hostile_workbooks as books
from tests.acceptance.hostile_parquet import GZIP, SNAPPY, TABLE, ZSTD, Column

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory and time are measured with fork and rusage")

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES, SECONDS = 500, 20


class Kind(NamedTuple):
    """A file by name and how it is made; `said` are words of the refusal, or of the first error of a row.

    `good` and `back` are the rows (or areas) that go in and those that are given back; None for a file refused whole.
    """

    name: str
    make: Callable[[], bytes]
    said: str = ""
    good: int | None = None
    back: int = 0


class Reader:
    """The process that starts another for each file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        words = [sys.executable, "-m", "tests.acceptance.measured_run"]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.out, self.log = folder / "out.csv", folder / "log"

    def write(self, kind: Kind) -> Path:
        path = self._folder / kind.name
        path.write_bytes(kind.make())
        return path

    def read(self, path: Path | str, road: str = "incidents", language: str = "en") -> dict[str, Any]:
        """The answer for a file, which took little."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        task = {"road": road, "path": str(path), "out": str(self.out), "log": str(self.log), "language": language}
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "fault" not in answer, (answer, self.log.read_text(encoding="utf-8", errors="replace")[-1000:])
        assert answer["peak"] < MEGABYTES, answer
        assert answer["cpu"] < SECONDS, answer
        return answer

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    running = Reader(tmp_path_factory.mktemp("hostile"))
    yield running
    running.close()


def named(kinds: tuple[Kind, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=[kind.name for kind in kinds])


def check_refused(answer: dict[str, Any], said: str) -> None:
    assert said in answer.get("what", ""), answer
    assert answer["how"], answer


MB = 1_000_000
TEXTS = (
    Kind("field.csv", lambda: texts.long_field(2 * MB), "holds 2000000 characters", 6, 1),
    Kind("field_quoted.csv", lambda: texts.long_field(2 * MB, '"', "x" * 99 + "\n"), "holds 2000000 characters", 6, 1),
    Kind("field_numbers.csv", lambda: texts.long_field(999_999, "", "0701-85 "), "", 7),
    Kind("line.csv", lambda: texts.long_field(60 * MB), "has a line of more than 4 MB"),
    Kind("never_closed_line.csv", lambda: texts.among('2;"' + "x" * 60 * MB), "has a line of more than 4 MB"),
    Kind("never_closed.csv", lambda: texts.never_closed(8 * MB), "never closed", 333_336, 1),
    Kind("quotes.csv", lambda: texts.row_of_lines(300_000), "in disorder"),
    Kind("quotes_open.csv", lambda: texts.HEADING.encode() + b'a;"b;c\n' * MB, "More than 100000 rows of"),
    Kind("columns.csv", lambda: texts.columns(500_000), "has 500000 columns; at most 2000"),
    Kind("wide_rows.csv", lambda: texts.wide_rows(30, 500_000), "has 500002 cells", 6, 30),
    Kind("heading.csv", lambda: b"x" * 20_000 + texts.HEADING.encode() + b"1;2;3\n", "holds 20004 characters"),
    Kind("delimiters.csv", lambda: texts.among(b";" * 60 * MB), "has a line of more than 4 MB"),
    Kind("nul.csv", lambda: texts.among("2025-03-02;klot\0ter;x\n"), "NUL byte", 6, 1),
    Kind("nul_only.csv", lambda: bytes(MB), "is empty"),
    Kind("mixed_ends.csv", texts.mixed_ends, "", 3),
    Kind("blank_lines.csv", lambda: texts.among(b"\n", 4 * MB), "has more than 1500000 rows"),
    Kind("blank_lines_1252.csv", lambda: texts.among(b"\xe5" + b"\n" * 4 * MB), "has more than 1500000 rows"),
    Kind("other_rows.csv", lambda: texts.among("x;y;z;q\n", 500_000), "cannot be read. The last one: The row has 4"),
    Kind("utf16.csv", lambda: texts.SWEDISH.encode("utf-16"), "", 2),
    Kind("utf16_no_mark.csv", lambda: texts.SWEDISH.encode("utf-16-le"), "full of NUL bytes"),
    Kind("utf16_cut.csv", lambda: texts.SWEDISH.encode("utf-16")[:-1], "breaks off"),
    Kind("utf16_half.csv", lambda: texts.SWEDISH.encode("utf-16") + b"\0\xd8\n\0", "breaks off"),
    Kind("utf32.csv", lambda: texts.SWEDISH.encode("utf-32"), "", 2),
    Kind("cp1252.csv", lambda: texts.SWEDISH.encode("cp1252"), "", 2),
    Kind("mac.csv", lambda: texts.SWEDISH.replace("text", "Å").encode("mac_roman"), "0x81 in line 3 fits neither"),
    Kind("ebcdic.csv", lambda: texts.SWEDISH.encode("cp500"), "is unknown: byte"),
    Kind("utf7.csv", lambda: texts.SWEDISH.encode("utf-7"), "", 2),
    Kind("utf8_broken.csv", lambda: texts.among(b"2025-03-02;klotter;\xc3\x28\xff\n"), "", 7),
    Kind("mark_within.csv", lambda: texts.among("\ufeff" + texts.HEADING), "", 6, 1),
)  # fmt: skip
MUCH = "faults: too many to be given back"
WRONG = (
    Kind("wrong.csv", lambda: texts.among("x;y;z\n", 500_000), f"500000 rows cannot go in, with 1000000 {MUCH}"),
    Kind("wrong_most.csv", lambda: texts.among("x;y;z\n", 100_000), "The category is not known", 6, 100_000),
    Kind("wrong_in_all.csv", lambda: texts.wrong_in_all(100_000), "The category is not known", 0, 100_000),
    Kind("wrong_counts.csv", lambda: texts.wrong_counts(50_000, 100), MUCH),
    Kind("wrong_counts_fewer.csv", lambda: texts.wrong_counts(5_000, 100), "This is not a number", 0, 5_000),
    Kind("categories.csv", lambda: texts.categories(450_000), f"450000 rows cannot go in, with 450000 {MUCH}"),
    Kind("categories_most.csv", lambda: texts.categories(100_000), "The category is not known", 0, 100_000),
    Kind("repeated.csv", lambda: texts.repeated(MB), "The same report as in row 2"),
    Kind("honest.csv", lambda: texts.honest(310_000), "", 310_000),
    Kind("honest_too_large.csv", lambda: texts.honest(320_000), "is larger than 72 MB"),
)  # fmt: skip
JSONS = (
    Kind("halves.json", lambda: texts.texts(r"\ud800x", r"\udc00\ud83d\ude00"), "", 2),
    Kind("deep.json", lambda: texts.deep(100_000), "nested too deeply"),
    Kind("deep_objects.json", lambda: texts.deep(100_000, '{"a":', "}"), "nested too deeply"),
    Kind("deep_value.json", lambda: texts.deep_value(900), "nested too deeply", 1, 1),
    Kind("digits.json", lambda: texts.number("9" * MB), "whole number", 1, 1),
    Kind("nan.json", lambda: texts.number("NaN"), "", 2),
    Kind("infinity.json", lambda: texts.number("-Infinity"), "number", 1, 1),
    Kind("keys.json", lambda: texts.keys(500_000), "has 500000 columns; at most 2000"),
    Kind("sparse.json", lambda: texts.sparse(500_000, 2_000), "more than 30000000 cells"),
    Kind("objects.json", lambda: texts.many("{}", 10 * MB), "holds more than 2000000 values"),
    Kind("numbers.json", lambda: texts.many("1", MB), "cannot be read. The last one: The item is no object"),
    Kind("lines.jsonl", lambda: texts.many("{}", 3 * MB, "\n"), "holds more than 2000000 values"),
    Kind("no_lines.jsonl", lambda: texts.OBJECT.encode() + b"\nx" * 900_000, "The line is not whole JSON"),
    Kind("emoji.json", lambda: texts.texts("👍" + "x" * 30 * MB), "holds 30000001 characters", 0, 1),
    Kind("emoji_much.json", lambda: texts.texts("👍" + "x" * 40 * MB), "takes more than 128 MB of memory"),
    Kind("large.json", lambda: texts.texts("x" * 70 * MB), "is larger than 64 MB"),
    Kind("cut.json", lambda: texts.texts("a", "b")[:-9], "is not whole JSON"),
    Kind("point_text.geojson", lambda: texts.point('["18.2","x"]'), "no two numbers", 1, 1),
    Kind("point_deep.geojson", lambda: texts.point("[" * 500 + "]" * 500), "no two numbers", 1, 1),
)
PARQUETS = (
    Kind("sound.parquet", lambda: parquet.parquet(TABLE, 3), "", 3),
    Kind("cut.parquet", lambda: parquet.parquet(TABLE, 3)[:-20], "is damaged or cut off"),
    Kind("footer.parquet", lambda: parquet.parquet(TABLE, 3)[:-8] + b"\xff\xff\xff\x7fPAR1", "is damaged or cut off"),
    Kind("rows_fewer.parquet", lambda: parquet.parquet(TABLE, 3, said=1), "", 3),
    Kind("rows_negative.parquet", lambda: parquet.parquet(TABLE, 3, said=-1), "is damaged or cut off"),
    Kind("rows_1e9.parquet", lambda: parquet.parquet(TABLE, 10**9), "has more than 1500000 rows"),
    Kind("rows_groups.parquet", lambda: parquet.parquet(TABLE, 10**6, groups=1000), "has more than 1500000 rows"),
    Kind("footer_large.parquet", lambda: parquet.large_footer(3 * MB), "takes 2 MB to tell of its columns"),
    Kind("columns_few.parquet", lambda: parquet.parquet([Column(f"k{i}", b"x") for i in range(3000)], 1), "3000 colu"),
    Kind("page_values.parquet", lambda: parquet.lying(page_values=1), "is damaged or cut off"),
    Kind("page_size.parquet", lambda: parquet.lying(unpacked=2**31 - 1), "256 MB when unpacked"),
    Kind("page_size_zstd.parquet", lambda: parquet.lying(unpacked=2**31 - 1, codec=ZSTD), "256 MB when unpacked"),
    Kind("page_size_negative.parquet", lambda: parquet.lying(unpacked=-1), "is damaged or cut off"),
    Kind("index.parquet", lambda: parquet.lying(code=255), "is damaged or cut off"),
    Kind("type.parquet", lambda: parquet.lying(kind=parquet.INT32), "category is not known", 0, 3),
    Kind("no_text.parquet", lambda: parquet.lying(text=b"\xff\xfe"), "is damaged or cut off"),
    Kind("bomb_gzip.parquet", lambda: parquet.bomb(GZIP, 64 * MB), "holds a text of 61 MB"),
    Kind("bomb_snappy.parquet", lambda: parquet.bomb(SNAPPY, 64 * MB), "holds a text of 61 MB"),
    Kind("bomb_zstd.parquet", lambda: parquet.bomb(ZSTD, 2000 * MB), "256 MB when unpacked"),
    Kind("bomb_small.parquet", lambda: parquet.bomb(SNAPPY, 640), "", 3),
    Kind("repeated.parquet", lambda: parquet.parquet((*TABLE, Column("b", b"x" * 900_000)), 3000), "1024 MB when unp"),
)  # fmt: skip
FORMULA = "cmd|'/c calc'!A1"
BOOKS = (
    Kind("swollen.xlsx", lambda: books.swollen_sheet(200 * MB), "larger than 96 MB when unpacked"),
    Kind("swollen_strings.xlsx", lambda: books.swollen_strings(200 * MB), "larger than 96 MB when unpacked"),
    Kind("swollen_less.xlsx", lambda: books.swollen_sheet(15 * MB), "", 1),
    Kind("lying.xlsx", lambda: books.lying_sizes(100 * MB), "is damaged or not a workbook"),
    Kind("nested.xlsx", lambda: books.nested(3, MB), "", 1),
    Kind("parts.xlsx", lambda: books.many_entries(20_000), "more than 10000 parts"),
    Kind("repeated.xlsx", lambda: books.repeated(900_000, 30_000), "larger than 128 MB when unpacked"),
    Kind("laughs.xlsx", lambda: books.laughs(9), "is damaged or not a workbook"),
    Kind("dimension.xlsx", books.large_dimension, "", 1),
    Kind("far.xlsx", lambda: books.far_cell("XFD1048576", 1_048_576), "reaches over 1048576 rows and 16384 columns"),
    Kind("far_down.xlsx", lambda: books.far_cell("A1048576", 1_048_576), "", 1),
    Kind("far_right.xlsx", lambda: books.far_cell("XFD3", 3), "has 16384 columns; at most 2000"),
    Kind("far.xls", books.far_old_cell, "reaches over 65536 rows and 256 columns"),
    Kind("damaged.xls", lambda: books.compound("Workbook"), "is damaged or not a workbook"),
    Kind("locked.xlsx", lambda: books.compound("EncryptedPackage"), "protected by a password"),
    Kind("binary.xlsx", books.binary_workbook, "not an .xlsx workbook"),
    Kind("deep.xlsx", lambda: books.workbook(sheet=books.sheet("<a>" * MB)), "No visible sheet"),
)
AREAS = (
    Kind("bow_tie", areas.bow_tie, "A1: the outline was faulty and has been mended", 3),
    Kind("bow_ties", lambda: areas.bow_ties(20_000), "of 40001 corners crosses itself too often"),
    Kind("star", lambda: areas.star(1001, 500), "A1: An outline of 1002 corners crosses itself too often"),
    Kind("not_closed", areas.not_closed, "A1: refused, for its outline is a line or missing", 2),
    Kind("holes_outside", areas.holes_outside, "A1: the outline was faulty and has been mended", 3),
    Kind("holes_again", lambda: areas.many_holes(20_000), "crosses itself too often"),
    Kind("corners", lambda: areas.many_corners(1_000_000), "holds more than 2000000 values"),
    Kind("corners_fewer", lambda: areas.round_one(200_000), "", 3),
    Kind("features", lambda: areas.many(50_000), "", 50_002),
    Kind("features_blank", lambda: b'{"features":' + texts.many("{}", 900_000) + b"}", "holds more than 100000 areas"),
    Kind("stacked", lambda: areas.stacked(1000), "", 1002),
    Kind("nested", lambda: areas.nested(10_000), "is not GeoJSON"),
    Kind("nested_less", lambda: areas.nested(400), "has been mended", 3),
    Kind("brackets", lambda: areas.nested_coordinates(900), "A1: refused", 2),
    Kind("same_code", lambda: areas.same_code(3), "same code for several areas: K1"),
    *(
        Kind(f"coordinate_{name}", lambda text=text: areas.coordinate(text), "A1: refused", 2)
        for name, text in {
            "nan": "NaN", "infinity": "-Infinity", "1e999": "1e999", "text": '"700000"', "null": "null", "list": "[]",
            "digits": "9" * 400,
        }.items()
    ),
)  # fmt: skip


@named((*TEXTS, *WRONG, *JSONS, *PARQUETS, *BOOKS))
def test_every_row_goes_in_or_is_given_back_or_the_file_is_refused(kind: Kind, reader: Reader) -> None:
    answer = reader.read(reader.write(kind))
    if kind.good is None:
        check_refused(answer, kind.said)
        return
    assert (answer.get("in"), answer.get("returned")) == (kind.good, kind.back), answer
    assert answer["read"] == kind.good + kind.back
    first = answer["errors"][0] if answer["errors"] else ["", "", "", "", "x"]
    assert kind.said in first[3], first
    assert first[4], "how to mend it"


@named(AREAS)
def test_outlines_are_mended_or_refused(kind: Kind, reader: Reader) -> None:
    answer = reader.read(reader.write(kind), "areas")
    if kind.good is None:
        check_refused(answer, kind.said)
    else:
        assert answer.get("in") == kind.good, answer
        assert any(kind.said in note for note in answer["notes"]), answer


@pytest.mark.parametrize("road", ["incidents", "areas"])
def test_what_is_no_file_is_not_read(road: str, reader: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör.csv")
    (tmp_path / "ring.csv").symlink_to(tmp_path / "ring.csv")
    (tmp_path / "tom.csv").touch()
    for path in ("/dev/zero", "rör.csv", "ring.csv", "tom.csv", ".", "a\nb.csv", "x" * 300 + ".csv"):
        check_refused(reader.read(tmp_path / path, road), "")


@pytest.mark.parametrize("part", ["sheet", "book"])
def test_no_address_in_a_workbook_is_called(part: str, reader: Reader) -> None:
    called: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/x.xlsx"
        made = {
            "entity.xlsx": lambda: books.outside_entity(address, part),
            "link.xlsx": lambda: books.formulas("[9]Blad1!A1", "stored", address),
        }
        answers = [reader.read(reader.write(Kind(name, make))) for name, make in made.items()]
        server.shutdown()
    assert called == []
    check_refused(answers[0], "is damaged or not a workbook")
    assert answers[1]["rows"] == [["2025-03-02", "klotter", "stored"]]


def test_no_entity_reads_a_file(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hemligheten")
    address = (tmp_path / "secret.txt").as_uri()
    answer = reader.read(reader.write(Kind("entity.xlsx", lambda: books.outside_entity(address))))
    assert "hemligheten" not in json.dumps(answer)


def test_of_a_formula_the_stored_value_is_read_and_nothing_runs_in_what_is_given_back(reader: Reader) -> None:
    answer = reader.read(reader.write(Kind("dde.xlsx", lambda: books.formulas(FORMULA, "7", "file:///x"))))
    assert answer["rows"] == [["2025-03-02", "klotter", "7"]]
    for start in ("=", "+", "-", "@", "\t=", "＝"):
        answer = reader.read(reader.write(Kind("dde.json", lambda start=start: texts.formula(start + FORMULA))))
        assert answer["returned"] == 1
        with reader.out.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
        assert [cell for cell in cells if FORMULA in cell]


def test_the_command_says_it_in_swedish(reader: Reader) -> None:
    for kind, said in ((TEXTS[8], "kolumner"), (PARQUETS[1], "skadad"), (BOOKS[9], "rader och")):
        assert reader.read(reader.write(kind), "command", "sv")["status"] == 1
        log = reader.log.read_text(encoding="utf-8")
        assert "tryggve: " in log
        assert said in log
        assert "Traceback" not in log
