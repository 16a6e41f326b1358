"""Backup, restore and move as a person does them, with other people at work in the same store."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.acceptance import invented
from tests.acceptance.copying import backup, log_of, logged, new_key, restore
from tests.engines.copies import NOW
from tests.stores import Postgres
from tryggve.cli import main
from tryggve.domain.language import _
from tryggve.store.database import meta, status
from tryggve.store.database.actions import copies
from tryggve.store.database.actions.copies import restore_store, write_backup
from tryggve.store.database.connect import FILE, WORKSHOP
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import AuditEvent, Incident, IncidentText
from tryggve.store.database.place import Place
from tryggve.store.database.snapshot import digest
from tryggve.store.database.upgrade import open_store, upgrade
from tryggve.store.database.workshop import new_folder
from tryggve.store.sealed import identities_of, recipients_of, unseal

ROWS = 60


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small invented reports."""
    folder = tmp_path_factory.mktemp("filled") / "lager"
    assert main(["init", str(folder), "--municipality", "Exempelkommunen", "--by", "Kerstin"]) == 0
    reports = invented.write_rows(folder.parent / "rapporter.csv", invented.rows())
    assert main(["import", str(reports), "--store", str(folder), "--by", "Kerstin"]) == 0
    return folder


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(filled, tmp_path / "lager")


@pytest.fixture
def key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """A file with a secret key, and the public key."""
    return new_key(tmp_path, capsys)


def fingerprint(folder: Path) -> str:
    with open_store(Place(folder)) as database:
        return DatabaseStore(database).fingerprint()


