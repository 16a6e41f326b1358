"""`tryggve survey`: from the answers of a survey to shares with intervals, two series apart."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.lagesbild import chosen_formats
from tryggve.cli.progress import Progress
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError, RowError
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.domain.survey import SafetySurvey
    from tryggve.ingest.raw_table import RawTable
    from tryggve.reports.survey.evidence import Round
    from tryggve.reports.survey.matter import SurveyMatter

MOST_SHOWN = 10
Returned = Sequence[tuple["RawTable", tuple[RowError, ...]]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve survey`."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar=_("FILE"),
        help=_("answers, one respondent a row, or a finished table of shares (csv, xlsx)"),
    )  # fmt: skip
    parser.add_argument(
        "--design", type=Path, required=True, metavar=_("FILE"),
        help=_("design of the survey as TOML: questions, areas, strata, weights"),
    )  # fmt: skip
    parser.add_argument(
        "--previous", type=Path, action="append", default=[], metavar=_("FILE"),
        help=_("the round before: the folder that tryggve survey wrote, or its files with --previous-design"),
    )  # fmt: skip
    parser.add_argument(
        "--previous-design", type=Path, metavar=_("FILE"), help=_("design of the round before, with its own files")
    )
    parser.add_argument(
        "--out", type=Path, metavar=_("DIR"), help=_("folder to write to (default trygghetsmatning-PERIOD)")
    )
    parser.add_argument("--format", metavar="html,pdf,…", help=_("only these formats; all where nothing is said"))


def run(arguments: argparse.Namespace) -> int:
    """Read, count, let the rows go, write; prints the paths. Rows that did not go in are given back."""
    from tryggve.ingest.survey.design_toml import read_design
    from tryggve.reports.documents import write_documents
    from tryggve.reports.survey.build import build
    from tryggve.reports.survey.context import Context
    from tryggve.reports.survey.evidence import write_evidence

    formats = chosen_formats(arguments.format)
    design = read_design(arguments.design)
    progress = Progress()
    out = arguments.out or Path(f"trygghetsmatning-{design.period.replace('..', '_')}")
    progress.step(_("Reading the answers"))
    previous = _previous(arguments, out, progress)
    matter, returned = _matter(arguments.files, design)
    _give_back(returned, out, progress)
    progress.step(_("Writing the figures behind"))
    write_evidence(matter, previous, out)
    progress.step(_("Counting and comparing"))
    situation = build(Context(matter, previous))
    written = write_documents(
        situation, out, formats, progress=lambda name: progress.step(_("Writing {name}").format(name=name))
    )
    progress.done()
    for path in written:
        print(path)
    return 0


def _matter(files: Sequence[Path], design: SafetySurvey) -> tuple[SurveyMatter, Returned]:
    """The round counted, and the rows that did not go in."""
    from tryggve.ingest.survey.answers import read_answers
    from tryggve.ingest.survey.finished import read_finished
    from tryggve.reports.survey.matter import matter_of_answers, matter_of_table

    if design.finished:
        table = read_finished(files, design)
        return matter_of_table(table, design), table.returned
    answers = read_answers(files, design)
    return matter_of_answers(answers, design), answers.returned


def _previous(arguments: argparse.Namespace, out: Path, progress: Progress) -> Round | None:
    """The round before: counted now from its own files and design, or read from what was written then."""
    from tryggve.ingest.survey.design_toml import read_design
    from tryggve.reports.survey.evidence import read_round, round_of

    if arguments.previous_design:
        if not arguments.previous:
            raise FileError(_("--previous-design needs the files of that round."), _("Give them with --previous."))
        matter, returned = _matter(arguments.previous, read_design(arguments.previous_design))
        _give_back(returned, out, progress)
        return round_of(matter)
    if len(arguments.previous) > 1:
        raise FileError(
            _("Several files of the round before were given."), _("Give its design with --previous-design.")
        )
    if not arguments.previous:
        return None
    if arguments.previous[0].resolve() == out.resolve():
        raise FileError(_("The round before lies in the folder to write to."), _("Choose another folder with --out."))
    return read_round(arguments.previous[0])


def _give_back(returned: Returned, out: Path, progress: Progress) -> None:
    """Write the rows that did not go in beside the documents, the columns of the design alone."""
    from tryggve.ingest.rejected import give_back_rows
    from tryggve.ingest.survey.finished import faults_told

    taken = set[Path]()
    for table, errors in returned:
        if not errors:
            continue
        path = give_back_rows(out, table, errors, taken)
        taken.add(path)
        rows = len({one.row for one in errors})
        text = ngettext("{n} row did not go in; it is in {path}:", "{n} rows did not go in; they are in {path}:", rows)
        progress.say(text.format(n=rows, path=path))
        for line in faults_told(errors[:MOST_SHOWN]):
            progress.say(printable(line))
        if len(errors) > MOST_SHOWN:
            progress.say(_("  … and {n} more in the file.").format(n=len(errors) - MOST_SHOWN))
