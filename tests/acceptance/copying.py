"""Keys, backups and restores as the command line makes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tryggve.cli import main
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import open_store


def new_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """A new file with a secret key, and the public key."""
    file = folder / "nyckel.txt"
    assert main(["backup", "--new-key", str(file)]) == 0
    printed = capsys.readouterr().out
    public = next(word for word in printed.split() if word.startswith("age1"))
    assert file.stat().st_mode & 0o077 == 0
    assert f"# public key: {public}" in file.read_text()
    assert "AGE-SECRET-KEY" not in printed
    return file, public


def backup(store: Path, public: str, out: Path, *further: str) -> int:
    return main(
        ["backup", "--store", str(store), "--recipient", public, "--out", str(out), "--by", "Kerstin", *further]
    )


def restore(copy: Path, key: Path, folder: Path) -> int:
    return main(["restore", str(copy), "--identity", str(key), str(folder), "--by", "Pelle"])


def logged(store: Path) -> list[AuditEvent]:
    with open_store(Place(store)) as database:
        return list(AuditEvent.objects.using(database.alias).order_by("id"))


def log_of(database: Database) -> str:
    return json.dumps(list(AuditEvent.objects.using(database.alias).values_list("details", flat=True)))
