"""Rows that are written once: history that can be changed is none."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete what has been written down."""


class AppendOnlyRows(models.QuerySet[Row]):
    """Rows that can be read and added."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError(self.model.__name__)

    def delete(self) -> NoReturn:
        """Never."""
        raise AppendOnlyError(self.model.__name__)


class AppendOnlyManager(models.Manager[Row]):
    """Hands out such rows."""

    def get_queryset(self) -> AppendOnlyRows[Row]:
        """All rows."""
        return AppendOnlyRows(self.model, using=self._db)


class AppendOnly(models.Model):
    """A row that is added and then stands."""

    objects = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once."""
        if not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError(type(self).__name__)
