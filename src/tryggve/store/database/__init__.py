"""The store that remembers: a small Django app that owns the tables, on SQLite or PostgreSQL; no web is needed."""

from __future__ import annotations

from tryggve.store.database.settings import configure

# Models can be imported only when Django knows its apps: whoever imports anything here need not think of it.
configure()
