"""`tryggve lagesbild`: from files with reports, or from public figures alone, to a lägesbild in every format."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.ground import request_of
from tryggve.cli.municipal import add_figures, run_municipal
from tryggve.cli.place import add_store, add_who, chosen_place, visible
from tryggve.cli.progress import Progress
from tryggve.cli.reading import add_reading, give_back, read_files
from tryggve.cli.store_ground import remember_published, store_ground
from tryggve.domain.language import _
from tryggve.domain.period import Period, parse_period
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.reports.request import Material, Request
    from tryggve.reports.tree import Situation
    from tryggve.store.files import FileStore

PUBLIC = "public"
FORMATS = ("html", "pdf", "xlsx", "docx", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve lagesbild`."""
    parser.add_argument("files", nargs="*", type=Path, metavar=_("FILE"), help=_("reports or tables of counts"))
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument(
        "--period", metavar=_("PERIOD"), help=_("2025-W40, 2025-10, 2025-K4, 2025-T2, 2025 or FROM..TO")
    )
    either.add_argument(
        "--kommun", metavar=_("MUNICIPALITY"),
        help=_("two years of a whole municipality from public figures alone: code of four digits, or name"),
    )  # fmt: skip
    parser.add_argument("--areas", type=Path, metavar=_("FILE"), help=_("areas as GeoJSON"))
    parser.add_argument("--scope", metavar=_("AREA"), help=_("only this area: code or name"))
    parser.add_argument("--audience", choices=("internal", PUBLIC), default="internal", help=_("for whom"))
    parser.add_argument("--out", type=Path, metavar=_("DIR"), help=_("folder to write to (default lagesbild-PERIOD)"))
    parser.add_argument("--format", metavar="html,pdf,…", help=_("only these formats: html, pdf, xlsx, docx, json"))
    parser.add_argument(
        "--municipality", metavar=_("NAME"), type=visible, help=_("name of the municipality on the cover")
    )
    parser.add_argument("--zone", metavar=_("ZONE"), help=_("time zone of the files, such as Europe/Stockholm"))
    parser.add_argument("--seed", type=int, metavar=_("NUMBER"), help=_("start of random draws"))
    parser.add_argument(
        "--calibration", type=Path, metavar=_("FILE"), help=_("what tryggve backtest learnt, where there is no store")
    )
    add_reading(parser)
    add_store(parser)
    add_who(parser)
    add_figures(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read, build, write; prints the paths. Rows that did not go in are returned beside the documents."""
    if arguments.kommun:
        return run_municipal(arguments, chosen_formats(arguments.format))
    formats = chosen_formats(arguments.format)
    period = _period(arguments.period)
    from_files = bool(arguments.files)
    if not from_files and chosen_place(arguments) is None:
        raise FileError(
            _("No files with reports and no store were given."),
            _("Write tryggve lagesbild FILE --period 2025-10, or --store DIR, or try tryggve demo for an example."),
        )
    if from_files and arguments.store is not None:
        raise FileError(
            _("Both files and a store were given."),
            _("Bring the files into the store with tryggve import, or leave out --store."),
        )
    progress = Progress()
    out = arguments.out or Path(f"lagesbild-{period.label.replace('..', '_')}")
    _refuse_mixing(arguments.audience, out)
    ground_of = _ground if from_files else store_ground
    with ground_of(arguments, period, out, progress) as ground:
        situation = _build(ground, out, progress)
    if arguments.audience == PUBLIC:
        _remember(arguments, ground[1], situation, from_files)
    # The store is closed by now: setting the documents needs the tree alone, and the memory.
    written = _write(situation, out, formats, progress)
    progress.done()
    for path in written:
        print(path)
    return 0


def _remember(arguments: argparse.Namespace, material: Material, situation: Situation, from_files: bool) -> None:
    """With a store what is published is noted; without one it is said that nothing earlier is known."""
    if not from_files:
        remember_published(arguments, material, situation.released)
        return
    told = _(
        "Public versions made earlier are not known here: small numbers may be worked out from several of them "
        "together. With a store they are audited together."
    )
    print(told, file=sys.stderr)


def _refuse_mixing(audience: str, out: Path) -> None:
    from tryggve.reports.evidence import FOLDER

    if audience == PUBLIC and (out / FOLDER).exists():
        raise FileError(
            _("{folder} holds the facts of an internal lägesbild, and a public one must not lie beside them.").format(
                folder=out
            ),
            _("Choose another folder with --out."),
        )


def chosen_formats(text: str | None) -> tuple[str, ...]:
    """The formats of `--format`; all of them where nothing is said. FileError for one that does not exist."""
    if not text:
        return FORMATS
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise FileError(
            _("There is no format {name}.").format(name=", ".join(unknown) or text),
            _("Choose among {names}, with commas between.").format(names=", ".join(FORMATS)),
        )
    return formats


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except ValueError as error:
        raise FileError(str(error), "") from None


@contextmanager
def _ground(
    arguments: argparse.Namespace, period: Period, out: Path, progress: Progress
) -> Iterator[tuple[FileStore, Material, Request]]:
    """The store of what was read and what is asked of it. The texts as read are let go before anything is counted."""
    from tryggve.ingest.person_catalog import forget_names
    from tryggve.reports.from_files import material_of_files
    from tryggve.reports.scope import scope_of
    from tryggve.store.files import FileStore

    ingested = read_files(arguments, progress)
    # What is given back holds the rows as they were: never in a folder that is to be published.
    beside = out.with_name(f"{out.name}-att-ratta")
    files = tuple(give_back(ingested, beside if arguments.audience == PUBLIC else out, progress))
    ingested = replace(ingested, tables_errors=())
    with FileStore.from_table(ingested.incidents, ingested.counts, ingested.reporters) as store:
        material = material_of_files(store, ingested, files, arguments.municipality, _("Draft"))
        scope = scope_of(arguments.scope, ingested.register, store.levels())
        if arguments.audience != PUBLIC and arguments.calibration:
            from tryggve.reports.signal_ground import matter_of_files
            from tryggve.signals.calibration_file import calibration_of_file

            learnt = calibration_of_file(arguments.calibration)
            material = replace(material, signals=matter_of_files(store, ingested.register, period, learnt))
        del ingested
        forget_names()
        yield store, material, request_of(arguments, period, scope)


def _build(ground: tuple[FileStore, Material, Request], out: Path, progress: Progress) -> Situation:
    """The tree of the lägesbild; beside an internal one the facts are written."""
    from tryggve.reports.evidence import write_evidence
    from tryggve.reports.situation import ScopeError, build, check_scope

    store, material, request = ground
    try:
        check_scope(material, request)
    except ScopeError as error:
        raise FileError(str(error), "") from None
    if not request.public:
        progress.step(_("Writing the facts behind"))
        write_evidence(store, material, request, out)
    progress.step(_("Counting and comparing"))
    return build(material, request)


def _write(situation: Situation, out: Path, formats: tuple[str, ...], progress: Progress) -> list[Path]:
    from tryggve.reports.documents import write_documents

    return write_documents(
        situation, out, formats, progress=lambda name: progress.step(_("Writing {name}").format(name=name))
    )