def test_the_drill(store: Path, key: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy leaves the house, the house burns, the store is made anew from the copy and the key alone."""
    secret, public = key
    copy, elsewhere = tmp_path / "ut" / "i morgon" / "lager.age", tmp_path / "annan dator"
    with open_store(Place(store)) as database:
        IncidentText.objects.using(database.alias).filter(incident_id__lte=10).update(text="")
    assert backup(store, public, copy) == 0
    printed = capsys.readouterr().out
    with open_store(Place(store)) as database:
        last = AuditEvent.objects.using(database.alias).order_by("-id")[0]
        assert (last.action, last.by, last.details["file"]) == ("backup", "Kerstin", "lager.age")
        assert last.details["digest"] in printed
    before = fingerprint(store)
    assert [file.name for file in copy.parent.iterdir()] == ["lager.age"]
    assert copy.stat().st_mode & 0o077 == 0
    assert main(["store", "status", "--store", str(store), "--format", "json"]) == 0
    status = json.loads(capsys.readouterr().out)
    store.rename(tmp_path / "uppbrunnet")
    assert restore(copy, secret, elsewhere) == 0
    printed = capsys.readouterr().out
    # Texts are counted as the status counts them: a place in words is none.
    told = {name: int(n) for n, name in (line.split(maxsplit=1) for line in printed.splitlines() if line[:2] == "  ")}
    assert told[_("texts")] == status["texts"] > 0
    with open_store(Place(elsewhere)) as database:
        assert IncidentText.objects.using(database.alias).count() == status["texts"] + 10
    assert before in printed
    assert last.details["digest"] in printed
    assert fingerprint(elsewhere) == before
    assert main(["lagesbild", "--store", str(elsewhere), "--period", "2025-10", "--out", str(tmp_path / "bild"),
                 "--format", "json", "--by", "Pelle"]) == 0  # fmt: skip


def test_nothing_readable_lies_in_the_copy_nor_beside_it(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    out = tmp_path / "ut"
    out.mkdir()
    with open_store(Place(store)) as database:
        words = [b"tryggve.sqlite", b"Exempelkommunen", b'"table":"incident"']
        seen: list[set[str]] = []
        unsealed = copies.stream

        def watching(*about: object) -> object:
            for piece in unsealed(*about):  # type: ignore[arg-type]
                seen.append({file.name for file in out.iterdir()})
                yield piece

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(copies, "stream", watching)
            write_backup(database, file=out / "a.age", recipients=recipients_of([key[1]]), by="Kerstin", why="", at=NOW)
    assert set().union(*seen) == {"a.age.part"}
    data = (out / "a.age").read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert not any(word in data for word in words)


def test_nothing_is_written_over(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    copy = tmp_path / "a.age"
    copy.write_text("an older copy")
    assert backup(store, key[1], copy) == 1
    assert copy.read_text() == "an older copy"
    assert backup(store, key[1], copy, "--force") == 0
    assert copy.read_bytes().startswith(b"age")
    before = key[0].read_text()
    assert main(["backup", "--new-key", str(key[0])]) == 1
    assert key[0].read_text() == before
    held = fingerprint(store)
    assert restore(copy, key[0], store) == 1
    assert fingerprint(store) == held


def test_a_backup_that_fails_leaves_the_old_one(
    store: Path, key: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "ut" / "a.age"
    copy.parent.mkdir()
    assert backup(store, key[1], copy) == 0
    before = copy.read_bytes()

    def full(*_about: object) -> object:
        yield b"x" * 100_000
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "stream", full)
    assert backup(store, key[1], copy, "--force") == 1
    assert copy.read_bytes() == before
    assert [file.name for file in copy.parent.iterdir()] == ["a.age"]


def test_two_copies_to_one_name_do_not_mix(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    """The first is overtaken by a second of the same name: it says so, and the second is whole."""
    copy, note = tmp_path / "a.age", copies.note_copy

    def overtaken(*about: object, **further: object) -> None:
        assert subprocess_backup(store, key[1], copy) == 0
        (tmp_path / "a.age.part").write_bytes(b"half of the second")
        note(*about, **further)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "note_copy", overtaken)
        assert backup(store, key[1], copy) == 1
    assert (tmp_path / "a.age.part").read_bytes() == b"half of the second"
    assert restore(copy, key[0], tmp_path / "a") == 0


def subprocess_backup(store: Path, public: str, out: Path) -> int:
    words = ["backup", "--store", str(store), "--recipient", public, "--out", str(out)]
    return subprocess.run([sys.executable, "-m", "tryggve", *words], check=False).returncode


def test_restoring_what_cannot_be_restored_leaves_no_trace(
    store: Path, key: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, folder = tmp_path / "a.age", tmp_path / "ny"
    assert backup(store, key[1], copy) == 0
    data, said = copy.read_bytes(), set()
    other = tmp_path / "fel.txt"
    assert main(["backup", "--new-key", str(other)]) == 0
    middle = len(data) // 2
    bad = {"cut": data[:-1], "changed": data[:middle] + b"x" + data[middle + 1 :], "empty": b"", "zip": b"PK\x03\x04"}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    capsys.readouterr()
    for file, secret in [*((tmp_path / name, key[0]) for name in bad), (copy, other), (tmp_path / "absent", key[0])]:
        assert restore(file, secret, folder) == 1
        said.add(capsys.readouterr().err.splitlines()[-1])
        assert not folder.exists()
    # Cut or changed, not a copy, wrong key, no file: four things that are said in four ways.
    assert len(said) == 4


WRITER = """
import sys
from tryggve.cli import main
for number in range(1, 1000):
    file = f"{sys.argv[2]}/del{number}.csv"
    with open(file, "w", encoding="utf-8") as out:
        out.write("datum,kategori,beskrivning\\n")
        for row in range(int(sys.argv[3])):
            out.write(f"2025-10-{1 + row % 28:02},Klotter,text {number} {row}\\n")
    assert main(["import", file, "--store", sys.argv[1], "--by", "Sara"]) == 0
"""


@pytest.mark.slow
def test_copies_are_made_while_others_import(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    """Another process imports file after file until it is killed: every copy holds whole imports alone."""
    parts = tmp_path / "delar"
    parts.mkdir()
    with open_store(Place(store)) as database:
        at_first = Incident.objects.using(database.alias).count()
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(store), str(parts), str(ROWS)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    sizes = []
    try:
        for number in range(4):
            while len(list(parts.iterdir())) < 2 * number + 2:
                assert writer.poll() is None
                time.sleep(0.01)
            copy, folder = tmp_path / f"{number}.age", tmp_path / f"åter{number}"
            assert backup(store, key[1], copy) == 0
            assert restore(copy, key[0], folder) == 0
            with open_store(Place(folder)) as database:
                sizes.append(Incident.objects.using(database.alias).count() - at_first)
        assert writer.poll() is None
    finally:
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    assert all(size % ROWS == 0 for size in sizes)
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
    # What was killed in the middle left a store that a copy can be made of, too.
    assert backup(store, key[1], tmp_path / "sist.age") == 0
    assert restore(tmp_path / "sist.age", key[0], tmp_path / "sist") == 0
    assert fingerprint(tmp_path / "sist") == fingerprint(store)


def test_a_copy_is_made_in_the_middle_of_an_import(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    """The copy does not wait for the import; only its line in the log does."""
    before = fingerprint(store)
    writing, copied = threading.Event(), threading.Event()

    def write() -> None:
        with open_store(Place(store)) as database, database.writing():
            Incident.objects.using(database.alias).update(severity=5)
            writing.set()
            assert copied.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(30)
    note = copies.note_copy

    def noting(*about: object, **further: object) -> None:
        copied.set()
        note(*about, **further)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "note_copy", noting)
        assert backup(store, key[1], tmp_path / "a.age") == 0
    writer.join()
    assert restore(tmp_path / "a.age", key[0], tmp_path / "a") == 0
    assert fingerprint(tmp_path / "a") == before != fingerprint(store)


KILLED = """
import os, sys
from tryggve.cli import main
from tryggve.store.database.actions import copies
copies.texts_of = lambda database: os.kill(os.getpid(), 9)
main(["restore", sys.argv[1], "--identity", sys.argv[2], sys.argv[3]])
"""


def test_a_restore_that_is_killed_is_no_store_and_can_be_done_again(
    store: Path, key: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, folder = tmp_path / "a.age", tmp_path / "ny"
    assert backup(store, key[1], copy) == 0
    killed = subprocess.run([sys.executable, "-c", KILLED, str(copy), str(key[0]), str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (workshop,) = folder.glob(f"{WORKSHOP}*")
    assert not (folder / FILE).exists()
    # What lies there is not sealed: whoever looks for the store is told, and the next restore takes it away.
    capsys.readouterr()
    assert main(["store", "status", "--store", str(folder)]) == 1
    assert workshop.name in capsys.readouterr().err
    assert restore(copy, key[0], folder) == 0
    assert workshop.name in capsys.readouterr().err
    assert [file.name for file in folder.iterdir()] == [FILE]
    assert fingerprint(folder) == fingerprint(store)


def test_what_a_restore_left_beside_a_store_is_told(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = store / f"{WORKSHOP}abc"
    left.mkdir()
    try:
        assert main(["store", "status", "--store", str(store)]) == 0
        assert left.name in capsys.readouterr().out
    finally:
        left.rmdir()


def test_a_second_restore_leaves_the_first_alone(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    copy, folder = tmp_path / "a.age", tmp_path / "ny"
    assert backup(store, key[1], copy) == 0
    with new_folder(Place(folder), folder) as database:
        assert restore(copy, key[0], folder) == 1
        upgrade(database)
    assert [file.name for file in folder.iterdir()] == [FILE]


@pytest.mark.parametrize("late", [False, True])
def test_a_copy_that_could_not_get_its_name_is_no_backup(
    store: Path, key: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    copy = tmp_path / "a.age"
    assert backup(store, key[1], copy) == 0
    events = len(logged(store))
    if late:

        def refuse(_part: Path, _file: Path) -> None:
            raise PermissionError(errno.EACCES, "no", str(copy))

        monkeypatch.setattr("tryggve.store.sealed_file.os.replace", refuse)
    else:
        copy.unlink()
        copy.mkdir()
    assert main(["backup", "--store", str(store), "--recipient", key[1], "--out", str(copy), "--force"]) == 1
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []
    new = logged(store)[events:]
    assert [event.action for event in new] == (["backup", "backup_failed"] if late else [])
    with open_store(Place(store)) as database:
        last = status._last_backup(database)
        assert last is not None
        assert last.pk == logged(store)[events - 1].pk


@pytest.mark.postgres
def test_a_store_is_moved_and_restored_on_a_server(
    store: Path, key: tuple[Path, str], postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    words = ["migrate-store", "--store", str(store), "--by", "Kerstin"]
    assert main(words) == 1
    assert "TRYGGVE_DATABASE_URL" in capsys.readouterr().err
    before, place = fingerprint(store), postgres.place(empty=True)
    monkeypatch.setenv("TRYGGVE_DATABASE_URL", place.url)
    assert main(words) == 0
    assert before in capsys.readouterr().out
    assert main(["store", "status", "--format", "json"]) == 0
    assert main(words) == 1
    # From now on the old store says where its successor is.
    capsys.readouterr()
    assert main(["store", "status", "--store", str(store)]) == 0
    assert place.shown in capsys.readouterr().err
    assert fingerprint(store) == before
    # A backup of the server, restored to another server and to a folder.
    copy = tmp_path / "server.age"
    assert main(["backup", "--recipient", key[1], "--out", str(copy), "--by", "Kerstin"]) == 0
    other = postgres.place(empty=True)
    monkeypatch.setenv("TRYGGVE_DATABASE_URL", other.url)
    assert main(["restore", str(copy), "--identity", str(key[0])]) == 0
    assert main(["restore", str(copy), "--identity", str(key[0])]) == 1
    monkeypatch.delenv("TRYGGVE_DATABASE_URL")
    assert restore(copy, key[0], tmp_path / "mapp") == 0
    with open_store(other) as database:
        assert DatabaseStore(database).fingerprint() == before == fingerprint(tmp_path / "mapp")
        assert meta.read(database, meta.Fact.MOVED_TO) == ""


def test_the_digest_is_that_of_the_moment_of_the_copy(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    with open_store(Place(store)) as database:
        before = digest(database)
    assert backup(store, key[1], tmp_path / "a.age") == 0

    def feed(loader: object) -> None:
        with (tmp_path / "a.age").open("rb") as file:
            unseal(file, loader, identities_of(key[0]))  # type: ignore[arg-type]

    made = restore_store(place=Place(tmp_path / "a"), feed=feed, by="Pelle", why="", at=NOW)
    assert made.contents.digest == before


def test_no_secret_reaches_the_log(store: Path, key: tuple[Path, str], tmp_path: Path) -> None:
    assert backup(store, key[1], tmp_path / "a.age") == 0
    assert restore(tmp_path / "a.age", key[0], tmp_path / "a") == 0
    with open_store(Place(tmp_path / "a")) as database:
        assert "AGE-SECRET" not in log_of(database)
