"""The whole installation in one sealed copy, and back: T-BACKUP, T-LINK, T-WALL."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.acceptance.copying import new_key
from tests.stores import Postgres
from tests.web.cast import AT, SECRET
from tests.web.conftest import KOMMUN, Installation, _at
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit
from tryggve.store.database.models import AuditEvent
from tryggve.store.sealed import Sink, identities_of, recipients_of, unseal
from tryggve.store.sealed import new_key as new_pair
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core.models import Organisation
from tryggve.web.incidents import sealed
from tryggve.web.incidents.models import Report, ReportLink, Upload
from tryggve.web.setup import copy_out
from tryggve.web.setup.copy_in import Restored, restore_copy
from tryggve.web.setup.copy_out import write_copy, write_keys
from tryggve.web.setup.copy_shape import LEFT_OUT, OF_INSTALLATION, InstallationDatabase, of_municipality
from tryggve.web.situation.models import Snapshot, SnapshotFile

WORDS = "Texten som bara den egna kommunen får läsa"
PDF = bytes(range(256)) * 40
TREE = {"z": [1.0, 1, 0.1, 1e30], "a": {"å": "ü\u2028😀", "tom": None}}
OF_THEIR_OWN = {"django_migrations", "sqlite_sequence", "cache"}
"""Tables whose rows are made anew: which steps were taken when, SQLite's own, and what may be forgotten at any time."""


@pytest.fixture
def filled(installation: Installation) -> Installation:
    """Something of each kind that is hard to copy: a sealed link, a document, a fastställd lägesbild, a session."""
    rut = Account.objects.get(name="Rut")
    with installation.inside():
        home = Organisation.objects.get(name="Bostadsbolaget")
        report = Report.objects.create(received_at=AT, organisation=home, done=[])
        ReportLink.objects.create(report=report, sealed=sealed.seal(report.pk, rut.pk))
        Upload.objects.create(name="tabell.xlsx", kind="xlsx", size=len(PDF), content=PDF, by="Kerstin", at=AT)
        picture = Snapshot.objects.create(
            period="2026-v47", version=1, adopted_at=AT, adopted_by="Kerstin", fingerprint="f" * 64, code_version="1",
            analysis=[["unknown", WORDS]], coverage={}, tree=TREE, shared_tree=TREE,
        )  # fmt: skip
        SnapshotFile.objects.create(
            snapshot=picture, audience="whole", format="pdf", sha256="0" * 64, size=len(PDF), content=PDF
        )
    installation.client("Kerstin").get(installation.url())
    return installation


def rows(folder: Path) -> dict[str, list[str]]:
    """Every row of every table, by file and table."""
    found = {}
    for file in [folder / "installation.sqlite3", *folder.glob("kommuner/*/tryggve.sqlite3")]:
        with closing(connect(file)) as database:
            names = [n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
            for name in sorted(set(names) - OF_THEIR_OWN - LEFT_OUT):
                lines = sorted(map(repr, database.execute(f'SELECT * FROM "{name}"').fetchall()))
                found[f"{file.parent.name if 'kommuner' in file.parts else ''}:{name}"] = lines
    return found


def connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file)


def copied(installation: Installation, file: Path) -> tuple[Callable[[Sink], None], str]:
    """A sealed copy, and what feeds a restore with it."""
    secret, public = new_pair()
    write_copy(file=file, recipients=recipients_of([public]), by="it", why="", at=AT)
    key = file.with_suffix(".key")
    key.write_text(secret)
    return feeding(file, key), secret


def feeding(file: Path, key: Path) -> Callable[[Sink], None]:
    def feed(sink: Sink) -> None:
        with file.open("rb") as opened:
            unseal(opened, sink, identities_of(key))

    return feed


def restored(feed: Callable[[Sink], object]) -> Restored:
    return restore_copy(feed=feed, by="it", why="övning", at=AT)


@pytest.fixture
def elsewhere(tmp_path: Path, installation: Installation) -> Path:
    """An empty machine, on which we are from the moment that the test asks for it with `_at`."""
    folder = tmp_path / "annan dator"
    folder.mkdir()
    return folder


