"""Bringing an areas file into the store, and saying what came of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from tryggve.cli.area_words import told_import
from tryggve.cli.place import now, opened, who
from tryggve.cli.progress import Progress
from tryggve.domain.language import _
from tryggve.ingest.visible_text import printable


def bring_in(arguments: argparse.Namespace, path: Path, *, level: str | None, vintage: str | None) -> int:
    """Bring the areas of a file in and place all reports anew."""
    from tryggve.reports.area_arrivals import area_tools, areas_file_of
    from tryggve.store.database.actions.areas import import_areas

    progress = Progress()
    progress.step(_("Reading {file}").format(file=path.name))
    with opened(arguments) as database:
        file = areas_file_of(database, path, level=level, vintage=vintage)
        # Told before anything is refused: what is wrong with the file may be why.
        for note in file.register.notes:
            print(printable(note))
        outcome = import_areas(
            database, file=file, tools=area_tools(), by=who(arguments), why=arguments.why, at=now(),
            progress=lambda n: progress.step(_("Placing {n} reports").format(n=n)),
        )  # fmt: skip
    progress.done()
    for line in told_import(outcome):
        print(printable(line))
    return 0
