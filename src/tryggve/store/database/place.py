"""Where a store lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

OPTIONS = ("connect_timeout", "host", "passfile", "service", "sslcert", "sslkey", "sslmode", "sslrootcert",
           "target_session_attrs")  # fmt: skip
"""What may follow `?` in the address of a database, beside the schema."""

_SCHEMA = re.compile("(?!pg_)[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class Address:
    """The parts of the address of a PostgreSQL database; `schema` is "" where the user's own search path holds."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: dict[str, str]
    schema: str = ""


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
        try:
            address = address_of(self.url)
        except FileError:
            # What cannot be taken apart may hold the password anywhere.
            return "postgresql://…"
        schema = f"?schema={address.schema}" if address.schema else ""
        return f"postgresql://{address.host}/{address.name}{schema}"


def address_of(url: str) -> Address:
    """The parts of an address. FileError where it is none; the message shows nothing of it."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port is None else str(parts.port)
        options = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        raise _not_an_address() from None
    if not _is_whole(parts) or "\0" in unquote(url):
        raise _not_an_address()
    given = dict(options)
    schema = given.pop("schema", "")
    if "schema" in dict(options) and not _SCHEMA.fullmatch(schema):
        raise FileError(
            _("TRYGGVE_DATABASE_URL names a schema that may not be used."),
            _("Its name is made of a–z, 0–9 and _, begins with a letter, and not with pg_."),
        )
    if not set(given) <= set(OPTIONS):
        raise FileError(
            _("TRYGGVE_DATABASE_URL has an option that may not be there."),
            _(
                "After ? these may stand: {options}. Write special signs of a password as %2F (/), %3F (?), %40 (@)."
            ).format(options=", ".join((*OPTIONS, "schema"))),
        )
    return Address(
        host=given.pop("host", unquote(parts.hostname or "")), port=port, name=unquote(parts.path[1:]),
        user=unquote(parts.username or ""), password=unquote(parts.password or ""), options=given,
        schema=schema,
    )  # fmt: skip


def _is_whole(parts: SplitResult) -> bool:
    """Whether each part holds what belongs there: a password with / ? or # would spill over into what follows."""
    name = parts.path[1:]
    right = parts.scheme in ("postgres", "postgresql") and parts.path.startswith("/") and bool(name)
    return right and not set("@/:") & set(name) and not parts.fragment


def _not_an_address() -> FileError:
    return FileError(
        _("TRYGGVE_DATABASE_URL is not the address of a PostgreSQL database."),
        _(
            "Write it as postgresql://user:password@host:5432/database, with special signs of the password as %2F (/), "
            "%3F (?), %23 (#), %40 (@), %5B ([) and %25 (%)."
        ),
    )
