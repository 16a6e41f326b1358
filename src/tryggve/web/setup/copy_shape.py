"""What a copy of an installation holds: all tables of its own database and of each municipality's."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

from tryggve.store.database.connect import Database
from tryggve.store.database.layout import TableLayout, build, table_of
from tryggve.store.database.objects import create_function
from tryggve.store.database.place import Place
from tryggve.web.core.municipal import MUNICIPAL

WORD = "installation"
"""How a copy of a whole installation begins."""

LEFT_OUT = {"django_session"}
"""Tables that no copy holds. Whoever had a copy with sessions could go on in the place of those logged in."""

Step = tuple[str, str]


class InstallationDatabase(Database):
    """The installation's own database, which Django has opened by itself."""

    def __init__(self) -> None:
        address = settings.SURROUNDINGS.database_url
        self.place = Place(url=address) if address else Place(settings.DATA)
        self.alias = DEFAULT_DB_ALIAS
        self._own = threading.local()

    def close(self) -> None:
        """Let go of it; it is opened again when it is asked."""
        connections[self.alias].close()


@dataclass(frozen=True)
class AppsShape:
    """All tables of some apps, at the steps that each of them had taken: see `Shape`."""

    word: str
    municipal: bool
    exact: bool = True
    longest: int = 1 << 26

    def _is_ours(self, app: str) -> bool:
        return (app in MUNICIPAL) == self.municipal

    def steps_of(self, database: Database) -> tuple[str, ...]:
        """See `Shape`."""
        loader = MigrationLoader(database.connection, ignore_no_migrations=True)
        taken = set(loader.applied_migrations) & set(loader.graph.nodes)
        return tuple(sorted(f"{app}.{name}" for app, name in taken if self._is_ours(app)))

    def is_known(self, steps: Sequence[str]) -> bool:
        """See `Shape`."""
        return set(map(_step, steps)) <= set(_known().graph.nodes)

    def fits(self, steps: Sequence[str]) -> bool:
        """See `Shape`. No step without those that it rests on."""
        taken = set(map(_step, steps))
        nodes = _known().graph.node_map
        rests_on = {parent.key for step in taken for parent in nodes[step].parents if self._is_ours(parent.key[0])}
        return bool(taken) and rests_on <= taken and all(self._is_ours(app) for app, _name in taken)

    def layout(self, steps: Sequence[str]) -> tuple[TableLayout, ...]:
        """See `Shape`."""
        return _layout(self.municipal, tuple(steps))

    def build(self, database: Database, steps: Sequence[str]) -> None:
        """See `Shape`."""
        if self.municipal:
            create_function(database.connection)
        build(database, _ends(steps))


OF_INSTALLATION = AppsShape("accounts", municipal=False)


def of_municipality(slug: str) -> AppsShape:
    """The shape of one municipality; it says which, so that two cannot change places."""
    return AppsShape(f"municipality {slug}", municipal=True)


@lru_cache(maxsize=4)
def _layout(municipal: bool, steps: tuple[str, ...]) -> tuple[TableLayout, ...]:
    state = _known().project_state(_ends(steps))
    made = [
        model
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    ours = [table_of(model) for model in made if (model._meta.app_label in MUNICIPAL) == municipal]
    return tuple(sorted((one for one in ours if one.name not in LEFT_OUT), key=lambda table: table.name))


@lru_cache(maxsize=1)
def _known() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


def _ends(steps: Sequence[str]) -> list[Step]:
    """The last step of each app."""
    taken, nodes = set(map(_step, steps)), _known().graph.node_map

    def goes_on(step: Step) -> bool:
        return any(child.key in taken and child.key[0] == step[0] for child in nodes[step].children)

    return sorted(step for step in taken if not goes_on(step))


def _step(text: str) -> Step:
    app, _dot, name = text.partition(".")
    return app, name
