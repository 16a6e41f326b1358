"""The Django app of people: pages alone, its tables are those of accounts and core."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Pages of login, accounts and people."""

    name = "tryggve.web.people"
    label = "people"
