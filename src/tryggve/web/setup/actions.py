"""A municipality is made from what was filled in, in one go: whatever stops it half-way leaves nothing behind."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections, transaction

from tryggve.domain.access import Role
from tryggve.domain.area import AreaRegister
from tryggve.domain.row_error import FileError
from tryggve.store.database.areas import register_of
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import municipal
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.actions.installation import add_account, make_municipality, open_municipality
from tryggve.web.core.actions.people import add_member, add_organisation
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.setup.bring_in import bring_areas, bring_promises
from tryggve.web.setup.models import Unfinished
from tryggve.web.setup.organisations import Wanted, reporters_of

BY = "tryggve serve"
"""How the log names the set-up: whoever had the code from the terminal."""


@dataclass(frozen=True)
class Coordinator:
    """The first coordinator. `digest` is the password made into one; `account` one that is there already."""

    name: str
    email: str
    organisation: str
    digest: str = ""
    account: Account | None = None


@dataclass(frozen=True)
class Wish:
    """All that a municipality is made of."""

    slug: str
    name: str
    zone: str
    crs: str
    organisations: Sequence[Wanted]
    coordinator: Coordinator
    cadence: dict[str, object]
    areas: tuple[str, str, AreaRegister] | None = None


def make(*, wish: Wish, at: dt.datetime) -> Municipality:
    """Make the municipality with all that was wished, or nothing of it. FileError where something does not fit."""
    clear_unfinished()
    Unfinished.objects.create(slug=wish.slug, begun_at=at)
    try:
        make_municipality(slug=wish.slug, name=wish.name, by=BY, at=at, crs=wish.crs, zone=wish.zone)
        with transaction.atomic(using="default"):
            person = wish.coordinator
            account = person.account or add_account(name=person.name, email=person.email, at=at, digest=person.digest)
            with municipal.entered(wish.slug):
                _fill(wish, account, at)
            made = open_municipality(slug=wish.slug, name=wish.name, at=at)
            Unfinished.objects.filter(slug=wish.slug).delete()
        return made
    except BaseException:
        clear_unfinished()
        raise


def _fill(wish: Wish, account: Account, at: dt.datetime) -> None:
    if wish.areas is not None:
        name, sha256, register = wish.areas
        bring_areas(name=name, sha256=sha256, register=register, by=BY, at=at)
    for one in {one.name: one for one in reversed(wish.organisations)}.values():
        add_organisation(name=one.name, kind=one.kind, private=one.private, by=BY, at=at)
    promises, errors = reporters_of(wish.organisations, register_of(here()), at.date())
    if errors:
        raise FileError(f"{errors[0].value}: {errors[0].what}", errors[0].how)
    bring_promises(reporters=promises, by=BY, at=at)
    unit = Organisation.objects.filter(name=wish.coordinator.organisation).first()
    unit = unit or add_organisation(
        name=wish.coordinator.organisation, kind="municipality", private=False, by=BY, at=at
    )
    add_member(account=account, organisation=unit, roles=[Role.COORDINATOR], by=BY, at=at)
    choose(name="cadence", value=wish.cadence, by=BY, at=at)


def clear_unfinished() -> list[str]:
    """Take away what is left of municipalities whose making was interrupted; never one that is in use."""
    gone = []
    for slug in Unfinished.objects.values_list("slug", flat=True):
        if not Municipality.objects.filter(slug=slug).exists():
            _remove(slug)
            gone.append(slug)
        Unfinished.objects.filter(slug=slug).delete()
    return gone


def _remove(slug: str) -> None:
    municipal.forget_all()
    place = municipal.place_of(slug)
    if place.folder is not None:
        shutil.rmtree(place.folder, ignore_errors=True)
        return
    with connections["default"].cursor() as cursor:
        # The slug is checked by place_of: letters, digits and hyphens alone.
        cursor.execute(f'DROP SCHEMA IF EXISTS "kommun_{slug.replace("-", "_")}" CASCADE')
