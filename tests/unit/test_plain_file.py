"""Areas and profiles are small whole files: nothing that never ends, nothing that fills the memory."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.place_material import feature, square, write
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest import areas_file, profile
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.plain_file import content_of
from tryggve.ingest.profile import load_profile
from tryggve.ingest.profile_record import Profile
from tryggve.ingest.visible_text import visible, visible_name


def areas(path: Path) -> object:
    return read_areas(path, crs="EPSG:3006")


READERS: tuple[Callable[[Path], Profile | object], ...] = (areas, load_profile)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files in Windows")
@pytest.mark.parametrize("read", READERS)
def test_what_never_ends_is_not_opened(read: Callable[[Path], object], tmp_path: Path) -> None:
    pipe = tmp_path / "rör"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with use_language("en"), pytest.raises(FileError, match="is not a file"):
            read(path)


def test_a_file_beyond_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas_file, "MOST_BYTES", 2_000_000)
    monkeypatch.setattr(profile, "_MAX_PROFILE_BYTES", 2_000_000)
    path = tmp_path / "stor"
    path.write_bytes(b" " * 2_000_001)
    for read in READERS:
        with use_language("en"), pytest.raises(FileError, match=re.escape("stor is larger than 2 MB")):
            read(path)
    assert len(content_of(path, 2_000_001)) == 2_000_001


def test_names_of_areas_hold_nothing_invisible(tmp_path: Path) -> None:
    path = write(tmp_path, feature(square(0, 0), kod="A\u200b1", namn="Norr\u202egärdet\u00ad"))
    assert [(area.code, area.name) for area in read_areas(path, crs="EPSG:3006").at("area")] == [("A1", "Norrgärdet")]


@pytest.mark.parametrize(
    ("text", "seen"),
    [("å\u202eä", "åä"), ("a\nb\tc", "a\nb\tc"), ("\u200b\ufeff\u2066", ""), ("å — “ö” 👍", "å — “ö” 👍")],
)
def test_what_is_visible(text: str, seen: str) -> None:
    assert visible(text) == seen


@pytest.mark.parametrize("name", ["\x1b[2Ja.csv", "å\u202evsc.exe", "a\nb.csv", "\udcff.csv"])
def test_a_file_s_name_can_be_printed_and_written(name: str) -> None:
    shown = visible_name(Path("mapp") / name)
    assert shown.isprintable()
    assert shown.encode().decode() == shown
    assert "\N{REPLACEMENT CHARACTER}" in shown


@pytest.mark.parametrize("content", ['{"features": [' + "9" * 5_000 + "]}", "[" * 100_000, "\udcff", '{"a":'])
def test_what_is_no_areas_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "omraden.geojson"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with use_language("en"), pytest.raises(FileError, match="is not GeoJSON"):
        areas(path)