def test_every_row_of_every_table_comes_back(filled: Installation, tmp_path: Path, elsewhere: Path) -> None:
    before = rows(filled.folder)
    feed, _secret = copied(filled, tmp_path / "allt.age")
    key = (filled.folder / "keys" / sealed.KEY).read_text()
    report = sealed_report(filled)
    assert Session.objects.exists()
    with _at(elsewhere):
        made = restored(feed)
        assert sorted(made.municipalities) == ["exempelkommunen", "grannkommunen"]
        assert made.accounts == Account.objects.count() == 9
        after = rows(elsewhere)
        for slug in made.municipalities:  # the restore has told of itself, and nothing else is new
            assert len(after[f"{slug}:audit_event"]) == len(before[f"{slug}:audit_event"]) + 1
            after[f"{slug}:audit_event"] = [row for row in after[f"{slug}:audit_event"] if "'restore'" not in row]
        assert after == before
        assert not Session.objects.exists()
        (elsewhere / "keys").mkdir(exist_ok=True)
        (elsewhere / "keys" / sealed.KEY).write_text(key)
        here = Installation(elsewhere)
        with here.inside():
            link = ReportLink.objects.get(report=report)
            assert sealed.account_of(link.report_id, link.sealed) == Account.objects.get(name="Rut").pk
            assert bytes(SnapshotFile.objects.get().content) == PDF
            assert json.dumps(Snapshot.objects.get().tree) == json.dumps(TREE)  # order and kinds of numbers too
            event = AuditEvent.objects.order_by("-id")[0]
            assert (event.action, event.by, event.why) == (str(audit.Action.RESTORE), "it", "övning")
        client = Client()
        sent = client.post("/konto/logga-in/", {"login": "kerstin@example.org", "password": SECRET})
        assert sent.status_code == 302, sent.status_code
        assert here.client("Kerstin").get(here.url()).status_code in (200, 302)
        assert here.client("Olle").get(here.url()).status_code == 404


def sealed_report(installation: Installation) -> object:
    with installation.inside():
        return Report.objects.get().pk


def test_the_key_of_the_links_is_in_no_copy_of_the_tables(filled: Installation, tmp_path: Path) -> None:
    """T-LINK: whoever opens the copy of the tables sees sealed links alone."""
    feed, _secret = copied(filled, tmp_path / "allt.age")
    key = (filled.folder / "keys" / sealed.KEY).read_text().encode()
    plain = unpacked(feed)
    assert WORDS.encode("unicode_escape") in plain or json.dumps(json.dumps(WORDS))[3:-3].encode() in plain
    assert key not in plain
    data = (tmp_path / "allt.age").read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert key not in data
    assert b"Exempelkommunen" not in data
    secret, public = new_pair()
    write_keys(file=tmp_path / "nycklar.age", recipients=recipients_of([public]))
    (tmp_path / "n.key").write_text(secret)
    out = io.BytesIO()
    feeding(tmp_path / "nycklar.age", tmp_path / "n.key")(out)  # type: ignore[arg-type]
    assert json.loads(out.getvalue())["keys"] == {"link": key.decode()}
    assert b"secret" not in out.getvalue()


def unpacked(feed: Callable[[Sink], None]) -> bytes:
    out = io.BytesIO()
    feed(out)  # type: ignore[arg-type]
    rest, plain = out.getvalue(), b""
    while rest:
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        plain += unpacker.decompress(rest)
        rest = unpacker.unused_data
    return plain


def test_the_log_of_each_municipality_tells_of_the_copy(filled: Installation, tmp_path: Path) -> None:
    def settings() -> str:
        return str(filled.client("Adam").get(filled.url("installningar/")).content.decode())

    assert "Ingen säkerhetskopia är antecknad" in settings()
    copied(filled, tmp_path / "allt.age")
    assert "Senaste säkerhetskopia: 23 november 2026" in settings()
    for slug in ("exempelkommunen", "grannkommunen"):
        with filled.inside(slug):
            event = AuditEvent.objects.order_by("-id")[0]
            assert (event.action, event.details["file"], event.details["recipients"]) == ("backup", "allt.age", 1)


