"""Whether a municipality of the installation is sound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor

from tryggve.domain.access import Role
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, guards
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent
from tryggve.store.database.signal_models import SignalCalibration
from tryggve.web.accounts.models import Municipality
from tryggve.web.core import readiness
from tryggve.web.core.models import Letter, Membership
from tryggve.web.core.municipal import MUNICIPAL, entered
from tryggve.web.setup.findings import Finding, look, wrong

BACKUP_EVERY = dt.timedelta(days=8)
STUCK = 3


def look_at(municipality: Municipality, at: dt.datetime) -> list[Finding]:
    """All findings of one municipality."""
    name = municipality.name
    try:
        with entered(municipality.slug) as database:
            found = list(_tables(database, name))
            if not found:
                found += [
                    *_people(name, municipality.is_example), *_readiness(name, municipality.is_example),
                    *_ground(database, name), *_backup(name, at, municipality.is_example), *_letters(name),
                ]  # fmt: skip
            return found or [Finding(_("municipality"), municipality=name)]
    except (FileError, DatabaseError, OSError) as error:
        told = error.what if isinstance(error, FileError) else type(error).__name__
        return [wrong(_("database"), told, _("Restore the latest backup, or ask for help."), name)]


def _tables(database: Database, name: str) -> Iterator[Finding]:
    executor = MigrationExecutor(database.connection)
    wanted = [node for node in executor.loader.graph.leaf_nodes() if node[0] in MUNICIPAL]
    if executor.migration_plan(wanted):
        yield wrong(_("database"), _("is older than this version"), _("Start once with tryggve serve."), name)
        return
    if faults := [*guards.missing(database.connection), *guards.unknown(database.connection)]:
        told = _("guards are missing or unknown: {names}").format(names=", ".join(faults[:5]))
        yield wrong(_("database"), told, _("Run tryggve store upgrade, and find out who changed the database."), name)
    if database.vendor == "sqlite":
        with database.connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            if cursor.fetchone() != ("ok",):
                yield wrong(_("database"), _("the file is damaged"), _("Restore the latest backup."), name)


def _people(name: str, is_example: bool) -> Iterator[Finding]:
    members = Membership.objects.filter(ended=None)
    coordinators = [member.account_id for member in members if Role.COORDINATOR in member.role_set]
    if not coordinators:
        yield wrong(_("coordinators"), _("there is none"), _("Let an administrator invite one."), name)
        return
    sure = set(
        Authenticator.objects.filter(user_id__in=coordinators, type__in=["totp", "webauthn"])
        .values_list("user_id", flat=True)
    )  # fmt: skip
    without = len(set(coordinators) - sure)
    if without and not is_example:
        told = ngettext("{n} has no second factor", "{n} have no second factor", without).format(n=without)
        yield look(_("coordinators"), told, _("They are asked for one at the next login."), name)


def _readiness(name: str, is_example: bool) -> Iterator[Finding]:
    if not is_example and not readiness.is_open():
        yield look("Driftstart", _("is not done: no live reports are taken in"), _("A coordinator fills it in."), name)


def _ground(database: Database, name: str) -> Iterator[Finding]:
    if register_of(database) is None:
        yield look(_("areas"), _("there are none"), _("Bring in an areas file under Settings."), name)
    if not SignalCalibration.objects.exists():
        yield look(
            _("signals"), _("there is no calibration, so none is shown"),
            _("The worker makes one by itself where there are reports of a year; see the page of signals."), name,
        )  # fmt: skip


def _backup(name: str, at: dt.datetime, is_example: bool) -> Iterator[Finding]:
    latest = AuditEvent.objects.filter(action=str(audit.Action.BACKUP)).order_by("-at").first()
    if not is_example and (latest is None or at - latest.at > BACKUP_EVERY):
        told = _("none is noted") if latest is None else _("the latest is of {day}").format(day=f"{latest.at:%Y-%m-%d}")
        yield look(_("backup"), told, _("See docs/sv/drift/gallring-och-backup.md."), name)


def _letters(name: str) -> Iterator[Finding]:
    stuck = Letter.objects.filter(failed__gte=STUCK).count()
    if stuck:
        told = ngettext("{n} letter does not go", "{n} letters do not go", stuck).format(n=stuck)
        yield wrong(_("e-mail"), told, _("Check TRYGGVE_EMAIL_URL and that the mail server answers."), name)
