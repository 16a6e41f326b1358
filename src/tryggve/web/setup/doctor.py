"""Whether the installation is sound. Everything is only looked at; nothing is changed."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.web.accounts.models import Municipality
from tryggve.web.setup.doctor_municipal import look_at
from tryggve.web.setup.findings import Finding, State, look, wrong
from tryggve.web.setup.models import JobRun, Unfinished
from tryggve.web.setup.ready import unprepared
from tryggve.web.setup.work_log import last_beat

LEAST_FREE = 1 << 30
WORKER_LATE = dt.timedelta(minutes=5)
MOST_FAILURES = 3
TRIED = ((3, 11), (3, 12), (3, 13))


def examine(at: dt.datetime) -> list[Finding]:
    """All findings, those of the installation first."""
    found = [*_python(), *_folder(), *_disk(at), *_keys()]
    database = list(_database())
    found += [*database, *_static(), *_hosts(), *_proxy(), *_mail()]
    if all(finding.state is State.RIGHT for finding in database):
        found += [*_worker(at), *_jobs(), *_unfinished()]
        for one in Municipality.objects.all():
            found += look_at(one, at)
    return found


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] in TRIED:
        yield Finding("Python", told=version)
    else:
        yield look("Python", version, _("Tried with {versions}.").format(versions="3.11–3.13"))


def _open_to_others(path: Path) -> bool:
    return sys.platform != "win32" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _folder() -> Iterator[Finding]:
    what, data = _("data folder"), Path(settings.DATA)
    if not data.is_dir():
        yield wrong(what, _("{folder} does not exist").format(folder=data), _("Start once with tryggve serve."))
        return
    if _open_to_others(data):
        yield wrong(what, _("others on this machine can open {folder}").format(folder=data), f"chmod 700 {data}")
    else:
        yield Finding(what, told=str(data))
    for file in sorted(data.glob("*.sqlite3")) + sorted(data.glob("kommuner/*/tryggve.sqlite3")):
        if _open_to_others(file):
            yield wrong(what, _("others can read {file}").format(file=file), f"chmod 600 {file}")


def _keys() -> Iterator[Finding]:
    what, folder = _("keys"), Path(settings.DATA) / "keys"
    paths = [folder, *folder.glob("*")] if folder.is_dir() else []
    opened = [path for path in paths if _open_to_others(path)]
    for path in opened:
        mode = "700" if path.is_dir() else "600"
        yield wrong(what, _("others can read {file}").format(file=path), f"chmod {mode} {path}")
    if not paths:
        yield look(what, _("there are none yet"), _("They are made at the first start."))
    elif not opened:
        yield Finding(what)


def _disk(at: dt.datetime) -> Iterator[Finding]:
    data = Path(settings.DATA)
    if not data.is_dir():
        return
    free = shutil.disk_usage(data).free
    told = _("{n} MB free").format(n=free >> 20)
    yield (
        Finding(_("disk"), told=told)
        if free >= LEAST_FREE
        else wrong(_("disk"), told, _("Make room: a full disk stops reports from coming in."))
    )
    file = data / "installation.sqlite3"
    if file.is_file():
        written = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
        if written > at + dt.timedelta(minutes=5):
            told = _("the data were written at {time}, which has not come yet").format(time=f"{written:%Y-%m-%d %H:%M}")
            yield wrong(_("clock"), told, _("Set the clock of the machine right: logins and time limits depend on it."))


def _database() -> Iterator[Finding]:
    what = _("database of the installation")
    try:
        if unprepared():
            yield wrong(what, _("is missing or older than this version"), _("Start once with tryggve serve."))
            return
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, FileError) as error:
        told = _("does not answer ({kind})").format(kind=type(error).__name__)
        yield wrong(what, told, _("Check that the server is up, and TRYGGVE_DATABASE_URL."))
        return
    yield Finding(what, told=connections["default"].vendor)


def _static() -> Iterator[Finding]:
    what = _("static files")
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Finding(what)
    else:
        yield wrong(what, _("are not gathered"), _("Start once with tryggve serve."))


def _hosts() -> Iterator[Finding]:
    what, hosts = "TRYGGVE_ALLOWED_HOSTS", settings.SURROUNDINGS.hosts
    if "*" in hosts:
        yield wrong(what, _("answers to any name"), _("Name the names under which the site is reached."))
    else:
        yield Finding(what, told=", ".join(hosts))


def _proxy() -> Iterator[Finding]:
    what = "TRYGGVE_TRUSTED_PROXY"
    own = {"localhost", "127.0.0.1", "[::1]"}
    if settings.SURROUNDINGS.behind_proxy:
        yield Finding(what, told="1")
    elif set(settings.SURROUNDINGS.hosts) <= own:
        yield Finding(what, told=_("not needed: this machine alone"))
    else:
        yield wrong(
            what, _("is not set: cookies are not marked as secure, and all seem to come from the proxy"),
            _("Put a reverse proxy with TLS in front and set it to 1."),
        )  # fmt: skip


def _mail() -> Iterator[Finding]:
    what = "TRYGGVE_EMAIL_URL"
    if not settings.EMAIL_HOST:
        yield look(what, _("no e-mail is sent"), _("Name a mail server where reminders and answers are to go out."))
    elif not settings.SURROUNDINGS.email_from:
        yield wrong("TRYGGVE_EMAIL_FROM", _("is not set"), _("Write the address that e-mail comes from."))
    else:
        yield Finding(what, told=settings.EMAIL_HOST)


def _worker(at: dt.datetime) -> Iterator[Finding]:
    what, beat = _("background worker"), last_beat()
    if beat is not None and at - beat <= WORKER_LATE:
        yield Finding(what, told=_("was there at {time}").format(time=f"{beat:%Y-%m-%d %H:%M} UTC"))
        return
    told = _("has never been there") if beat is None else _("was last there at {time}").format(time=f"{beat:%F %R} UTC")
    yield wrong(what, told, _("Start tryggve serve, or tryggve worker where the database is PostgreSQL."))


def _jobs() -> Iterator[Finding]:
    for run in JobRun.objects.filter(failures__gte=MOST_FAILURES):
        told = _("{job} has failed {n} times").format(job=run.job, n=run.failures)
        yield wrong(_("background work"), told, _("See the log of the worker for what kind of error."), run.slug)


def _unfinished() -> Iterator[Finding]:
    for slug in Unfinished.objects.values_list("slug", flat=True):
        told = _("the making of {name} was interrupted").format(name=slug)
        yield look(_("set-up"), told, _("The next start takes away what is left of it."))
