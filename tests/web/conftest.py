"""An installation with the invented municipality and the cast, made once and copied for each test."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test import Client

from tests.web.cast import AT, CAST, make_installation
from tests.web.once import made_once
from tryggve.web.accounts.models import Account
from tryggve.web.core import municipal

KOMMUN = "exempelkommunen"


@dataclass
class Installation:
    """A running installation as a test sees it. `client("Kerstin")` is her browser, logged in."""

    folder: Path
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, name: str | None = None) -> Client:
        """The browser of one of the cast, or of somebody who is not logged in."""
        key = name or ""
        if key not in self.clients:
            client = Client(raise_request_exception=True)
            if name is not None:
                client.force_login(Account.objects.get(name=name))
            self.clients[key] = client
        return self.clients[key]

    @contextmanager
    def inside(self, slug: str = KOMMUN) -> Iterator[Any]:
        """Be in the municipality, as actions are."""
        with municipal.entered(slug) as database:
            yield database

    def url(self, rest: str = "") -> str:
        """An address in the municipality."""
        return f"/{KOMMUN}/{rest}"


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        folder.mkdir()
        with _at(folder):
            make_installation()

    return made_once(tmp_path_factory, "installation", make)


@contextmanager
def _at(folder: Path) -> Iterator[None]:
    """All of the web lies in a folder within the block."""
    municipal.forget_all()
    connections["default"].close()
    before, name = settings.DATA, connections["default"].settings_dict["NAME"]
    settings.DATA = folder
    connections["default"].settings_dict["NAME"] = str(folder / "installation.sqlite3")
    try:
        yield
    finally:
        municipal.forget_all()
        connections["default"].close()
        settings.DATA = before
        connections["default"].settings_dict["NAME"] = name


@pytest.fixture(autouse=True)
def _no_letters() -> None:
    """Nothing has been sent yet."""
    mail.outbox = []


@pytest.fixture
def installation(_template: Path, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the installation."""
    folder = tmp_path / "data"
    shutil.copytree(_template, folder)
    with _at(folder):
        yield Installation(folder)


__all__ = ["AT", "CAST", "dt"]
