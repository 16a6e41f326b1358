"""Reading the files of `tryggve lagesbild`: what was guessed is shown, what did not go in is given back."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tryggve.cli.progress import Progress
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError, RowError
from tryggve.domain.settings import Settings
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.ingest.raw_table import RawTable
    from tryggve.ingest.read_in import Ingested
    from tryggve.ingest.store_areas import Ground
    from tryggve.reports.request import FileNote

GUESSED = "gissad"
"""The name that a guessed profile has."""

MOST_SHOWN = 10
"""So many faults are shown in the terminal; all of them are in the file that is given back."""


def add_reading(parser: argparse.ArgumentParser) -> None:
    """The options that say how files are read."""
    parser.add_argument("--profile", metavar=_("PROFILE"), help=_("how the files are read: a name or a TOML file"))
    parser.add_argument("--save-profile", type=Path, metavar=_("FILE"), help=_("save the guessed profile to this file"))
    parser.add_argument(
        "--sheet", metavar=_("NAME"), help=_("sheet to read in workbooks (default the first with a table)")
    )
    parser.add_argument("--crs", metavar="EPSG:4326", help=_("coordinate system of the files, such as EPSG:4326"))
    parser.add_argument(
        "--reporters", type=Path, metavar=_("FILE"), help=_("who is expected to report (reporters.csv)")
    )
    parser.add_argument(
        "--today",
        type=_day,
        metavar=_("DATE"),
        help=_("the day that dates may not lie after (default today)"),
    )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the day as 2026-01-31")) from None


def read_files(
    arguments: argparse.Namespace, progress: Progress, ground: Ground | None = None, source: str | None = None
) -> Ingested:
    """All files of the command line; FileError when one of them cannot be read as a whole.

    `ground` is the store they go to, where there is one; `source` the source of all rows, where one is named.
    """
    from tryggve.ingest.read_in import read_in

    settings = arguments.settings
    ingested = read_in(
        arguments.files,
        areas_path=None if ground else arguments.areas,
        reporters_path=arguments.reporters,
        profile=arguments.profile,
        sheet=arguments.sheet,
        crs=arguments.crs or _unless_default(settings.crs, Settings().crs),
        zone=None if ground else arguments.zone or _unless_default(settings.time_zone, Settings().time_zone),
        # The one look at a clock: a date that lies ahead is a slip of the pen. Nothing else depends on it.
        today=arguments.today or dt.datetime.now(ZoneInfo(ground.zone) if ground else None).date(),  # noqa: TID251
        progress=progress.step,
        ground=ground,
        source=source,
    )
    _show_profiles(ingested, arguments.save_profile)
    return ingested


def _unless_default(value: str, default: str) -> str | None:
    """A setting that somebody chose; the default leaves the choice to the data and the profile."""
    return None if value == default else value


def _show_profiles(ingested: Ingested, save: Path | None) -> None:
    """A guessed profile is always shown: a wrong guess must be seen."""
    profiles = [profile for profile in ingested.profiles if profile is not None]
    guessed = [profile for profile in profiles if profile.name == GUESSED]
    for profile in guessed:
        print(_("The file was read with a guessed profile. Check it:"), file=sys.stderr)
        print(profile.to_toml(), file=sys.stderr)
    if save is None:
        return
    if not profiles:
        raise FileError(_("There is no profile to save."), _("Leave out --save-profile."))
    save.write_text((guessed or profiles)[0].to_toml(), encoding="utf-8", newline="\n")
    print(printable(_("Profile saved: {path}").format(path=save)), file=sys.stderr)


def give_back(ingested: Ingested, out: Path, progress: Progress) -> Iterator[FileNote]:
    """Write the rows that did not go in beside the documents, with what is wrong and how to mend it, file by file.

    What is there already is never touched. OSError where the rows of a file cannot be written.
    """
    from tryggve.ingest.rejected import give_back_rows, rejected_name

    taken = set[Path]()
    for table, errors in ingested.tables_errors:
        if errors:
            path = give_back_rows(out, table, errors, taken)
            taken.add(path)
            wanted = out / rejected_name(table.file.name)
            if path != wanted:
                progress.say(_("{path} was there already and was left as it is.").format(path=wanted))
            _say_errors(path, errors, progress)
        yield file_note(table, errors)


def file_note(table: RawTable, errors: Sequence[RowError]) -> FileNote:
    """How many rows of a file were read, went in and were given back."""
    from tryggve.reports.request import FileNote

    returned = len({error.row for error in errors})
    read = len(table) + len({error.row for error in table.errors})
    return FileNote(table.file.name, read, read - returned, returned)


def _say_errors(path: Path, errors: Sequence[RowError], progress: Progress) -> None:
    rows = len({error.row for error in errors})
    text = ngettext("{n} row did not go in; it is in {path}:", "{n} rows did not go in; they are in {path}:", rows)
    progress.say(text.format(n=rows, path=path))
    for error in errors[:MOST_SHOWN]:
        place = _("  row {row}, {column}, {value}:").format(row=error.row, column=error.column, value=repr(error.value))
        progress.say(f"{place} {error.what} {error.how}")
    if len(errors) > MOST_SHOWN:
        progress.say(_("  … and {n} more in the file.").format(n=len(errors) - MOST_SHOWN))
