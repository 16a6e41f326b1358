"""`tryggve demo`: the two examples, an invented municipality and the public figures of a real one. They never mix."""

from __future__ import annotations

import argparse
import datetime as dt
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.backtest import replay_steps
from tryggve.cli.progress import Progress
from tryggve.cli.reading import file_note
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.period import parse_period
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.domain.area import AreaRegister
    from tryggve.reports.request import Material
    from tryggve.signals.calibrate import Calibration
    from tryggve.store.files import FileStore

INVENTED = "exempelkommunen"
PERIODS = (("vecka", "2025-W40"), ("manad", "2025-10"), ("ar", "2025"))
"""Folder and period of the lägesbilder of the invented municipality: week, month, year."""

_AFTER_THE_EXAMPLE = dt.date(2026, 1, 1)
_LEARNT_UNTIL = dt.date(2025, 9, 28)
"""The day before the first of the periods: what is called rare in them was learnt from what came before."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve demo`."""
    parser.add_argument(
        "--out", type=Path, default=Path("demo"), metavar=_("DIR"), help=_("folder to write to (default demo)")
    )
    parser.add_argument(
        "--areas", type=Path, metavar=_("FILE"),
        help=_("draw the map of the public figures from these outlines, as tryggve areas fetch --out writes them"),
    )  # fmt: skip
    parser.add_argument(
        "--store", type=Path, metavar=_("DIR"),
        help=_("draw that map from the outlines that areas import or areas fetch has brought to this store"),
    )  # fmt: skip
    parser.add_argument("--open", action="store_true", help=_("open the first page in the browser"))


def run(arguments: argparse.Namespace) -> int:
    """Make both examples and print where they are."""
    progress = Progress()
    register = _register_of_store(arguments) if arguments.store else None
    pages = invented_example(arguments.out / INVENTED, progress) + public_examples(
        arguments.out, progress, arguments.areas, register
    )
    progress.done()
    print(_("The pages to open in a browser:"))
    for page in pages:
        print(f"  {page.resolve()}")
    print(
        _("The files that the first example was made from: {folder}").format(folder=arguments.out / INVENTED / "data")
    )
    if arguments.open:
        webbrowser.open(pages[0].resolve().as_uri())
    return 0


def _register_of_store(arguments: argparse.Namespace) -> AreaRegister:
    """The areas of the store that was named. FileError where it has none in the coordinates of the public figures."""
    from tryggve.cli.place import opened
    from tryggve.reports.municipal.typed.outlines import CRS
    from tryggve.store.database.areas import register_of

    register = register_of(opened(arguments))
    if register is None or register.crs != CRS:
        raise FileError(
            _("The store {store} has no outlines in {crs}.").format(store=arguments.store, crs=CRS),
            _("Bring them with tryggve areas fetch CODE --store {store}.").format(store=arguments.store),
        )
    return register


def invented_example(folder: Path, progress: Progress) -> list[Path]:
    """Write the invented municipality's files and make its lägesbilder of a week, a month and a year."""
    from tryggve.example.write import write_example
    from tryggve.ingest.read_in import read_in
    from tryggve.reports.from_files import material_of_files
    from tryggve.reports.signal_ground import matter_of_files
    from tryggve.store.files import FileStore

    progress.step(_("Inventing a municipality"))
    files = write_example(folder / "data")
    ingested = read_in(
        [files.reports, files.frauds, files.police_table],
        areas_path=files.areas,
        reporters_path=files.reporters,
        profile=None,
        crs=None,
        zone=None,
        today=_AFTER_THE_EXAMPLE,
        progress=progress.step,
    )
    notes = tuple(file_note(table, errors) for table, errors in ingested.tables_errors)
    banner = _("Draft – invented municipality, invented events")
    with FileStore.from_table(ingested.incidents, ingested.counts, ingested.reporters) as store:
        material = material_of_files(store, ingested, notes, None, banner)
        learnt = _learnt(store, ingested.register, progress)
        pages = []
        for name, period in PERIODS:
            signals = matter_of_files(store, ingested.register, parse_period(period), learnt) if learnt else None
            own = replace(material, signals=signals)
            pages.append(_write(store, own, period, folder / name, progress.step))
        return pages


def _learnt(store: FileStore, register: AreaRegister | None, progress: Progress) -> Calibration | None:
    """How often the list of signals would have shown what, in the years before the example's periods."""
    from tryggve.compute import Processes
    from tryggve.signals.backtest import backtest
    from tryggve.signals.chosen import methods_for
    from tryggve.signals.from_store import history_of

    history, last = history_of(store, register), day_number(_LEARNT_UNTIL)
    outcome = backtest(
        history, methods_for(history), last - 364, last, learn=365, on=Processes(), progress=replay_steps(progress)
    )
    return outcome.calibration


def public_examples(
    out: Path, progress: Progress, areas: Path | None = None, register: AreaRegister | None = None
) -> list[Path]:
    """Make the two-year draft of each municipality whose public figures the catalog holds, as of any other.

    The map is drawn from a file of outlines, or from a register that has every one of them; else of hexagons.
    """
    from tryggve.example.public_figures import places, public_figures
    from tryggve.reports.documents import write_documents
    from tryggve.reports.municipal.build import build
    from tryggve.reports.municipal.context import DraftRequest
    from tryggve.reports.municipal.evidence import write_evidence
    from tryggve.reports.municipal.typed.chapters import typed_chapters
    from tryggve.reports.municipal.typed.outlines import outlines_in, outlines_of
    from tryggve.reports.municipal.typed.tables import typed_matter

    pages = []
    for place in places():
        typed = public_figures(place)
        progress.step(_("Making the two-year draft of {place} from public figures").format(place=typed.municipality))
        matter, outlines = typed_matter(typed), outlines_of(areas, typed) if areas is not None else {}
        if not outlines and register is not None:
            kept, absent = outlines_in(register, typed)
            outlines = {} if absent else kept
            if absent:
                told = _("The store has no outline around {areas}: the map is made of hexagons.")
                progress.step(told.format(areas=", ".join(absent[:5])))
        write_evidence(matter, out / place)
        situation = build(matter, DraftRequest(), typed_chapters(typed, outlines))
        pages.append(write_documents(situation, out / place)[0])
    return pages


def _write(store: FileStore, material: Material, period: str, out: Path, step: Callable[[str], None]) -> Path:
    from tryggve.reports.documents import write_documents
    from tryggve.reports.evidence import write_evidence
    from tryggve.reports.request import Request
    from tryggve.reports.situation import build

    step(_("Making the lägesbild {period}, {place}").format(period=period, place=material.municipality))
    request = Request(parse_period(period))
    written = write_documents(build(material, request), out)
    write_evidence(store, material, request, out)
    return written[0]
