"""A lägesbild out of a store, as the command line asks for it: what is asked is logged, what is published is noted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.ground import request_of
from tryggve.cli.place import now, opened, who
from tryggve.cli.progress import Progress
from tryggve.domain.language import _
from tryggve.domain.period import Period

if TYPE_CHECKING:
    from tryggve.reports.request import Material, Request
    from tryggve.stats.disclosure.spans import Released
    from tryggve.store.files import FileStore


@contextmanager
def store_ground(
    arguments: argparse.Namespace, period: Period, out: Path, progress: Progress
) -> Iterator[tuple[FileStore, Material, Request]]:
    """The facts of this moment, copied from the store, and what is asked of them. The making is logged."""
    from tryggve.reports.from_database import whole_material_of
    from tryggve.reports.scope import scope_of
    from tryggve.reports.tree import Audience
    from tryggve.store.database.actions.reading import note_report
    from tryggve.store.database.engine import DatabaseStore

    progress.step(_("Reading the store"))
    with opened(arguments) as database:
        by = who(arguments)
        # Logged before anything is read: a report that could not be made was asked for all the same.
        note_report(
            database, by=by, at=now(), why=arguments.why, period=period.label, audience=arguments.audience,
            scope=arguments.scope or "", folder=out.name,
        )  # fmt: skip
        files = DatabaseStore(database).copied()
        material = whole_material_of(
            database, files, period, Audience(arguments.audience), arguments.municipality,
            looking=lambda: progress.step(_("Looking for signals")),
        )  # fmt: skip
    with files:
        scope = scope_of(arguments.scope, material.register, material.levels)
        yield files, material, request_of(arguments, period, scope)


def remember_published(arguments: argparse.Namespace, material: Material, numbers: Sequence[Released]) -> None:
    """Note in the log of the store what a public version will say, before it is written."""
    from tryggve.store.database.actions.publishing import note_published

    after = max((number.edition for number in material.published), default=0)
    with opened(arguments) as database:
        note_published(
            database, numbers, after=after, by=who(arguments), at=now(), why=arguments.why, period=arguments.period
        )
