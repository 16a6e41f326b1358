"""`tryggve store correct`: a person mends a report, most often a text with a name in it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tryggve.cli.place import add_store, add_who, now, opened, who
from tryggve.cli.reading import flag_texts
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.store.database.connect import Database


def configure_correct(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("id", type=int, metavar=_("ID"), help=_("id of the report"))
    text = parser.add_mutually_exclusive_group()
    text.add_argument("--text", metavar=_("TEXT"), help=_("the text as it should be"))
    text.add_argument("--mask-text", action="store_true", help=_("put the kind in place of the personal data found"))
    text.add_argument("--remove-text", action="store_true", help=_("take the text away"))
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
    from tryggve.domain.category import category_of
    from tryggve.store.database.actions.correct import Correction, correct_incident

    category = None if arguments.category is None else category_of(arguments.category)
    if arguments.category is not None and category is None:
        raise FileError(
            _("There is no category {name}.").format(name=arguments.category),
            _("The codes stand in the glossary of the lägesbild, such as klotter."),
        )
    with opened(arguments) as database:
        text = _text(arguments, database)
        if text is None and category is None and arguments.severity is None and not arguments.erase:
            raise FileError(_("Nothing was to be corrected."), _("Give --mask-text, --text, --category or --severity."))
        correction = Correction(
            text,
            flag_texts(Coded.of([text or ""]))[0],
            category=category,
            severity=arguments.severity,
            erase=arguments.erase,
        )
        batch = correct_incident(
            database, incident=arguments.id, correction=correction, by=who(arguments), why=arguments.why, at=now()
        )
    print(_("Report {id} was corrected (batch {n}).").format(id=arguments.id, n=batch))
    if not arguments.erase:
        print(_("What it said before is kept; tryggve store undo {n} takes the correction back.").format(n=batch))
    return 0


def _text(arguments: argparse.Namespace, database: Database) -> str | None:
    from tryggve.ingest.privacy import mask
    from tryggve.store.database.actions.reading import read_texts

    if arguments.remove_text:
        return ""
    if not arguments.mask_text:
        return str(arguments.text) if arguments.text is not None else None
    found = read_texts(database, ids=[arguments.id], by=who(arguments), why=arguments.why, at=now())
    return mask(found[0][1]) if found else None
