"""`tryggve backtest`: the past replayed day by day, thresholds for a wanted rate of false signals, and how it went."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tryggve.cli.alone import alone
from tryggve.cli.backtest_words import in_words
from tryggve.cli.past import add_past, add_places, day_of, past, place_of_work, positive
from tryggve.cli.place import add_who, now, who
from tryggve.cli.progress import Progress
from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.signals.backtest import Outcome
    from tryggve.signals.history import History
    from tryggve.signals.inject import Injection
    from tryggve.store.database.connect import Database


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve backtest`."""
    parser.add_argument(
        "events", nargs="?", type=Path, metavar=_("EVENTS"), help=_("a table of events (else the store)")
    )
    add_past(parser)
    parser.add_argument("--from", dest="first", type=day_of, metavar=_("DATE"), help=_("first day to replay"))
    parser.add_argument("--to", dest="last", type=day_of, metavar=_("DATE"), help=_("last day to replay"))
    parser.add_argument(
        "--one-per", type=positive, default=30, metavar=_("DAYS"),
        help=_("the wanted rate: one false signal in so many days (default 30)"),
    )  # fmt: skip
    parser.add_argument(
        "--learn", type=positive, default=1096, metavar=_("DAYS"),
        help=_("so many days before the first are replayed to learn from, at most (default 1096)"),
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_("form of the answer"))
    parser.add_argument(
        "--out", type=Path, metavar=_("FILE"), help=_("file to write the days to, a line of JSON for each")
    )
    parser.add_argument("--calibration", type=Path, metavar=_("FILE"), help=_("file to write the calibration to"))
    _add_injection(parser)
    add_places(parser)
    add_who(parser)


def _add_injection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--inject", type=positive, metavar=_("NUMBER"),
        help=_("so many gatherings of extra events are put in, to see how many are found"),
    )  # fmt: skip
    parser.add_argument(
        "--inject-days", type=_whole, default=(7, 28), metavar="7-28", help=_("how many days each lasts")
    )
    parser.add_argument("--inject-areas", type=_whole, default=(1, 6), metavar="1-6", help=_("how many areas each has"))
    parser.add_argument(
        "--inject-size", type=_range, default=(1.5, 4.0), metavar="1.5-4", help=_("how many times the usual is added")
    )
    parser.add_argument("--seed", type=int, default=0, metavar=_("NUMBER"), help=_("start of random draws"))


def _range(text: str) -> tuple[float, float]:
    low, sign, high = text.partition("-")
    try:
        found = float(low), float(high if sign else low)
    except ValueError:
        found = 0.0, 0.0
    if not 0 < found[0] <= found[1] < 1000:
        raise argparse.ArgumentTypeError(_("write it as 7-28, the least first"))
    return found


def _whole(text: str) -> tuple[int, int]:
    low, high = _range(text)
    if low != int(low) or high != int(high):
        raise argparse.ArgumentTypeError(_("give whole numbers"))
    return int(low), int(high)


def run(arguments: argparse.Namespace) -> int:
    """Replay, calibrate, write; the summary is printed. Stopped, it goes on where it was when it is run again."""
    from tryggve.signals.backtest import backtest
    from tryggve.signals.chosen import methods_for
    from tryggve.signals.limits import limits
    from tryggve.signals.replay import Kept

    progress = Progress()
    with past(arguments, [arguments.events] if arguments.events else [], progress) as (history, database):
        first_day, last_day = _days(arguments, history)
        folder = _folder(arguments, database)
        with alone(folder):
            kept = Kept(folder, _about(arguments, history, first_day, last_day))
            outcome = backtest(
                history, methods_for(history), first_day, last_day, wanted_per_year=365.25 / arguments.one_per,
                learn=arguments.learn, injection=_injection(arguments), on=place_of_work(arguments), kept=kept,
                progress=replay_steps(progress),
            )  # fmt: skip
            _write(arguments, outcome, history)
            if database is not None and outcome.calibration is not None:
                _store(arguments, database, outcome)
            kept.clear()
        said = limits(history, last_day)
    progress.done()
    if arguments.out or arguments.format == "text":
        print(in_words(history, outcome, said, 365.25 / arguments.one_per))
    else:
        print("\n".join(lines(outcome, history)))
    return 0


