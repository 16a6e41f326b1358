"""Rounds of early signs of the town of `access_town`, one in each state; an area has one that goes on at a time."""

from __future__ import annotations

import datetime as dt

from tests.web.access_town_people import FAR, Parts
from tests.web.areas import material
from tests.web.conftest import Installation
from tryggve.domain.early_signs import shipped
from tryggve.web.areas.actions import rating, rounds
from tryggve.web.areas.models import Round


def add_rounds(parts: Parts, installation: Installation, now: dt.datetime) -> None:
    """All of them; in each, Pelle and Sara are the raters."""
    with installation.inside():
        areas = [material.OneArea("district", f"A{n}", f"Område {n}") for n in range(1, 6)]
        half = material.begun(area=areas[1], at=now)
        rating.write_answers(round=half.pk, told=material.said(material.FIRST), anyway=False,
                             by=material.member("Pelle"), at=now)  # fmt: skip
        rating.lock(round=half.pk, by=material.member("Pelle"), at=now)
        made = {
            "judged": material.begun(area=areas[0], at=now), "half": half,
            "locked": material.locked(area=areas[2], at=now), "agreed": material.agreed(area=areas[3], at=now),
            "stopped": material.locked(area=areas[4], at=now),
        }  # fmt: skip
        rounds.stop(round=made["stopped"].pk, why="En av dem har slutat", by="Kerstin", at=now)
    parts |= {f"round.{state}": {"pk": one.pk, "group": "norms"} for state, one in made.items()}
    with installation.inside("grannkommunen"):
        Round.objects.create(pk=FAR, division="district", area="A1", area_name="Grannens", day=now.date(),
                             asked=shipped().as_kept(), limit=0.4, made_at=now, made_by="Olle")  # fmt: skip
    parts["round.neighbour"] = {"pk": FAR, "group": "norms"}
