"""`tryggve store export`: facts as files that a spreadsheet, a script or DuckDB can read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tryggve.cli.export_sheet import sheet_of
from tryggve.cli.export_words import read_me
from tryggve.cli.place import add_store, add_who, now, opened, who, zone_of
from tryggve.domain.language import _
from tryggve.domain.private_file import private
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.store.database.connect import Database
    from tryggve.store.files import FileStore

FORMATS = ("parquet", "csv", "json")
TEXTS = ("incident_id", "text", "said_place", "said_title", "flags")


def configure_export(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, required=True, metavar=_("DIR"), help=_("empty or new folder to write to"))
    parser.add_argument(
        "--format", choices=FORMATS, default="parquet",
        help=_("parquet for analysis, csv for spreadsheets, json with one row a line"),
    )  # fmt: skip
    parser.add_argument(
        "--with-text", action="store_true", help=_("the free text too, in a file of its own; --why must be given")
    )
    add_store(parser)
    add_who(parser)


def run_export(arguments: argparse.Namespace) -> int:
    """Write every table of facts; the event is in the log before anything is written."""
    from tryggve.store.database.actions.reading import note_export, read_texts
    from tryggve.store.database.engine import DatabaseStore

    out: Path = arguments.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileError(_("{folder} is not an empty folder.").format(folder=out), _("Choose another with --out."))
    if arguments.with_text and not arguments.why.strip():
        raise FileError(_("Free text leaves the store only for a reason."), _("Give --why TEXT; it goes into the log."))
    with opened(arguments) as database:
        by, at = who(arguments), now()
        note_export(
            database, by=by, at=at, why=arguments.why, format=arguments.format, with_text=arguments.with_text,
            folder=out.name,
        )  # fmt: skip
        texts: Iterable[Sequence[Any]] = ()
        if arguments.with_text:
            found = read_texts(database, ids=_ids(database), by=by, why=arguments.why, at=at)
            texts = [(row.incident, *(row.words[name] for name in TEXTS[1:-1]), row.flags) for row in found]
        with DatabaseStore(database).copied() as facts:
            out.mkdir(parents=True, exist_ok=True, mode=0o700)
            zone = zone_of(database)
            _write_facts(facts, out, arguments.format, zone)
            print(_("Fingerprint of the facts: {fingerprint}").format(fingerprint=facts.fingerprint()))
        if arguments.with_text:
            _write(out / f"incident_text.{_ending(arguments.format)}", TEXTS, texts, zone)
    print(_("Written to {folder}.").format(folder=out))
    return 0


def _ids(database: Database) -> list[int]:
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT incident_id FROM incident_text")
        return [int(i) for (i,) in cursor.fetchall()]


def _ending(chosen: str) -> str:
    """Free text is never written as Parquet, which nobody can read through before it is handed on."""
    return "csv" if chosen == "parquet" else "jsonl" if chosen == "json" else chosen


def _write_facts(facts: FileStore, out: Path, chosen: str, zone: ZoneInfo) -> None:
    from tryggve.store.schema import TABLES, select_sql

    if chosen == "parquet":
        facts.write_facts(out)
        return
    for table in TABLES:
        _write(out / f"{table.name}.{_ending(chosen)}", tuple(table.columns), facts.fetch(select_sql(table)), zone)
    if chosen == "csv":
        with open(out / _("READ ME.txt"), "w", encoding="utf-8-sig", newline="\r\n", opener=private) as file:
            file.write(read_me(zone))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo) -> None:
    """For the owner alone: coordinates, small numbers, and what people wrote."""
    if path.suffix == ".jsonl":
        lines = (f"{json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)}\n" for row in rows)
        with open(path, "w", encoding="utf-8", newline="\n", opener=private) as file:
            file.writelines(lines)
        return
    with open(path, "w", encoding="utf-8-sig", newline="", opener=private) as file:
        sheet_of(file, columns, rows, zone)
