"""What the web is told by its surroundings: one table of variables, read once at start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.language import N_

VARIABLES: Mapping[str, str] = {
    "TRYGGVE_DATA": N_("folder of the installation: databases, keys, documents (default tryggve-data)"),
    "TRYGGVE_ALLOWED_HOSTS": N_("names under which the site is reached, with commas between (default localhost)"),
    "TRYGGVE_TRUSTED_PROXY": N_("1 where a reverse proxy in front sets X-Forwarded-For and X-Forwarded-Proto"),
    "TRYGGVE_SECRET_KEY": N_("key that signs sessions, instead of the file keys/secret in the folder"),
    "TRYGGVE_EMAIL_URL": N_("mail server: smtp://user:password@host:587 (STARTTLS) or smtps://…:465; none: no e-mail"),
    "TRYGGVE_EMAIL_FROM": N_("sender of e-mail"),
    "TRYGGVE_MAP_HOSTS": N_("map servers on the own network whose tiles may be fetched, with commas between"),
    "TRYGGVE_EXAMPLE": N_("1 for the invented municipality on this machine alone: no second factor is asked for"),
}
"""Variable → what it does (msgid)."""


@dataclass(frozen=True)
class Surroundings:
    """The variables as read."""

    data: Path
    database_url: str
    hosts: tuple[str, ...]
    behind_proxy: bool
    secret_key: str
    email_url: str
    email_from: str
    map_hosts: tuple[str, ...]
    example: bool


def surroundings(environ: Mapping[str, str] = os.environ) -> Surroundings:
    """Read the variables. The key is made, readable by its owner alone, where there is none."""
    data = Path(environ.get("TRYGGVE_DATA") or "tryggve-data").absolute()
    hosts = _several(environ, "TRYGGVE_ALLOWED_HOSTS")
    return Surroundings(
        data=data,
        database_url=environ.get("TRYGGVE_DATABASE_URL", ""),
        hosts=hosts or ("localhost", "127.0.0.1", "[::1]"),
        behind_proxy=environ.get("TRYGGVE_TRUSTED_PROXY", "") == "1",
        secret_key=environ.get("TRYGGVE_SECRET_KEY") or key(data, "secret"),
        email_url=environ.get("TRYGGVE_EMAIL_URL", ""),
        email_from=environ.get("TRYGGVE_EMAIL_FROM", ""),
        map_hosts=tuple(name.casefold() for name in _several(environ, "TRYGGVE_MAP_HOSTS")),
        example=environ.get("TRYGGVE_EXAMPLE", "") == "1",
    )


def _several(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in environ.get(name, "").split(",") if part.strip())


def key(data: Path, name: str) -> str:
    """A key of the installation as text, made at the first asking; two processes that ask at once get the same."""
    file = data / "keys" / name
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        part = file.with_name(f".{name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48))
        try:
            os.link(part, file)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return file.read_text(encoding="ascii").strip()
