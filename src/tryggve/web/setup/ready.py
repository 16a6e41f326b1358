"""An installation is made ready for use: folder, tables, static files. Running it again changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.web.accounts.models import Municipality
from tryggve.web.core import municipal
from tryggve.web.core.actions.installation import prepare
from tryggve.web.setup.actions import clear_unfinished


def make_ready(progress: Callable[[str], object] = str) -> None:
    """Carry everything forward to this version. FileError where the folder is not for this, or may not be used."""
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(data, os.W_OK | os.X_OK):
        raise FileError(_("{folder} may not be written to.").format(folder=data), _("Choose another with --data DIR."))
    private_database()
    progress(_("Preparing the installation"))
    prepare(progress=lambda slug: progress(_("Preparing {name}").format(name=slug)))
    refuse_mixing()
    clear_unfinished()
    progress(_("Gathering static files"))
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    let_go()


def let_go() -> None:
    """Close all databases: a process that is started by this one must not share their connections."""
    municipal.forget_all()
    connections.close_all()


def private_database() -> None:
    """The file of the installation's database is there, and nobody but its owner reads it."""
    if not settings.SURROUNDINGS.database_url:
        os.close(os.open(Path(settings.DATA) / "installation.sqlite3", os.O_RDWR | os.O_CREAT, 0o600))


def refuse_mixing() -> None:
    """The invented municipality, whose passwords all can read, is never served beside a real one, or as one."""
    if Municipality.objects.filter(is_example=not settings.EXAMPLE).exists():
        raise FileError(
            _("{folder} holds a real municipality.").format(folder=settings.DATA)
            if settings.EXAMPLE
            else _("{folder} holds the example.").format(folder=settings.DATA),
            _("Choose another folder with --data DIR: the example is kept apart."),
        )


def refuse_unready() -> None:
    """FileError where nothing has been made ready here."""
    if unprepared():
        raise FileError(
            _("There is no installation of this version in {folder}.").format(folder=settings.DATA),
            _("Start it once with tryggve serve."),
        )


def unprepared() -> bool:
    """Whether the tables of the installation are missing, or older than this version."""
    file = Path(settings.DATA) / "installation.sqlite3"
    if not settings.SURROUNDINGS.database_url and not file.is_file():
        return True
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
