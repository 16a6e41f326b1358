"""The keys that a backup is sealed with, and what is said where one or the place for the copy is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.copying import backup, new_key, restore
from tryggve.cli import main
from tryggve.domain.language import _


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store without reports."""
    folder = tmp_path / "lager"
    assert main(["init", str(folder), "--municipality", "Exempelkommunen", "--by", "Kerstin"]) == 0
    return folder


@pytest.fixture
def key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """A file with a secret key, and the public key."""
    return new_key(tmp_path, capsys)


def test_the_public_key_lies_in_a_file_of_its_own(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    public = tmp_path / "nyckel.txt.pub"
    assert public.read_text() == f"{key[1]}\n"
    assert public.stat().st_mode & 0o044
    copy = tmp_path / "a.age"
    assert main(["backup", "--store", str(store), "--recipients-file", str(public), "--out", str(copy)]) == 0
    assert restore(copy, key[0], tmp_path / "a") == 0
    # Neither half is written over, and no half is left alone.
    key[0].unlink()
    assert main(["backup", "--new-key", str(key[0])]) == 1
    assert not key[0].exists()
    assert public.read_text() == f"{key[1]}\n"


def test_a_folder_for_the_copy_that_cannot_be_made_is_named(
    store: Path, key: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fil").write_text("")
    assert backup(store, key[1], tmp_path / "fil" / "a.age") == 1
    words = _("The folder {folder} is not there and could not be made.")
    assert words.format(folder=tmp_path / "fil") in capsys.readouterr().err


@pytest.mark.parametrize("several", [False, True])
def test_recipients_come_from_a_file_too(store: Path, key: tuple[Path, str], tmp_path: Path, several: bool) -> None:
    listed, other = tmp_path / "mottagare.txt", tmp_path / "andra.txt"
    assert main(["backup", "--new-key", str(other)]) == 0
    public = other.read_text().split()[3]
    listed.write_text(f"# Kerstin\n{key[1]}\n" + (f"{public}\n" if several else ""))
    copy = tmp_path / "a.age"
    assert main(["backup", "--store", str(store), "--recipients-file", str(listed), "--out", str(copy)]) == 0
    assert restore(copy, other, tmp_path / "a") == (0 if several else 1)
    assert (tmp_path / "a").exists() is several
    assert restore(copy, key[0], tmp_path / "b") == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--out", "a.age"],
        ["--recipient", "age1nonsense", "--out", "a.age"],
        ["--recipients-file", "absent.txt", "--out", "a.age"],
        [],
    ],
)
def test_a_backup_without_a_key_or_a_name_is_refused(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["backup", "--store", str(store), *words]) == 1
    assert not list(tmp_path.glob("a.age*"))
