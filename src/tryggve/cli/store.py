"""`tryggve store …`: what is in the store, is it whole, take facts out, correct, take an import back."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from tryggve.cli.deeds import Deed, add_deeds, run_deed
from tryggve.cli.log_words import shown_event
from tryggve.cli.place import add_store, add_who, incidents_of, now, opened, place_of, visible, who, zone_of
from tryggve.cli.progress import Progress
from tryggve.cli.retention_words import not_swept
from tryggve.cli.store_correct import configure_correct, run_correct
from tryggve.cli.store_export import configure_export, run_export
from tryggve.cli.store_status import shown_status
from tryggve.domain.language import N_, _

if TYPE_CHECKING:
    from tryggve.store.database.verify import Check

JSON = "json"


def _common(parser: argparse.ArgumentParser) -> None:
    add_store(parser)
    parser.add_argument("--format", choices=("text", JSON), default="text", help=_("how it is written"))


def _no_more(parser: argparse.ArgumentParser) -> None:
    add_store(parser)
    add_who(parser)


def _with_last(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    parser.add_argument("--last", type=int, default=50, metavar=_("NUMBER"), help=_("how many events (default 50)"))


def _with_ids(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar=_("ID"), help=_("numbers in the store, or the reports' own ids"))
    _common(parser)
    add_who(parser, why_needed=True)


def _with_batch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("batch", nargs="+", type=int, metavar=_("BATCH"), help=_("numbers of imports or corrections"))
    parser.add_argument(
        "--erase",
        action="store_true",
        help=_("do not keep the words of the reports that go out as versions; this cannot be undone"),
    )
    add_store(parser)
    add_who(parser, why_needed=True)


def _with_latest(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    parser.add_argument("--last", type=int, default=5, metavar=_("NUMBER"), help=_("how many imports (default 5)"))


def _status(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.status import status

    with opened(arguments) as database:
        found = status(database, now().astimezone(zone_of(database)).date(), arguments.last)
        print(_json(found.plain()) if arguments.format == JSON else shown_status(found))
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    """1 where something is wrong, so that a script notices."""
    from tryggve.store.database.verify import verify

    progress = Progress()
    progress.step(_("Checking the store"))
    with opened(arguments) as database:
        checks, fingerprint = verify(database)
    progress.done()
    if arguments.format == JSON:
        rows = [{"check": check.name, "holds": check.holds, "faults": check.faults} for check in checks]
        print(_json({"checks": rows, "fingerprint": fingerprint}))
    else:
        print(_shown_checks(checks, fingerprint))
    return 0 if all(check.holds for check in checks) else 1


def _shown_checks(checks: list[Check], fingerprint: str) -> str:
    lines = []
    for check in checks:
        verdict = _("right") if check.holds else _("WRONG")
        lines.append(f"{verdict}: {_(check.name)}")
        lines += [f"  {fault}" for fault in check.faults]
    lines.append(_("Fingerprint of the facts: {fingerprint}").format(fingerprint=fingerprint))
    if not all(check.holds for check in checks):
        lines.append(_("Something is wrong. Restore the latest backup with tryggve restore, or ask for help."))
    return "\n".join(lines)


def _upgrade(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.actions.life import upgrade_store

    done = upgrade_store(place=place_of(arguments), by=who(arguments), why=arguments.why, at=now())
    if done.steps:
        print(_("Upgraded: {steps}").format(steps=", ".join(done.steps)))
    if done.mended:
        print(_("Views or guards were missing and were made anew: {names}").format(names=", ".join(done.mended)))
        print(_("Find out who took them away: it is in no log of the store."))
    if not done.steps and not done.mended:
        print(_("The store is up to date."))
    return 0


def _log(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.reading import events_of

    with opened(arguments) as database:
        events, zone = events_of(database, arguments.last), zone_of(database)
    if arguments.format == JSON:
        print(_json(events))
        return 0
    for event in events:
        print(shown_event(event, zone))
    return 0


def _flagged(arguments: argparse.Namespace) -> int:
    from tryggve.ingest.privacy import kind_name
    from tryggve.store.database.reading import flagged_of

    with opened(arguments) as database:
        rows = flagged_of(database)
    if arguments.format == JSON:
        print(_json(rows))
        return 0
    for row in rows:
        kinds = ", ".join(kind_name(kind) for kind in row["kinds"])
        print(f"{row['id']}\t{visible(row['report']) or '–'}\t{visible(row['organisation'])}\t{row['day']}\t{kinds}")
    if rows:
        print(_("Read a text with tryggve store read ID --why …; correct it with tryggve store correct ID."))
    else:
        print(_("No text was flagged. That does not mean that no text holds personal data."))
    return 0


def _read(arguments: argparse.Namespace) -> int:
    from tryggve.store.database.actions.reading import read_texts

    with opened(arguments) as database:
        ids = [i for text in arguments.ids for i in incidents_of(database, text)]
        rows = read_texts(database, ids=ids, by=who(arguments), why=arguments.why, at=now())
    if arguments.format == JSON:
        print(_json([{"id": row.incident, **row.words, "kinds": row.flags.split()} for row in rows]))
        return 0
    for row in rows:
        place = " / ".join(filter(None, (row.words["said_title"], row.words["said_place"])))
        print(visible(f"{row.incident}: {row.words['text']}{f' [{place}]' if place else ''}"))
    silent = sorted(set(ids) - {row.incident for row in rows})
    if silent:
        print(_("Without text: {ids}").format(ids=", ".join(map(str, silent))))
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    from tryggve.reports.area_arrivals import area_tools
    from tryggve.store.database.actions.areas_placed import place_again
    from tryggve.store.database.actions.undo import undo_batch
    from tryggve.store.database.sweep import sweep

    with opened(arguments) as database:
        for batch in sorted(set(arguments.batch), reverse=True):
            with database.writing():
                undone = undo_batch(
                    database, batch=batch, by=who(arguments), why=arguments.why, at=now(), erase=arguments.erase
                )
                place_again(database, tools=area_tools(), undone=batch)
            told = _("Number {n} was taken back. Went out: {out}. Again what they were: {back}.")
            print(told.format(n=batch, out=undone.taken_out, back=undone.given_back))
            if arguments.erase and not sweep(database):
                print(not_swept(database.vendor, "tryggve store undo --erase"))
            if undone.taken_out and not arguments.erase:
                print(_("Their words are kept as versions; --erase with the same number removes them for good."))
            if undone.kept_as_counts:
                print(_("Reports that were deleted by decision are not taken back: they stand as counts."))
            if undone.shared:
                print(_("Reports without an id that later files also held went out too: import those files again."))
    return 0


DEEDS = {
    "status": Deed(N_("show what the store holds and what is due"), _with_latest, _status),
    "verify": Deed(N_("check that the store is whole"), _common, _verify),
    "export": Deed(N_("write the facts as files for analysis"), configure_export, run_export),
    "flagged": Deed(N_("list the reports whose text a person should judge"), _common, _flagged),
    "read": Deed(N_("read the text of reports; the reading is logged"), _with_ids, _read),
    "correct": Deed(N_("correct a report, or take a name out of its text"), configure_correct, run_correct),
    "undo": Deed(N_("take an import or a correction back"), _with_batch, _undo),
    "log": Deed(N_("show who did what, when and why"), _with_last, _log),
    "upgrade": Deed(N_("carry the store forward to this version"), _no_more, _upgrade),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the deeds of `tryggve store`."""
    add_deeds(parser, DEEDS)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the chosen one."""
    return run_deed(arguments)


def _json(what: Any) -> str:
    return json.dumps(what, ensure_ascii=False, indent=2, default=str)
