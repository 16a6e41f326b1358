"""`tryggve explain`: from a number in a lägesbild back to its rows."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.visible_text import printable

MOST_ROWS = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve explain`."""
    parser.add_argument("id", help=_("id of a finding or a table cell, as it stands in the document"))
    parser.add_argument("folder", type=Path, metavar=_("DIR"), help=_("folder with the lägesbild"))
    parser.add_argument(
        "--facts", type=Path, metavar=_("DIR"), help=_("folder of facts, where it is not underlag in the same folder")
    )
    parser.add_argument(
        "--rows",
        type=int,
        metavar=_("NUMBER"),
        default=MOST_ROWS,
        help=_("how many rows to list (default {n})").format(n=MOST_ROWS),
    )


def run(arguments: argparse.Namespace) -> int:
    """Print filter, method, SQL, the number it gives, and the rows."""
    from tryggve.reports.evidence import FOLDER

    document = _read(arguments.folder / "lagesbild.json")
    numbers = dict(numbers_of(document))
    found = numbers.get(arguments.id)
    if found is None:
        print(_unknown(arguments.id, list(numbers)), file=sys.stderr)
        return 1
    facts = arguments.facts or arguments.folder / FOLDER
    print(_words(arguments.id, found, document))
    trace = found.get("trace")
    if trace is None:
        print(
            _("This number is taken from its source as it stands: {source}").format(source=found.get("source") or "–")
        )
        return 0
    print("\n" + _("SQL for DuckDB:") + f"\n\n{_views(facts)}\n\n{trace['sql']};\n")
    if not facts.is_dir():
        print(_("The facts are not here: they are written beside an internal lägesbild only. Give --facts FOLDER."))
        return 0
    _answer(facts, trace, arguments.rows)
    return 0


def _views(facts: Path) -> str:
    """SQL that names the files of the folder: of reports, of public figures, or of a survey."""
    from tryggve.reports import evidence
    from tryggve.reports.municipal import evidence as figures
    from tryggve.reports.survey import evidence as survey

    if survey.is_evidence(facts):
        return survey.views_sql(str(facts))
    return figures.views_sql(str(facts)) if figures.is_evidence(facts) else evidence.views_sql(str(facts))


def _read(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FileError(
            _("{folder} holds no lagesbild.json.").format(folder=path.parent),
            _("Make the lägesbild with --format json, or without --format."),
        ) from None
    except (OSError, ValueError) as error:
        raise FileError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error), _("Make it again.")
        ) from None
    if not isinstance(document, dict) or not {"format", "findings", "sections", "methods"} <= document.keys():
        raise FileError(_("{file} is no lägesbild.").format(file=path), _("Make it again."))
    return document


def numbers_of(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every finding and table cell of a lagesbild.json that has an id, in the order of the document."""
    found = [(finding["id"], finding) for finding in document["findings"]]
    for section in document["sections"]:
        for block in section["blocks"]:
            table = block if block["type"] == "table" else block.get("table")
            for row in (table or {}).get("rows", []):
                found += [(cell["id"], cell | {"source": table.get("source", "")}) for cell in row if cell.get("id")]
    return found


def _unknown(wanted: str, known: list[str]) -> str:
    near = difflib.get_close_matches(wanted, known, n=3)
    hint = _("Did you mean {ids}?").format(ids=", ".join(near)) if near else _("See the ids in the document.")
    return _("There is no number with the id {id}.").format(id=wanted) + " " + hint


def _words(number_id: str, found: dict[str, Any], document: dict[str, Any]) -> str:
    trace = found.get("trace") or {}
    methods = {method["key"]: method for method in document["methods"]}
    method = methods.get(trace.get("method") or found.get("method") or "", {})
    lines = [found["text"], _("Value: {value}").format(value=found.get("value"))]
    lines += [_("Filter: {filter}").format(filter=trace["filter"])] if trace else []
    lines += [_("Method: {method}").format(method=method["text"])] if method else []
    lines += [_("The same in Python: {call}").format(call=trace["call"])] if trace.get("call") else []
    return "\n".join([number_id, *(printable(f"  {line}") for line in lines)])


def _answer(facts: Path, trace: dict[str, Any], most: int) -> None:
    import duckdb

    with duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    ) as connection:
        connection.execute(_views(facts))
        answer = connection.execute(trace["sql"])
        head = [column[0] for column in answer.description or []]
        rows = answer.fetchall()
        if len(rows) == 1 and len(rows[0]) == 1:
            print(_("The SQL gives: {answer}").format(answer=printable(str(rows[0][0]))))
        else:
            print(_("The SQL gives:"))
            _print_rows(head, rows, most)
        if trace.get("rows_sql"):
            listed = connection.execute(trace["rows_sql"])
            print("\n" + _("Rows:"))
            _print_rows([column[0] for column in listed.description or []], listed.fetchall(), most)


def _print_rows(head: list[str], rows: list[tuple[Any, ...]], most: int) -> None:
    print("\t".join(head))
    for row in rows[:most]:
        print("\t".join("" if cell is None else printable(str(cell)) for cell in row))
    if len(rows) > most:
        print(_("… and {n} more rows (--rows {all} shows all).").format(n=len(rows) - most, all=len(rows)))
