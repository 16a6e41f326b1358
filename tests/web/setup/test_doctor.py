"""The doctor finds what is broken, and says nothing must be mended where nothing is."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from tests.web.conftest import Installation
from tryggve.web.core.models import Letter, Membership
from tryggve.web.core.municipal import forget_all
from tryggve.web.setup import doctor
from tryggve.web.setup.findings import State
from tryggve.web.setup.models import JobRun, Unfinished
from tryggve.web.setup.work_log import beat


@pytest.fixture
def sound(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """An installation in which nothing must be mended."""
    folder = installation.folder
    for path in [folder, *folder.rglob("*")]:
        os.chmod(path, 0o700 if path.is_dir() else 0o600)
    (folder / "static").mkdir(mode=0o700)
    (folder / "static" / "staticfiles.json").write_text("{}")
    monkeypatch.setattr(settings, "STATIC_ROOT", str(folder / "static"))
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    beat(name="worker", at=timezone.now())
    return installation


def found(state: State = State.WRONG) -> list[tuple[str, str]]:
    return [(one.what, one.municipality) for one in doctor.examine(timezone.now()) if one.state is state]


def test_a_sound_installation_has_nothing_to_mend(sound: Installation) -> None:
    assert found() == []
    assert {name for _what, name in found(State.LOOK)} >= {"Exempelkommunen", "Grannkommunen"}


def test_files_that_others_can_read(sound: Installation) -> None:
    os.chmod(sound.folder, 0o755)
    key = sound.folder / "keys" / "lank"
    key.write_text("x")
    os.chmod(key, 0o644)
    os.chmod(sound.folder / "installation.sqlite3", 0o640)
    assert len(found()) == 3
    assert any(f"chmod 600 {key}" == one.mend for one in doctor.examine(timezone.now()))


def test_settings_that_do_not_go_together(sound: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SURROUNDINGS", replace(settings.SURROUNDINGS, hosts=("*",), behind_proxy=False))
    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.example")
    assert [what for what, _name in found()] == [
        "TRYGGVE_ALLOWED_HOSTS", "TRYGGVE_TRUSTED_PROXY", "TRYGGVE_EMAIL_FROM",
    ]  # fmt: skip


def test_work_that_is_not_done(sound: Installation) -> None:
    now = timezone.now()
    JobRun.objects.create(slug="exempelkommunen", job="x.y", next_at=now, failures=4)
    Unfinished.objects.create(slug="halv", begun_at=now)
    with sound.inside():
        Letter.objects.create(account_id=1, subject="x", body="x", made_at=now, failed=5)
    (sound.folder / "static" / "staticfiles.json").unlink()
    late = doctor.examine(now + dt.timedelta(hours=1))
    wrong = {(one.what, one.municipality) for one in late if one.state is State.WRONG}
    assert len(wrong) == 4
    assert {name for _what, name in wrong} == {"", "exempelkommunen", "Exempelkommunen"}
    assert any(one.state is State.LOOK and "halv" in one.told for one in late)


def test_municipalities_that_are_broken(sound: Installation) -> None:
    with sound.inside() as database:
        Membership.objects.all().delete()
        with database.connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS audit_event_no_update")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
            name = cursor.fetchone()[0]
            cursor.execute(f'DROP TRIGGER "{name}"')
    assert {name for _what, name in found()} == {"Exempelkommunen"}
    forget_all()
    (sound.folder / "kommuner" / "grannkommunen" / "tryggve.sqlite3").write_bytes(b"not a database at all" * 100)
    assert "Grannkommunen" in {name for _what, name in found()}
    forget_all()
    (sound.folder / "kommuner" / "grannkommunen" / "tryggve.sqlite3").unlink()
    assert "Grannkommunen" in {name for _what, name in found()}


def test_what_is_not_there_yet(sound: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path / "inget")
    connections["default"].close()
    wrong = doctor.examine(timezone.now())
    assert sum(one.state is State.WRONG for one in wrong) == 2
    assert json.dumps([one.plain() for one in wrong])