def test_what_stops_half_way_leaves_no_copy(
    filled: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "ut"
    out.mkdir()
    old = out / "allt.age"
    old.write_bytes(b"the one of yesterday")
    whole, begun = copy_out.stream_here, []

    def breaks(database: object, taken: object, shape: object) -> Iterator[bytes]:
        begun.append(shape)
        yield from whole(database, taken, shape)  # type: ignore[arg-type]
        if len(begun) == 2:
            assert [file.name for file in out.iterdir() if file != old] == ["allt.age.part"]
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(copy_out, "stream_here", breaks)
    with pytest.raises(OSError, match="No space"):
        copied(filled, old)
    assert [file.name for file in out.iterdir()] == ["allt.age"]
    assert old.read_bytes() == b"the one of yesterday"
    with filled.inside():
        assert not AuditEvent.objects.filter(action="backup").exists()
        Organisation.objects.create(name="Ny", kind="school")  # nothing is held any more


def test_a_copy_is_of_one_moment(filled: Installation, tmp_path: Path, elsewhere: Path) -> None:
    """What is written while it is being made is not in it, in a municipality that has not been copied yet either."""
    whole, written = copy_out.stream_here, []

    def meanwhile(database: object, taken: object, shape: object) -> Iterator[bytes]:
        if not written:
            for slug in ("exempelkommunen", "grannkommunen"):
                file = filled.folder / "kommuner" / slug / "tryggve.sqlite3"
                with closing(connect(file)) as other:
                    other.execute("UPDATE organisation SET name = 'ny ' || name")
                    other.commit()
            written.append(True)
        yield from whole(database, taken, shape)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copy_out, "stream_here", meanwhile)
        feed, _secret = copied(filled, tmp_path / "allt.age")
    with _at(elsewhere):
        made = restored(feed)
        for slug in made.municipalities:
            with Installation(elsewhere).inside(slug):
                assert not Organisation.objects.filter(name__startswith="ny ").exists()
    with filled.inside():
        assert Organisation.objects.filter(name__startswith="ny ").exists()


def test_nothing_is_restored_over_an_installation(filled: Installation, tmp_path: Path) -> None:
    feed, _secret = copied(filled, tmp_path / "allt.age")
    with pytest.raises(FileError, match="redan"):
        restored(feed)
    assert Municipality.objects.count() == 2


def test_a_copy_that_lacks_a_part_is_refused(filled: Installation, tmp_path: Path, elsewhere: Path) -> None:
    feed, _secret = copied(filled, tmp_path / "allt.age")
    out = io.BytesIO()
    feed(out)  # type: ignore[arg-type]
    members = list(split(out.getvalue()))
    assert len(members) == 4  # the head, two municipalities, the accounts
    for wrong in (members[:3], [members[0], members[1], members[1], members[3]], members[1:]):
        with _at(elsewhere), pytest.raises(FileError):
            restored(lambda sink, wrong=wrong: sink.write(b"".join(wrong)))  # type: ignore[misc]
        for path in sorted(elsewhere.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()


def split(data: bytes) -> Iterator[bytes]:
    while data:
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        unpacker.decompress(data)
        yield data[: len(data) - len(unpacker.unused_data)]
        data = unpacker.unused_data


def test_every_table_is_copied_or_left_out_with_a_reason(installation: Installation) -> None:
    """A table that somebody adds is in the copy without anyone having thought of it."""
    found = {key.split(":")[1] for key in rows(installation.folder)}
    ours = {table.name for table in OF_INSTALLATION.layout(OF_INSTALLATION.steps_of(InstallationDatabase()))}
    with installation.inside() as database:
        shape = of_municipality(KOMMUN)
        ours |= {table.name for table in shape.layout(shape.steps_of(database))}
    assert found == ours


def run(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TRYGGVE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "tryggve", *words], capture_output=True, text=True, timeout=180, check=False,
        env=clean | environment,
    )  # fmt: skip


def test_the_drill_by_hand(
    filled: Installation, tmp_path: Path, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Copy, copy of the keys to another key, an empty machine, and doctor says that it is sound."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    it, archive = new_key(tmp_path / "a", capsys), new_key(tmp_path / "b", capsys)
    data, out, keys = str(filled.folder), tmp_path / "allt.age", tmp_path / "nycklar.age"
    taken = run(["backup", "--data", data, "--out", str(out), "--recipient", it[1]], {})
    assert taken.returncode == 0, taken.stderr
    assert "nycklarna" in taken.stdout
    taken = run(["backup", "--data", data, "--keys", "--out", str(keys), "--recipient", archive[1]], {})
    assert taken.returncode == 0, taken.stderr
    words = ["restore", str(out), "--identity", str(it[0]), "--identity", str(archive[0]), "--keys", str(keys)]
    refused = run([*words, data], {})
    assert refused.returncode == 1
    assert "inte tom" in refused.stderr
    wrong = run(["restore", str(out), "--identity", str(archive[0]), str(elsewhere / "x")], {})
    assert (wrong.returncode, (elsewhere / "x").exists()) == (1, False)
    done = run([*words, str(elsewhere / "x")], {})
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (elsewhere / "x").iterdir()) == ["installation.sqlite3", "keys", "kommuner"]
    assert (elsewhere / "x").stat().st_mode & 0o077 == 0
    assert (elsewhere / "x" / "keys" / "link").read_text() == (filled.folder / "keys" / "link").read_text()
    assert rows(elsewhere / "x")[":account"] == rows(filled.folder)[":account"]
    doctor = run(["doctor", "--data", str(elsewhere / "x"), "--format", "json"], {"TRYGGVE_EXAMPLE": "1"})
    wrong_things = [one["what"] for one in json.loads(doctor.stdout) if one["state"] == "wrong"]
    assert sorted(wrong_things) == ["bakgrundsarbetare", "statiska filer"], doctor.stdout  # made by the first start


