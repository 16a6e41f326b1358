"""Rows given back: no file that lies there is deleted or written over, and it is told when they cannot be written."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tryggve.cli import main
from tryggve.domain.language import _, ngettext
from tryggve.ingest import rejected

Run = Callable[..., tuple[int, str, str]]

HEAD = "id;datum;kategori\n"
RIGHT, WRONG, OTHER = "1;2025-10-01;klotter\n", "2;2025-13-01;klotter\n", "3;2025-14-01;klotter\n"

FAILED = tuple(
    f"The import is in the store, but {rows} not given back. Run the same command again with --out and another folder: "
    "nothing is brought in twice."
    for rows in ("{n} row that did not go in was", "{n} rows that did not go in were")
)


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
    assert main(["init", str(tmp_path / "store"), "--by", "Kerstin"]) == 0
    return tmp_path / "store"


def report(folder: Path, *rows: str, name: str = "rapport.csv") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    return file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_next_week_neither_deletes_nor_overwrites_what_was_given_back(run: Run, store: Path, tmp_path: Path) -> None:
    week = tmp_path / "veckor"
    assert run("import", report(week, RIGHT, WRONG), "--store", store)[0] == 0
    first = (week / "rapport.rejected.csv").read_bytes()
    assert run("import", report(week, RIGHT), "--store", store)[0] == 0
    assert (week / "rapport.rejected.csv").read_bytes() == first
    status, _told, err = run("import", report(week, RIGHT, OTHER), "--store", store)
    assert status == 0
    assert (week / "rapport.rejected.csv").read_bytes() == first
    assert "2025-14-01" in (week / "rapport.rejected-2.csv").read_text(encoding="utf-8")
    assert _("{path} was there already and was left as it is.").format(path=week / "rapport.rejected.csv") in err
    assert "rapport.rejected-2.csv" in err


def test_the_same_rows_given_back_again_are_one_file(run: Run, store: Path, tmp_path: Path) -> None:
    week = tmp_path / "veckor"
    for _again in range(3):
        err = run("import", report(week, RIGHT, WRONG), "--store", store)[2]
        assert "rejected.csv" in err
    assert names(week) == ["rapport.csv", "rapport.rejected.csv"]


def test_mended_rows_are_not_deleted_with_their_import(run: Run, store: Path, tmp_path: Path) -> None:
    mended = report(tmp_path / "in", RIGHT, name="min.rejected.csv")
    before = mended.read_bytes()
    assert run("import", mended, "--store", store)[0] == 0
    assert mended.read_bytes() == before
    half = report(tmp_path / "in", RIGHT, WRONG, name="halv.rejected.csv")
    before = half.read_bytes()
    assert run("import", half, "--store", store)[0] == 0
    assert half.read_bytes() == before
    assert names(tmp_path / "in") == ["halv.rejected-2.csv", "halv.rejected.csv", "min.rejected.csv"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_is_never_followed(run: Run, store: Path, tmp_path: Path, exists: bool) -> None:
    file, target = report(tmp_path / "in", WRONG, name="q.csv"), tmp_path / "annans.txt"
    if exists:
        target.write_text("annans", encoding="utf-8")
    (tmp_path / "in" / "q.rejected.csv").symlink_to(target)
    assert run("import", file, "--store", store)[0] == 0
    assert target.read_text(encoding="utf-8") == "annans" if exists else not target.exists()
    assert stat.S_IMODE((tmp_path / "in" / "q.rejected-2.csv").stat().st_mode) == 0o600


def test_a_folder_of_the_name_is_stepped_round(run: Run, store: Path, tmp_path: Path) -> None:
    file = report(tmp_path / "in", WRONG)
    (tmp_path / "in" / "rapport.rejected.csv").mkdir()
    assert run("import", file, "--store", store)[0] == 0
    assert (tmp_path / "in" / "rapport.rejected-2.csv").is_file()


def test_two_files_of_one_name_are_given_back_apart(run: Run, store: Path, tmp_path: Path) -> None:
    files = [report(tmp_path / name, WRONG) for name in ("a", "b")]
    files[1].write_text(HEAD + WRONG + "4;2025-10-01;klotter\n", encoding="utf-8")
    for _again in range(2):
        assert run("import", *files, "--store", store, "--out", tmp_path / "out")[0] == 0
        assert names(tmp_path / "out") == ["rapport.rejected-2.csv", "rapport.rejected.csv"]


def test_a_disk_without_links(run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_names: object, **_more: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    week = tmp_path / "veckor"
    assert run("import", report(week, WRONG), "--store", store)[0] == 0
    assert run("import", report(week, OTHER), "--store", store)[0] == 0
    assert names(week) == ["rapport.csv", "rapport.rejected-2.csv", "rapport.rejected.csv"]
    assert stat.S_IMODE((week / "rapport.rejected-2.csv").stat().st_mode) == 0o600


def test_a_full_disk_after_the_import_says_that_it_is_in(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_what: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    week = tmp_path / "veckor"
    with monkeypatch.context() as disk:
        disk.setattr(rejected.os, "fsync", full)
        status, told, err = run("import", report(week, RIGHT, WRONG, OTHER), "--store", store)
    assert status == 1
    assert "1 in" in told
    assert ngettext(FAILED[0], FAILED[1], 2).format(n=2) in err
    assert "--out" in err
    assert "full" in err
    assert names(week) == ["rapport.csv"]
    status, told, _err = run("import", week / "rapport.csv", "--store", store, "--out", tmp_path / "annan")
    assert (status, "0 in" in told) == (0, True)
    assert names(tmp_path / "annan") == ["rapport.rejected.csv"]


def test_a_file_in_place_of_the_folder_is_refused_before_anything_goes_in(
    run: Run, store: Path, tmp_path: Path
) -> None:
    file = report(tmp_path / "in", WRONG, RIGHT)
    status, told, err = run("import", file, "--store", store, "--out", file)
    assert (status, told, "--out" in err) == (1, "", True)


def test_a_lagesbild_leaves_what_lies_in_its_folder(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "bild"
    words = ("--period", "2025-10", "--format", "json", "--today", "2026-01-01", "--out", out)
    assert run("lagesbild", report(tmp_path / "in", RIGHT, WRONG), *words)[0] == 0
    first = (out / "rapport.rejected.csv").read_bytes()
    assert run("lagesbild", report(tmp_path / "in", RIGHT), *words)[0] == 0
    assert (out / "rapport.rejected.csv").read_bytes() == first


def test_the_store_that_was_written_to_is_named(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = report(tmp_path / "in", RIGHT)
    told = run("import", file, "--store", store)[1]
    assert str(store) in told.splitlines()[-1]
    (tmp_path / "tryggve.toml").write_text('store = "store"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "tryggve.toml" not in run("import", file)[2]
    monkeypatch.chdir(tmp_path / "in")
    _status, told, err = run("import", file)
    assert str(store) in told.splitlines()[-1]
    told = _("The store {place}, as said in {file}.")
    assert told.format(place=store, file=tmp_path / "tryggve.toml") in err
    assert "tryggve.toml" not in run("import", file, "--store", store)[2]
