"""Which database a table lies in: the installation's, or that of the municipality a request has entered."""

from __future__ import annotations

from typing import Any

from django.db import models

from tryggve.web.core.municipal import MUNICIPAL, here


class Router:
    """Municipal tables are reached only inside `entered`: the wall is a database, not a condition in a query."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """The alias to read from."""
        if model._meta.app_label not in MUNICIPAL:
            return "default"
        # What was read from a database goes on belonging to it: the store's own commands enter no municipality.
        held = hints.get("instance")
        if held is not None and held._state.db:
            return str(held._state.db)
        return here().alias

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """The alias to write to."""
        return self.db_for_read(model, **hints)

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool | None:
        """Only within a database."""
        return one._state.db == other._state.db or None in (one._state.db, other._state.db)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Municipal tables are made in municipalities, all others in the installation."""
        return (app_label in MUNICIPAL) != (db == "default")
