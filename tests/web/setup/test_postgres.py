"""The same installation on a PostgreSQL server: a schema for each municipality, a lock for each worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores import Postgres

SCRIPT = """
import datetime as dt, json, threading
import django
django.setup()
from django.db import connections
from django.utils import timezone
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import entered
from tryggve.web.setup import actions, worker
from tryggve.web.setup.models import Unfinished
from tryggve.web.setup.ready import make_ready
from tryggve.web.core.alone import alone_in

def schemas():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'kommun%' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]

def elsewhere():
    with alone_in("norra-byn") as alone:
        found.append(alone)
    connections.close_all()

at, found = timezone.now(), []
make_ready()
for slug in ("norra-byn", "sodra"):
    person = actions.Coordinator("Kim", "kim@example.org", "Kansliet " + slug, account=actions.Account.objects.first())
    wish = actions.Wish(slug, slug, "Europe/Stockholm", "EPSG:3006", [], person, {"cadence": "weekly"})
    actions.make(wish=wish, at=at)
units = {}
for slug in ("norra-byn", "sodra"):
    with entered(slug):
        units[slug] = [one.name for one in Organisation.objects.all()]
Unfinished.objects.create(slug="halv", begun_at=at)
actions.make_municipality(slug="halv", name="halv", by="x", at=at)
before = schemas()
gone = actions.clear_unfinished()
with alone_in("norra-byn") as alone:
    found.append(alone)
    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
worker.run(stop=threading.Event(), once=True)
print(json.dumps({"units": units, "before": before, "after": schemas(), "gone": gone, "locks": found}))
"""


@pytest.mark.postgres
def test_an_installation_on_postgres(postgres: Postgres, tmp_path: Path) -> None:
    place = postgres.place(empty=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRYGGVE_")}
    environment |= {"TRYGGVE_DATABASE_URL": place.url, "TRYGGVE_DATA": str(tmp_path / "data")}
    environment["DJANGO_SETTINGS_MODULE"] = "tryggve.web.settings"
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, env=environment, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["units"] == {"norra-byn": ["Kansliet norra-byn"], "sodra": ["Kansliet sodra"]}
    assert told["before"] == ["kommun_halv", "kommun_norra_byn", "kommun_sodra"]
    assert told["after"] == ["kommun_norra_byn", "kommun_sodra"]
    assert told["gone"] == ["halv"]
    assert told["locks"] == [True, False]
    environment.pop("DJANGO_SETTINGS_MODULE")
    doctor = subprocess.run(
        [sys.executable, "-m", "tryggve", "doctor", "--format", "json"], capture_output=True, text=True, timeout=60,
        env=environment, check=False,
    )  # fmt: skip
    assert [one for one in json.loads(doctor.stdout) if one["state"] == "wrong"] == []
    assert doctor.returncode == 0
