"""`tryggve claims`: the claims of a programme's texts, and what public figures say of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.progress import Progress
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.reports.claims.ground import Ground
    from tryggve.reports.claims.record import Claims, Judged

PRINTED = ("text", "json", "md")
DOCUMENTS = ("html", "pdf", "xlsx")
NAME, TABLES, SCRIPTS = "pastaenden", "underlag", "skript"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `tryggve claims`."""
    parser.add_argument(
        "--figures", type=Path, action="append", default=[], metavar=_("DIR"),
        help=_("folder that tryggve fetch wrote; may be given for several municipalities"),
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=PRINTED, default="text", help=_("what is printed: text, json or md (Markdown)")
    )
    parser.add_argument(
        "--out", type=Path, metavar=_("DIR"),
        help=_("also write pages, the tables, and for each claim a script that gives its numbers again"),
    )  # fmt: skip
    parser.add_argument(
        "--place", metavar=_("NAME"), help=_("whose claims, where the catalog holds those of several municipalities")
    )


def run(arguments: argparse.Namespace) -> int:
    """Judge every claim and print what was found; with --out also write documents, tables and scripts."""
    from tryggve.catalog import names_in
    from tryggve.example.public_figures import public_figures
    from tryggve.reports.claims.ground import Ground, fetched
    from tryggve.reports.claims.judged import judge
    from tryggve.reports.claims.page import as_json, as_markdown, as_text
    from tryggve.reports.claims.record import FOLDER, claims_of

    place = arguments.place or names_in(FOLDER)[0]
    if place not in names_in(FOLDER):
        raise FileError(
            _("The catalog holds no claims of {place}.").format(place=place),
            _("Choose among {names}.").format(names=", ".join(names_in(FOLDER))),
        )
    claims = claims_of(place)
    ground = Ground(public_figures(place), fetched(arguments.figures))
    judged = judge(claims, ground)
    if arguments.out:
        for path in _write(claims, judged, ground, arguments.out):
            print(path)
        return 0
    texts = {"text": lambda: as_text(judged), "json": lambda: as_json(claims, judged).rstrip("\n")}
    print(texts.get(arguments.format, lambda: as_markdown(claims, judged).rstrip("\n"))())
    return 0


def _write(claims: Claims, judged: list[Judged], ground: Ground, out: Path) -> list[Path]:
    """The documents, the tables as CSV, and for each claim SQL that gives its numbers again without our code."""
    from tryggve.reports.claims.ground import FIGURE, tables_of, views_sql
    from tryggve.reports.claims.judged import write_tables
    from tryggve.reports.claims.page import as_json, as_markdown, as_tree
    from tryggve.reports.documents import rendered

    progress = Progress()
    for folder in (out / TABLES, out / SCRIPTS):
        folder.mkdir(parents=True, exist_ok=True)
    tables = tables_of(ground)
    write_tables(tables, out / TABLES)
    for one in judged:
        named = [*one.claim.tables, FIGURE] if one.claim.indicators else one.claim.tables
        lines = [f"-- {printable(one.claim.words)}", views_sql(TABLES, named)]
        lines += [f"-- {row.label}\n{row.sql};" for row in one.numbers]
        (out / SCRIPTS / f"{one.claim.id}.sql").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    tree = as_tree(claims, judged, ground.public.municipality)
    contents = {"json": as_json(claims, judged).encode(), "md": as_markdown(claims, judged).encode()}
    written = []
    for name in (*DOCUMENTS, *contents):
        path = out / f"{NAME}.{name}"
        progress.step(_("Writing {name}").format(name=path.name))
        path.write_bytes(contents[name] if name in contents else rendered(tree, name))
        written.append(path)
    progress.done()
    return written
