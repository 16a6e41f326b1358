"""`tryggve signals`: the signals of a day, ranked; `tryggve signals note ID`: what people made of one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.past import add_past, add_places, day_of, past, place_of_work
from tryggve.cli.place import add_who, now, opened, visible, who, zone_of
from tryggve.cli.progress import Progress
from tryggve.cli.signals_words import in_words
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.reports.signals_today import Today
    from tryggve.signals.history import History
    from tryggve.signals.today import SignalList
    from tryggve.store.database.connect import Database

NOTE = "note"
VERDICTS = ("judged", "acted", "dismissed")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve signals`."""
    parser.add_argument(
        "words", nargs="*", metavar=_("FILE"),
        help=_("a table of events or files with reports (else the store); or: note ID"),
    )  # fmt: skip
    add_past(parser)
    parser.add_argument(
        "--day", type=day_of, metavar=_("DATE"), help=_("the day to look at (default the last with events)")
    )
    parser.add_argument(
        "--calibration", type=Path, metavar=_("FILE"), help=_("what tryggve backtest learnt, where there is no store")
    )
    parser.add_argument("--look", action="store_true", help=_("only look: the store does not remember the list"))
    parser.add_argument("--format", choices=("text", "json", "geojson"), default="text", help=_("form of the answer"))
    parser.add_argument("--out", type=Path, metavar=_("FILE"), help=_("file to write the answer to"))
    parser.add_argument("--map", type=Path, metavar=_("FILE"), help=_("file to draw the signals in, as SVG"))
    parser.add_argument("--verdict", choices=VERDICTS, help=_("with note: what was made of the signal"))
    add_places(parser)
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Look at a day, or note what was made of a signal."""
    if arguments.words[:1] == [NOTE] and not Path(NOTE).exists():
        return _note(arguments)
    if arguments.verdict is not None:
        raise FileError(
            _("--verdict says what was made of a signal, and no signal is noted here."),
            _("Write tryggve signals note ID --verdict acted --why TEXT."),
        )
    return _list(arguments)


def _note(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.actions.signals import note_signal

    if len(arguments.words) != 2 or arguments.verdict is None or not arguments.why:
        raise FileError(
            _("A note says which signal, what was made of it, and why."),
            _("Write tryggve signals note ID --verdict acted --why TEXT."),
        )
    with opened(arguments) as database:
        day = day_number(arguments.day or now().astimezone(zone_of(database)).date())
        name = _meant(database, arguments.words[1])
        is_new = note_signal(
            database, name=name, verdict=arguments.verdict, day=day, by=who(arguments), why=arguments.why, at=now()
        )
    told = _("Noted on {id}.") if is_new else _("This was already noted on {id}: nothing was added.")
    print(told.format(id=visible(name)))
    return 0


def _meant(database: Database, said: str) -> str:
    """The id of the signal that is meant: as it stands, in small letters, or as the cards of a lägesbild have it."""
    from tryggve.reports import ids
    from tryggve.store.database.signals import signal_names

    names = signal_names(database)
    if said in names:
        return said
    plain = said.casefold()
    meant = [name for name in names if plain in (name.casefold(), ids.slug(name), ids.join("signal", name))]
    if len(meant) > 1:
        raise FileError(
            _("{id} may be any of {ids}.").format(id=visible(said), ids=", ".join(map(visible, meant))),
            _("Write the id as it stands in the list."),
        )
    return meant[0] if meant else said


def _list(arguments: argparse.Namespace) -> int:
    from tryggve.reports.signals_today import Today, signals_on
    from tryggve.signals.calibration_file import calibration_of_file

    progress = Progress()
    with past(arguments, [Path(word) for word in arguments.words], progress) as (history, database):
        progress.step(_("Looking for signals"))
        found = signals_on(
            history, None if arguments.day is None else day_number(arguments.day), database=database,
            calibration=None if arguments.calibration is None else calibration_of_file(arguments.calibration),
            on=place_of_work(arguments),
        )  # fmt: skip
        if database is not None:
            _keep(arguments, Today(history, found), database)
    progress.done()
    _answer(arguments, history, found)
    return 0


def _keep(arguments: argparse.Namespace, today: Today, database: Database) -> None:
    """The store remembers a calibrated list, unless somebody only looks; either is in the log."""
    from tryggve.reports.signals_today import keep_list, may_be_kept
    from tryggve.store.database.actions.signals import note_look

    by, why, at = who(arguments), arguments.why, now()
    if not arguments.look and may_be_kept(today.found):
        keep_list(database, today, by=by, why=why, at=at)
        return
    history = today.history
    note_look(database, source=history.source, level=history.level, day=today.found.day, by=by, why=why, at=at)


def _answer(arguments: argparse.Namespace, history: History, found: SignalList) -> None:
    from tryggve.cli.written import write_private
    from tryggve.signals.plain import geojson, plain

    if arguments.map:
        from tryggve.reports.figures.signal_map import signal_map
        from tryggve.reports.signal_words import areas_with_events

        drawn = signal_map(history, [areas_with_events(signal) for signal in found.signals])
        if drawn is None:
            raise FileError(_("There is no outline of any area to draw."), _("Give areas as GeoJSON, or with x and y."))
        write_private(arguments.map, drawn)
    if arguments.format == "text":
        text = in_words(history, found)
    else:
        made = plain(history, found) if arguments.format == "json" else geojson(history, found)
        text = json.dumps(made, ensure_ascii=False, indent=2)
    if arguments.out:
        write_private(arguments.out, text + "\n")
        print(arguments.out)
    else:
        print(text)
