"""Where a store lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Place:
    """Where a store lies: a folder, or the address of a PostgreSQL database. `shown` never holds a password."""

    folder: Path | None = None
    url: str = ""

    @property
    def shown(self) -> str:
        """How the place is named to people."""
        if self.folder is not None:
            return str(self.folder)
        parts = urlsplit(self.url)
        return f"postgresql://{parts.hostname or ''}{parts.path}"
