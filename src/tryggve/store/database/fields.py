"""A text column that every engine orders alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# The class takes type arguments in its stubs alone.
if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class FactText(_Text):
    """Text ordered by code point, as SQLite and DuckDB do; PostgreSQL would use the language of the server."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Those of a text, on PostgreSQL with the collation that compares code points."""
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return {**super().db_parameters(connection), **collation}

    def deconstruct(self) -> Any:
        """For migrations: where the class is and what it was made with."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "tryggve.store.database.fields.FactText", args, kwargs
