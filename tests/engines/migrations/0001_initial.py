"""The first step as it is."""

from importlib import import_module

Migration = import_module("tryggve.store.database.migrations.0001_initial").Migration
