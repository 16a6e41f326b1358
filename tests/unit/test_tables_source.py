"""Which kind of file it is, and files that cannot be opened or read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables import read


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"There is no file .*borta\.csv\. Check the name"):
        read(tmp_path / "borta.csv")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        read(tmp_path)


def test_a_file_that_is_no_file() -> None:
    with pytest.raises(FileError, match="is not a file"):
        read(Path(os.devnull))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(FileError, match="is not a file"):
        read(tmp_path / "a.csv")


def test_a_name_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be opened"):
        read(tmp_path / "a\0b.csv")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a;b\n")

    def refuse(*_arguments: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The permission bits do not stop an administrator, so the refusal itself is played.
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match="may not be read"):
        read(file)


def test_a_file_beyond_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a;b\n" * 1000)
    monkeypatch.setattr("tryggve.ingest.tables.source.SIZE_LIMIT", 3999)
    with pytest.raises(FileError, match="larger than"):
        read(file)


@pytest.mark.parametrize(
    ("name", "start", "words"),
    [
        ("a.csv.gz", b"\x1f\x8b\x08\x00", "gzip archive. Unpack"),
        ("a.csv", b"\x1f\x8b\x08\x00", "gzip archive"),
        ("a.zst", b"\x28\xb5\x2f\xfd", "zstd archive"),
        ("a.pdf", b"%PDF-1.7\n", "PDF document"),
        ("a.xls", b"<html><table><tr>", "web page or XML"),
        ("a.xls", b"\xef\xbb\xbf\r\n<table>", "web page or XML"),
        ("a.xml", b"<?xml version='1.0'?>", "web page or XML"),
        ("a.db", b"SQLite format 3\0", "database file"),
        ("a.parquet", b"PARE\x00\x01", "encrypted Parquet"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "empty zip archive"),
        ("a.xlsx", b"\x00\x01\x02\x03", "called .xlsx but is damaged or something else"),
        ("a.parquet", b"\x15\x04\x15\x00PAR1", "called .parquet but is damaged"),
    ],
)
def test_other_kinds_are_refused_by_their_content(tmp_path: Path, name: str, start: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(start)
    with pytest.raises(FileError, match=words):
        read(file)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xls", "kod\tantal\n0114\t1\n"),
        ("a.xlsx", "kod;antal\n0114;1\n"),
        ("a", "kod;antal\n0114;1\n"),
        ("a.csv", '[{"kod": "0114", "antal": 1}]'),
        ("a.csv", ' \n{"kod": "0114", "antal": 1}\n'),
        ("a.txt", '{"kod": "0114", "antal": 1}\n{"kod": "0115", "antal": 2}\n'),
        ("a.dat", '[{"kod": "0114", "antal": 1}]'),
    ],
)
def test_the_content_goes_before_the_name(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert read(file).row(0) == {"kod": "0114", "antal": "1"}


def test_utf_16_text_called_xls_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.xls"
    file.write_text("kod\tantal\n0114\t1\n", encoding="utf-16")
    assert read(file).row(0) == {"kod": "0114", "antal": "1"}


def test_headings_in_brackets_are_no_json(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("[kod];[antal]\n0114;1\n")
    assert read(file).row(0) == {"[kod]": "0114", "[antal]": "1"}


def test_a_sheet_asked_of_a_text_file_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a;b\n1;2\n")
    assert any("no workbook" in note for note in read(file, sheet="Blad1").notes)
