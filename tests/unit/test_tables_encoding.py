"""Encodings of text files."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

import pytest

from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables import read

TEXT = "område;text\nÖstra Ängen;“Hej” – så här är det\n"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "UTF-32"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, data: bytes, name: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    found = read(file)
    assert found.row(0) == {"område": "Östra Ängen", "text": "“Hej” – så här är det"}
    assert f"Encoding: {name}." in found.notes


def test_a_file_put_together_from_two_encodings(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("a;b\n1;blå\n2;x\n".encode() + "3;grön\n4;röd\n".encode("cp1252"))
    found = read(file)
    assert found.columns["b"].objects().tolist() == ["blå", "x", "grön", "röd"]
    assert "Two encodings in one file: 2 lines were read as Windows-1252, 1 as UTF-8." in found.notes


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_an_unknown_encoding_is_refused_and_not_guessed(tmp_path: Path, byte: int) -> None:
    file = tmp_path / "a.csv"
    # 0x8F is Å in the old DOS encodings.
    file.write_bytes(b"a;b\n1;x\n2;" + bytes([byte]) + b"kersberga\n")
    with pytest.raises(FileError, match=f"byte 0x{byte:02X} in line 3"):
        read(file)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_refused(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(TEXT.encode(encoding))
    with pytest.raises(FileError, match="full of NUL bytes"):
        read(file)


def test_utf_16_that_breaks_off_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1])
    with pytest.raises(FileError, match="damaged"):
        read(file)


def test_letters_encoded_twice_are_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("a;b\n1;blå\n".encode().decode("cp1252").encode())
    assert any("encoded twice" in note for note in read(file).notes)


def test_invisible_control_characters_are_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a;b\n1;x\u0085y\u009d\n", encoding="utf-8")
    found = read(file)
    assert found.columns["b"][0] == "x\u0085y\u009d"
    assert "2 invisible control characters were found in the text." in found.notes
