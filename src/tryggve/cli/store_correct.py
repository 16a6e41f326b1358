"""`tryggve store correct`: a person mends a report, most often a text with a name in it."""

from __future__ import annotations

import argparse
import difflib
from typing import TYPE_CHECKING, Any

from tryggve.cli.place import add_store, add_who, incidents_of, now, opened, visible, who
from tryggve.cli.retention_words import not_swept
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.store.database.connect import Database


def configure_correct(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("id", metavar=_("ID"), help=_("number in the store, or the report's own id"))
    text = parser.add_mutually_exclusive_group()
    text.add_argument("--text", metavar=_("TEXT"), help=_("the text as it should be"))
    text.add_argument(
        "--mask-text",
        action="store_true",
        help=_("put the kind in place of the personal data found in text, place and title"),
    )
    text.add_argument("--remove-text", action="store_true", help=_("take text, place and title in words away"))
    parser.add_argument("--category", metavar=_("CATEGORY"), help=_("code or name of the category"))
    parser.add_argument("--severity", type=int, choices=range(6), metavar="0-5", help=_("severity, 0 for unknown"))
    parser.add_argument(
        "--erase",
        action="store_true",
        help=_("remove the text from all earlier versions too; this cannot be undone (backups keep what they hold)"),
    )
    add_store(parser)
    add_who(parser, why_needed=True)


def run_correct(arguments: argparse.Namespace) -> int:
    """Correct one report and say how to take it back."""
    from tryggve.ingest.privacy import flag_texts, kind_name
    from tryggve.store.database.actions.correct import Corrected, correct_incident
    from tryggve.store.database.sweep import sweep

    with opened(arguments) as database:
        incident = _the_one(database, arguments.id)
        words, seen = _words(arguments, database, incident)
        values = _facts(arguments) | words
        if not values and not arguments.erase:
            raise FileError(
                _("Nothing was to be corrected."),
                _(
                    "Give --mask-text, --text, --remove-text, --category or --severity. Time, place and number are "
                    "corrected in the file, which is then imported again."
                ),
            )
        corrected = Corrected(values, flag_texts, seen, arguments.erase)
        batch, flags = correct_incident(
            database, incident=incident, corrected=corrected, by=who(arguments), why=arguments.why, at=now()
        )
        swept = not arguments.erase or sweep(database)
        vendor = database.vendor
    print(_("Report {id} was corrected (batch {n}).").format(id=incident, n=batch))
    if not swept:
        print(not_swept(vendor, "tryggve store correct --erase"))
    elif arguments.erase:
        print(_("What its words were before is erased for good. Backups keep what they hold."))
    else:
        print(_("What it said before is kept; tryggve store undo {n} takes the correction back.").format(n=batch))
    if flags:
        left = ", ".join(kind_name(kind) for kind in flags.split())
        print(_("Left for you to judge: {kinds}. Read the text.").format(kinds=left))
    return 0


def _the_one(database: Database, text: str) -> int:
    found = incidents_of(database, text)
    if len(found) > 1:
        raise FileError(
            _("Several reports have the id {id}: {numbers}.").format(
                id=visible(text), numbers=", ".join(map(str, found))
            ),
            _("Give the number of one of them."),
        )
    return found[0]


def _facts(arguments: argparse.Namespace) -> dict[str, Any]:
    from tryggve.domain.category import categories, category_of

    found: dict[str, Any] = {} if arguments.severity is None else {"severity": arguments.severity}
    if arguments.category is not None:
        category = category_of(arguments.category)
        if category is None:
            near = difflib.get_close_matches(arguments.category.casefold(), categories(), n=3)
            raise FileError(
                _("There is no category {name}.").format(name=visible(arguments.category)),
                _("Did you mean {names}?").format(names=", ".join(near))
                if near
                else _("Use one of: {names}.").format(names=", ".join(categories())),
            )
        found["category"] = category
    return found


def _words(arguments: argparse.Namespace, database: Database, incident: int) -> tuple[dict[str, str], dict[str, str]]:
    """The words as they should be (text, place and title: a name can stand in any), and those they were made from."""
    from tryggve.ingest.privacy import mask
    from tryggve.ingest.privacy_patterns import PersonalData
    from tryggve.store.database.actions.reading import read_texts

    if arguments.text is not None:
        return {"text": str(arguments.text)}, {}
    if not arguments.mask_text and not arguments.remove_text:
        return {}, {}
    found = read_texts(database, ids=[incident], by=who(arguments), why=arguments.why, at=now())
    said = found[0].words if found else {}
    if arguments.remove_text:
        return dict.fromkeys((name for name, words in said.items() if words), ""), said
    # A place may be an address, which is what it is there for.
    spared = {"text": frozenset[PersonalData]()}
    masked = {name: mask(words, spared.get(name, frozenset({PersonalData.ADDRESS}))) for name, words in said.items()}
    changed = {name: words for name, words in masked.items() if words != said[name]}
    if not changed:
        raise FileError(
            _("Nothing that can be masked was found in report {id}.").format(id=incident),
            _("Read it with tryggve store read, and give --text TEXT or --remove-text."),
        )
    return changed, said
