"""The Django app of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tables of the installation."""

    name = "tryggve.web.accounts"
    label = "accounts"
