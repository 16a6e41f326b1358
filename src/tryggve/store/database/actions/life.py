"""A store is made, and carried to a new version."""

from __future__ import annotations

import datetime as dt

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, meta, upgrade
from tryggve.store.database.connect import Database, connect
from tryggve.store.database.place import Place


def make_store(*, place: Place, municipality: str, crs: str, zone: str, by: str, why: str, at: dt.datetime) -> Database:
    """An open, empty store. FileError where there already is one: it is left as it is."""
    database = connect(place, create=True)
    try:
        with upgrade.upgrading(database):
            if meta.read(database, meta.Fact.CRS):
                raise FileError(
                    _("There already is a store in {place}.").format(place=place.shown),
                    _("Use it with --store, or choose another folder."),
                )
            meta.write(database, meta.Fact.MUNICIPALITY, municipality)
            meta.write(database, meta.Fact.ZONE, zone)
            audit.record(database, audit.Action.INIT, by=by, at=at, why=why, version=__version__, crs=crs, zone=zone)
            meta.write(database, meta.Fact.CRS, crs)
        return database
    except BaseException:
        database.close()
        raise


def upgrade_store(*, place: Place, by: str, why: str, at: dt.datetime) -> upgrade.Upgraded:
    """Carry a store forward to this version, and make views and guards that are missing. FileError for a newer one."""
    with connect(place) as database, upgrade.upgrading(database) as done:
        if done.steps or done.mended:
            audit.record(
                database, audit.Action.UPGRADE, by=by, at=at, why=why, version=__version__, steps=list(done.steps),
                mended=list(done.mended),
            )  # fmt: skip
        return done
