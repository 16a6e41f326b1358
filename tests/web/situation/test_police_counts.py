"""The police's table of counts, uploaded at the desk, stands in the draft and in every version and format."""

from __future__ import annotations

import datetime as dt

from tests.web.cast import AT, BY
from tests.web.conftest import Installation
from tests.web.situation.adopting import DRAFT, fixed
from tests.web.situation.seed import TODAY, WEEK
from tests.web.situation.test_told import texts_of
from tryggve.reports.week.periods import read_period
from tryggve.web.incidents.actions.uploads import bring_in, keep
from tryggve.web.situation.actions.drafts import rebuild

ROWS = "kalla;period;kategori;antal\nPolisens statistik;{week};Bedrägeri;41\nPolisens statistik;{week};Cykelstöld;33\n"


def uploaded(today: dt.date = TODAY) -> None:
    upload = keep(name="polisen.csv", content=ROWS.format(week=WEEK).encode(), by=BY, at=AT, today=today)
    bring_in(upload=upload, by=BY, at=AT, today=today)
    rebuild(period=read_period(WEEK), by=BY, today=today, at=AT)


def test_it_is_in_the_draft_and_in_each_document(installation: Installation) -> None:
    with installation.inside():
        uploaded()
    page = installation.client("Anna").get(DRAFT).content.decode()
    assert "Polisens statistik" in page
    assert ">41<" in page
    fixed(installation)
    with installation.inside():
        for audience in ("internal", "shared", "area"):
            for form, text in texts_of(audience).items():
                assert (audience, form, "Polisens statistik" in text, "41" in text) == (audience, form, True, True)
