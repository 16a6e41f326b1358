"""`tryggve import`: brings files into the store and says what became of every row."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.place import add_store, add_who, now, opened, shown_place, visible, who
from tryggve.cli.progress import Progress
from tryggve.cli.reading import add_reading, give_back, read_files
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.ingest.read_in import Ingested
    from tryggve.store.database.actions.arrival import Outcome, Tally


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve import`."""
    parser.add_argument("files", nargs="+", type=Path, metavar=_("FILE"), help=_("reports or tables of counts"))
    add_store(parser)
    add_reading(parser)
    parser.add_argument(
        "--source",
        metavar=_("NAME"),
        type=visible,
        help=_("source of the rows, where the name of the file would make them another"),
    )
    parser.add_argument(
        "--new",
        action="store_true",
        help=_("reports without an id are new ones, even where the store already holds others that say the same"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar=_("DIR"),
        help=_("folder for rows that did not go in (default: beside the first file)"),
    )
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read, bring in, say what became of the rows; those that did not go in are given back as a file."""
    from tryggve.reports.arrivals import arrival_of, ground_of
    from tryggve.store.database.actions.imports import areas_mark, import_arrival
    from tryggve.store.database.reading import sources_of

    progress = Progress()
    out = arguments.out or arguments.files[0].parent
    _refuse_unwritable(out)
    with opened(arguments) as database:
        mark = areas_mark(database)
        ingested = read_files(arguments, progress, ground_of(database), arguments.source)
        before = sources_of(database)
        arrival = arrival_of(ingested, new=arguments.new, areas_mark=mark)
        step = _("Bringing in {n} rows").format(n=len(arrival.table))
        outcome = import_arrival(
            database, arrival=arrival, by=who(arguments), why=arguments.why, at=now(),
            progress=lambda n: progress.step(f"{step}: {n}"),
        )  # fmt: skip
    progress.done()
    tell(outcome, ingested)
    _tell_new_sources(ingested, outcome, before)
    print(_("It is in the store {place}.").format(place=shown_place(database.place)))
    _give_back(ingested, out, progress)
    return 0


def _give_back(ingested: Ingested, out: Path, progress: Progress) -> None:
    """The rows that did not go in; where they cannot be written, what to do: the import is in by now."""
    left = sum(len({error.row for error in errors}) for _table, errors in ingested.tables_errors)
    try:
        for note in give_back(ingested, out, progress):
            left -= note.returned
    except OSError:
        told = ngettext(
            "The import is in the store, but {n} row that did not go in was not given back. Run the same command again "
            "with --out and another folder: nothing is brought in twice.",
            "The import is in the store, but {n} rows that did not go in were not given back. Run the same command "
            "again with --out and another folder: nothing is brought in twice.",
            left,
        )
        progress.say(told.format(n=left))
        raise


def _refuse_unwritable(out: Path) -> None:
    """Before anything goes in: rows that do not must have somewhere to go."""
    nearest = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise FileError(
            _("Rows that do not go in are to be given back in {folder}, which may not be written to.").format(
                folder=out
            ),
            _("Choose another folder with --out."),
        )


def tell(outcome: Outcome, ingested: Ingested) -> None:
    """What became of the rows, file by file, and what a person should know of it."""
    from tryggve.reports.arrivals import notes_of

    names = [tally.name for tally in outcome.files]
    for note in ingested.notes:
        if not any(note.startswith(f"{name}: ") for name in names):
            print(printable(note))
    for tally in outcome.files:
        numbers = _("{read} read, {new} in, {updated} updated, {unchanged} unchanged, {held_back} held back")
        shown = {name: getattr(tally, name) for name in ("read", "new", "updated", "unchanged", "held_back")}
        print(printable(f"{tally.name}: {numbers.format(**shown)}"))
        for note in (*_notes(tally, outcome.batch), *notes_of(ingested, tally.name)):
            print(printable(f"  {note}"))
    if outcome.agreements:
        told = ngettext(
            "{n} organisation has a new promise to report.", "{n} organisations have new promises to report.",
            outcome.agreements,
        )  # fmt: skip
        print(told.format(n=outcome.agreements))
    print(_("This is batch {n}; tryggve store undo {n} takes it back.").format(n=outcome.batch))


def _tell_new_sources(ingested: Ingested, outcome: Outcome, before: set[str]) -> None:
    """A source that is new beside others may be one of them under another name; told where anything of it went in."""
    went_in = {number for number, tally in enumerate(outcome.files, 1) if tally.new or tally.updated}
    table = ingested.incidents
    pairs = set(zip(table.file_no.tolist(), table.source.codes.tolist(), strict=True))
    brought = {table.source.values[code] for number, code in pairs if number in went_in}
    new = sorted((brought | {count.source for count in ingested.counts if count.file_no in went_in}) - before)
    if before and new:
        told = _(
            "New source: {new}. The store already has: {before}. Sources are never added to each other, and a report "
            "is known again within its source only. If it is one of them, take the import back and give --source NAME."
        )
        print(told.format(new=visible(", ".join(new)), before=visible(", ".join(sorted(before)))))


def _notes(tally: Tally, batch: int) -> list[str]:
    notes = []
    if tally.earlier:
        notes.append(_("The same file came in on {day}.").format(day=tally.earlier))
    if tally.not_new:
        notes.append(_("It is read as it was then: --new was not used."))
    if tally.gone:
        told = ngettext(
            "{n} row is older than what is kept by decision and was not brought in. What the store had of that time "
            "stands as counts.",
            "{n} rows are older than what is kept by decision and were not brought in. What the store had of that time "
            "stands as counts.",
            tally.gone,
        )
        notes.append(told.format(n=tally.gone))
    if tally.namesake and tally.new_without_id:
        notes.append(_standing_twice(tally, batch))
    if tally.flagged:
        told = ngettext(
            "{n} text was flagged for a person to judge: tryggve store flagged.",
            "{n} texts were flagged for a person to judge: tryggve store flagged.",
            tally.flagged,
        )
        notes.append(told.format(n=tally.flagged))
    if tally.elsewhere and not tally.earlier:
        told = ngettext(
            "{n} report without an id was already there from another file and is counted once. If it is another "
            "report that says the same, import the file with --new.",
            "{n} reports without an id were already there from another file and are counted once. If they are other "
            "reports that say the same, import the file with --new.",
            tally.elsewhere,
        )
        notes.append(told.format(n=tally.elsewhere))
    if tally.older:
        told = ngettext(
            "{n} row says what was there before a later correction; the correction stays.",
            "{n} rows say what was there before a later correction; the correction stays.",
            tally.older,
        )
        notes.append(told.format(n=tally.older))
    return notes


def _standing_twice(tally: Tally, batch: int) -> str:
    told = _(
        "A file of this name came in with batch {n} and other content. Reports without an id that were changed in "
        "it cannot be recognised and now stand twice. If this is a corrected version, take both back: "
        "tryggve store undo {mine} and {n}, then import again."
    )
    return told.format(n=tally.namesake, mine=batch)
