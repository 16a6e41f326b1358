"""Writes to the installation: accounts and municipalities. What somebody is in a municipality is written there."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.core.management import call_command
from django.db import transaction

from tryggve.store.database import audit
from tryggve.store.database.actions.life import make_store
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import municipal

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""None that is taken for another when it is read aloud or written down."""


def prepare(*, progress: Callable[[str], object] = str) -> None:
    """Carry the installation and every municipality of it forward to this version; `progress` hears their slugs."""
    call_command("migrate", database="default", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    for slug in Municipality.objects.values_list("slug", flat=True):
        progress(slug)
        with municipal.entered(slug) as database:
            municipal.make_tables(database)


def add_account(
    *, name: str, email: str, at: dt.datetime, username: str = "", secret: str | None = None, digest: str = ""
) -> Account:
    """A new account; without an address a reporter's, whose code is drawn. `secret` is a password or a PIN.

    `digest` is a password that was made into one already, by somebody who had to wait with the account.
    """
    account = Account(
        username=username or (email.casefold() if email else new_code()),
        email=email.casefold(),
        name=name,
        created_at=at,
    )
    if digest:
        account.password = digest
    elif secret is None:
        account.set_unusable_password()
    else:
        account.set_password(secret)
    account.save(force_insert=True)
    return account


def new_code() -> str:
    """What a reporter logs in with: `R-7F3K-92QX`, never a name."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"R-{drawn[:4]}-{drawn[4:]}"


def make_municipality(
    *, slug: str, name: str, by: str, at: dt.datetime, crs: str = "EPSG:3006", zone: str = "Europe/Stockholm"
) -> None:
    """The empty database of a municipality that nobody reaches yet. FileError where there already is one."""
    place = municipal.place_of(slug)
    make_store(place=place, municipality=name, crs=crs, zone=zone, by=by, why="", at=at).close()
    with municipal.entered(slug) as database:
        municipal.make_tables(database)
        with database.writing():
            audit.record(database, audit.Action.ENTER, by=by, at=at, slug=slug)


def open_municipality(*, slug: str, name: str, at: dt.datetime, is_example: bool = False) -> Municipality:
    """From now on its pages are reached."""
    with transaction.atomic(using="default"):
        return Municipality.objects.create(slug=slug, name=name, is_example=is_example, created_at=at)


def add_municipality(
    *, slug: str, name: str, by: str, at: dt.datetime, crs: str = "EPSG:3006", zone: str = "Europe/Stockholm",
    is_example: bool = False,
) -> Municipality:  # fmt: skip
    """A municipality with an empty database of its own. FileError where there already is one at its place."""
    make_municipality(slug=slug, name=name, by=by, at=at, crs=crs, zone=zone)
    return open_municipality(slug=slug, name=name, at=at, is_example=is_example)
