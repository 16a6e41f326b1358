"""The fourth step as it is."""

from importlib import import_module

Migration = import_module("tryggve.store.database.migrations.0004_report_days").Migration
