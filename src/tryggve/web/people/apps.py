"""The Django app of people: pages alone, its tables are those of accounts and core."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from tryggve.web.core.seen import logged_in
from tryggve.web.people.just_in import counts_as_confirmed


class PeopleConfig(AppConfig):
    """Pages of login, accounts and people."""

    name = "tryggve.web.people"
    label = "people"

    def ready(self) -> None:
        """From login on it is known when somebody was last here."""
        user_logged_in.connect(logged_in, dispatch_uid="seen")
        user_logged_in.connect(counts_as_confirmed, dispatch_uid="just in")
