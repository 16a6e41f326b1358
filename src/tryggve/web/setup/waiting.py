"""Files that were sent and wait for somebody to say yes: kept apart, for a day at most."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

from django.conf import settings

from tryggve.domain.private_file import private

LASTS = dt.timedelta(days=1)


def keep(content: bytes) -> str:
    """Keep a file; the name it has here, which nobody guesses."""
    name = f"{secrets.token_hex(16)}.geojson"
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(_folder() / name, "wb", opener=private) as out:
        out.write(content)
    return name


def waiting(name: str) -> Path | None:
    """A file that waits; None where there is none of that name."""
    path = _folder() / Path(name).name
    return path if name and path.is_file() else None


def drop(name: str) -> None:
    """It waits no longer."""
    if (path := waiting(name)) is not None:
        path.unlink(missing_ok=True)


def drop_old(at: dt.datetime) -> None:
    """What nobody said yes to goes."""
    for path in _folder().glob("*"):
        if path.stat().st_mtime < (at - LASTS).timestamp():
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "waiting"
