"""The code that opens the set-up: shown once on the terminal, kept as a digest, good for one browser."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from tryggve.domain.private_file import part_in

LASTS = dt.timedelta(hours=24)
"""So long a code is good, and so long the set-up that it opened may take."""

_FILE = Path("keys") / "setup"


def new_token(data: Path, *, at: dt.datetime) -> str:
    """A new code; the one before, and the set-up it opened, hold no longer."""
    token = secrets.token_urlsafe(24)
    _write(data, {"code": _digest(token)}, at)
    return token


def is_right(data: Path, token: str, *, at: dt.datetime) -> bool:
    """Whether this is the code, and nobody has used it."""
    return _matches(data, "code", token, at)


def claim(data: Path, token: str, *, at: dt.datetime) -> str | None:
    """Use the code up: what the browser is to hold from now on. None where the code is wrong, old or used."""
    if not is_right(data, token, at=at):
        return None
    held = secrets.token_urlsafe(24)
    _write(data, {"held": _digest(held)}, at)
    return held


def is_held(data: Path, held: str, *, at: dt.datetime) -> bool:
    """Whether this browser is the one that used the code."""
    return _matches(data, "held", held, at)


def end(data: Path) -> None:
    """The set-up is done: it cannot be opened again without a new code."""
    (data / _FILE).unlink(missing_ok=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _matches(data: Path, name: str, text: str, at: dt.datetime) -> bool:
    try:
        kept = json.loads((data / _FILE).read_text(encoding="ascii"))
        fresh = at < dt.datetime.fromisoformat(kept["until"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(text) and fresh and hmac.compare_digest(str(kept.get(name, "")), _digest(text))


def _write(data: Path, kept: dict[str, str], at: dt.datetime) -> None:
    file = data / _FILE
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with part_in(file.parent) as part:
        part.write_text(json.dumps(kept | {"until": (at + LASTS).isoformat()}), encoding="ascii")
        os.replace(part, file)