def test_a_restore_that_fails_leaves_the_folder_as_it_was(
    filled: Installation, tmp_path: Path, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, public = new_key(tmp_path, capsys)
    out = tmp_path / "allt.age"
    assert run(["backup", "--data", str(filled.folder), "--out", str(out), "--recipient", public], {}).returncode == 0
    out.write_bytes(out.read_bytes()[:-10])
    for folder in (elsewhere, tmp_path / "ny"):
        done = run(["restore", str(out), "--identity", str(secret), str(folder)], {})
        assert done.returncode == 1
        assert "skadad" in done.stderr
    assert list(elsewhere.iterdir()) == []
    assert not (tmp_path / "ny").exists()


MAKE = """
import django
django.setup()
from django.utils import timezone
from tryggve.web.core.actions.installation import add_account, add_municipality
from tryggve.web.setup.ready import make_ready

at = timezone.now()
make_ready()
add_account(name="Kerstin", email="kerstin@example.org", at=at)
for slug in ("norra-byn", "sodra"):
    add_municipality(slug=slug, name=slug, by="test", at=at)
"""


@pytest.mark.postgres
def test_on_postgres_and_from_one_engine_to_the_other(
    postgres: Postgres, filled: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, public = new_key(tmp_path, capsys)
    kept, made, moved = (postgres.place(empty=True).url for _number in range(3))

    def on(url: str, name: str) -> dict[str, str]:
        return {"TRYGGVE_DATABASE_URL": url, "TRYGGVE_DATA": str(tmp_path / name)}

    def copy(environment: dict[str, str], data: Path, out: Path) -> list[str]:
        done = run(["backup", "--data", str(data), "--out", str(out), "--recipient", public], environment)
        assert done.returncode == 0, done.stderr
        return digests(done.stdout)

    def restore(out: Path, folder: Path, url: str) -> subprocess.CompletedProcess[str]:
        return run(["restore", str(out), str(folder), "--identity", str(secret)], {"TRYGGVE_DATABASE_URL": url})

    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRYGGVE_")}
    clean |= on(kept, "a") | {"DJANGO_SETTINGS_MODULE": "tryggve.web.settings"}
    subprocess.run([sys.executable, "-c", MAKE], env=clean, check=True, timeout=180)
    of_server = copy(on(kept, "a"), tmp_path / "a", tmp_path / "server.age")
    (tmp_path / "half.age").write_bytes((tmp_path / "server.age").read_bytes()[:-10])
    assert restore(tmp_path / "half.age", tmp_path / "b", made).returncode == 1  # and leaves the database empty:
    done = restore(tmp_path / "server.age", tmp_path / "b", made)
    assert done.returncode == 0, done.stderr
    assert digests(done.stdout) == of_server[:2]
    assert "redan en installation" in restore(tmp_path / "server.age", tmp_path / "c", made).stderr
    of_folder = copy({}, filled.folder, tmp_path / "folder.age")
    done = restore(tmp_path / "folder.age", tmp_path / "d", moved)
    assert done.returncode == 0, done.stderr
    assert digests(done.stdout) == of_folder[:2]
    back = copy(on(moved, "d"), tmp_path / "d", tmp_path / "back.age")
    assert len(back) == 3


def digests(printed: str) -> list[str]:
    """The digests that a command has told, in its order."""
    words = [line.split() for line in printed.splitlines()]
    return [pair[0] for pair in words if len(pair) == 2 and len(pair[0]) == 64]