def _days(arguments: argparse.Namespace, history: History) -> tuple[int, int]:
    """The days asked for: by default the last two years, and none that has no history behind it."""
    from tryggve.signals.backtest import LEAST_PAST, usual_first
    from tryggve.signals.limits import SILENT_AFTER_DAYS

    events = history.events
    if not len(events):
        raise FileError(_("There are no events with a known day."), _("Nothing can be replayed."))
    last = events.last_day if arguments.last is None else day_number(arguments.last)
    first = usual_first(history, last) if arguments.first is None else day_number(arguments.first)
    if last < first:
        raise FileError(
            _("The last day, {last}, lies before the first, {first}.").format(
                first=day_date(first), last=day_date(last)
            ),
            _("Give --from and --to the other way round."),
        )
    # Some quiet days at the end are days like others; more of them are missing, not calm.
    if not events.first_day <= first <= last <= events.last_day + SILENT_AFTER_DAYS:
        raise FileError(
            _("The days {first} to {last} do not lie within the events, or too few days lie before them.").format(
                first=day_date(first), last=day_date(last)
            ),
            _("The events are from {first} to {last}; {days} days must lie before the first day replayed.").format(
                first=day_date(events.first_day), last=day_date(events.last_day), days=LEAST_PAST
            ),
        )
    return first, last


def _injection(arguments: argparse.Namespace) -> Injection | None:
    from tryggve.signals.inject import Injection

    if not arguments.inject:
        return None
    return Injection(
        number=arguments.inject, areas=arguments.inject_areas, days=arguments.inject_days,
        size=arguments.inject_size, seed=arguments.seed,
    )  # fmt: skip


def _folder(arguments: argparse.Namespace, database: Database | None) -> Path:
    """The folder in which what is done is kept until all is."""
    name = ".tryggve-backtest"
    if arguments.out:
        out: Path = arguments.out
        return out.with_name(f".{out.name}{name}")
    if database is not None and database.place.folder is not None:
        return database.place.folder / name
    return Path(name)


def _about(arguments: argparse.Namespace, history: History, first_day: int, last_day: int) -> dict[str, Any]:
    """The question that a backtest answers: what is kept serves no other."""
    from tryggve import __version__
    from tryggve.signals.chosen import methods_for
    from tryggve.signals.methods import identity

    return {
        "version": __version__, "history": history.fingerprint(), "methods": identity(methods_for(history)),
        "days": [first_day, last_day], "learn": arguments.learn, "inject": repr(_injection(arguments)),
    }  # fmt: skip


def replay_steps(progress: Progress) -> Any:
    """What is told while the days are replayed."""
    words = {"days": _("Replaying: {done} of {all} days"), "injected": _("With what was put in: {done} of {all} days")}
    return lambda what, done, of: progress.step(words[what].format(done=done, all=of))


def lines(outcome: Outcome, history: History) -> Iterator[str]:
    """A line of JSON for each day: its date and signals, those too weak to be shown marked so."""
    from tryggve.signals.backtest import WEAK

    for day in outcome.days:
        signals = [
            {
                "id": track.id,
                "areas": [history.codes[area] for area in track.areas],
                "first_day": day_date(track.candidate.found.first_day).isoformat(),
                "last_day": day_date(track.candidate.found.last_day).isoformat(),
                "score": round(track.candidate.score, 6),
                "expected_false_per_year": float(f"{track.candidate.told_per_year:.6g}"),
                "interval_per_year": [float(f"{value:.6g}") for value in track.candidate.interval],
                "method": track.candidate.methods[0],
                "methods": list(track.candidate.methods),
                "observed": track.candidate.found.observed,
                "expected": round(track.candidate.found.expected, 6),
                "state": track.state.value,
                "shown": not track.id.startswith(WEAK),
            }
            for track in day.tracks
        ]
        row = {"date": day_date(day.day).isoformat(), "signals": signals, "calibrated": day.scale is not None}
        yield json.dumps(row, ensure_ascii=False)


def _write(arguments: argparse.Namespace, outcome: Outcome, history: History) -> None:
    from tryggve.cli.written import write_private

    if arguments.out:
        text = "\n".join(lines(outcome, history))
        write_private(arguments.out, text + "\n" if text else "")
    if arguments.calibration:
        if outcome.calibration is None:
            raise FileError(
                _("Too few days were replayed for a calibration."), _("Take more days with --from, or more history.")
            )
        write_private(
            arguments.calibration, json.dumps(outcome.calibration.plain(), ensure_ascii=False, indent=1) + "\n"
        )


def _store(arguments: argparse.Namespace, database: Database, outcome: Outcome) -> None:
    from tryggve.store.database.actions.signals import keep_calibration

    assert outcome.calibration is not None
    keep_calibration(database, calibration=outcome.calibration.plain(), by=who(arguments), why=arguments.why, at=now())
