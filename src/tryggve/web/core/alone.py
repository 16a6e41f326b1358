"""One at a time: one worker in a municipality, one that learns in an installation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from tryggve.domain.file_lock import held
from tryggve.web.core.municipal import place_of


@contextmanager
def alone_in(slug: str) -> Iterator[bool]:
    """Whether this worker is alone in the municipality, for as long as the block lasts."""
    folder = place_of(slug).folder
    with held(folder / "worker.lock") if folder is not None else _by_server(f"worker {slug}") as alone:
        yield alone


@contextmanager
def alone_at(what: str) -> Iterator[bool]:
    """Whether this process is alone in the installation at something."""
    server = bool(settings.SURROUNDINGS.database_url)
    with _by_server(what) if server else held(Path(settings.DATA) / f"{what}.lock") as alone:
        yield alone


@contextmanager
def _by_server(what: str) -> Iterator[bool]:
    number = int.from_bytes(hashlib.sha256(f"tryggve {what}".encode()).digest()[:8], signed=True)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        row = cursor.fetchone()
        alone = bool(row and row[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
