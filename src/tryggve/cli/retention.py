"""`tryggve retention`: records a decision on retention, shows what it says is to go, and deletes it."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tryggve.cli.deeds import Deed, add_deeds, run_deed
from tryggve.cli.place import add_store, add_who, now, opened, visible, who
from tryggve.cli.retention_words import as_json, in_words, not_swept
from tryggve.domain.language import N_, _, ngettext
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.store.database.connect import Database
    from tryggve.store.database.retention_plan import Plan


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve retention`."""
    add_deeds(parser, DEEDS)


def run(arguments: argparse.Namespace) -> int:
    """Carry out what was chosen."""
    return run_deed(arguments)


def _configure_decide(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reference", required=True, type=visible, metavar=_("NUMBER"), help=_("reference number of the decision")
    )
    parser.add_argument(
        "--decided-by", required=True, type=visible, metavar=_("BODY"), help=_("who decided: a board or a delegate")
    )
    parser.add_argument("--decided-on", required=True, type=_day, metavar=_("DATE"), help=_("day of the decision"))
    parser.add_argument(
        "--text-months",
        required=True,
        type=int,
        metavar="N",
        help=_("months that free text is kept, from the day a report counts on"),
    )
    parser.add_argument(
        "--facts-months",
        type=int,
        metavar="M",
        help=_("months that whole reports are kept before they become counts (default: until another decision)"),
    )
    parser.add_argument("--note", default="", type=visible, metavar=_("TEXT"), help=_("a note on the decision"))
    add_store(parser)
    add_who(parser)


def _configure_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_("form of the answer"))
    _add_today(parser)
    add_store(parser)


def _configure_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("delete without asking"))
    _add_today(parser)
    add_store(parser)
    add_who(parser)


def _add_today(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", type=_day, metavar=_("DATE"), help=_("count back from this day instead of today"))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("Write the day as 2026-01-31.")) from None


def decide(arguments: argparse.Namespace) -> int:
    """Record a decision; prints what it means and what to do next."""
    from tryggve.store.database.actions.retention import record_decision

    with opened(arguments) as database:
        record_decision(
            database, reference=arguments.reference, decided_by=arguments.decided_by, decided_on=arguments.decided_on,
            text_months=arguments.text_months, facts_months=arguments.facts_months, note=arguments.note,
            by=who(arguments), at=now(),
        )  # fmt: skip
    print(_("The decision {reference} is recorded and in force.").format(reference=arguments.reference))
    print(_("Nothing has been deleted. See what is to go with tryggve retention plan."))
    return 0


def show_plan(arguments: argparse.Namespace) -> int:
    """Show what would go; nothing is written."""
    with opened(arguments) as database:
        found = _plan(database, arguments)
    print(as_json(found) if arguments.format == "json" else in_words(found))
    return 0


def carry_out(arguments: argparse.Namespace) -> int:
    """Show what goes, ask, delete."""
    from tryggve.store.database.actions.retention import run_retention
    from tryggve.store.database.sweep import sweep

    with opened(arguments) as database:
        found = _plan(database, arguments)
        print(in_words(found))
        if not found.total.nothing:
            if not arguments.yes:
                _ask(found)
            run_retention(
                database, today=_today(database, arguments), by=who(arguments), why=arguments.why, at=now(),
                seen=None if arguments.yes else found,
            )  # fmt: skip
            print(_("Done. What went is in the log, without its content."))
        swept, vendor = sweep(database), database.vendor
    for line in _afterwards(swept, vendor, not found.total.nothing):
        print(line)
    return 0


def _afterwards(swept: bool, vendor: str, taken: bool) -> list[str]:
    lines = []
    if not swept:
        lines.append(not_swept(vendor))
    elif taken and vendor == "postgresql":
        lines.append(_("The tables were vacuumed. The server's own archive of its log keeps what it holds."))
    if taken:
        lines.append(_("Backups keep what they hold: delete those that are older than the decision allows."))
    return lines


def _ask(found: Plan) -> None:
    """A person types the number of what goes. FileError where nobody can be asked, or the number is another."""
    number = goes(found)
    if not sys.stdin.isatty():
        raise FileError(
            _("What is deleted cannot be brought back, and nobody can be asked here."),
            _("Nothing was deleted. Give --yes."),
        )
    told = ngettext(
        "What is deleted cannot be brought back. Type {n} to delete {n} item: ",
        "What is deleted cannot be brought back. Type {n} to delete {n} items: ",
        number,
    )
    if input(told.format(n=number)).strip() != str(number):
        raise FileError(_("That is another number."), _("Nothing was deleted."))


def goes(found: Plan) -> int:
    """How many texts, reports and earlier versions go."""
    total = found.total
    return total.texts + total.version_texts + total.reports + total.versions


def _plan(database: Database, arguments: argparse.Namespace) -> Plan:
    from tryggve.store.database.actions.retention import needed_decision
    from tryggve.store.database.retention_plan import plan

    return plan(database, needed_decision(database), _today(database, arguments))


def _today(database: Database, arguments: argparse.Namespace) -> dt.date:
    if arguments.today:
        return dt.date.fromisoformat(str(arguments.today))
    from tryggve.store.database import meta

    return now().astimezone(ZoneInfo(meta.read(database, meta.Fact.ZONE) or "UTC")).date()


DEEDS = {
    "decide": Deed(N_("record a decision on retention"), _configure_decide, decide),
    "plan": Deed(N_("show what the decision says is to go; nothing is deleted"), _configure_plan, show_plan),
    "run": Deed(N_("delete what the decision says is to go"), _configure_run, carry_out),
}
"""What can be done about retention."""
