"""Signals to judge: who sees them, what their pages say and never show, decisions and the record."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.web.cast import AT
from tests.web.conftest import Installation
from tests.web.situation.signal_seed import SECRET_TEXT, TODAY
from tests.web.situation.signal_town import _signal_template, first_signal, town  # noqa: F401
from tryggve.store.database.actions.signals import note_signal
from tryggve.store.database.models import AuditEvent, Incident
from tryggve.store.database.signal_models import Signal, SignalNote
from tryggve.web.core import clock
from tryggve.web.core.actions.choices import choose
from tryggve.web.situation.actions.looking import BusyError, look
from tryggve.web.situation.models import SignalLook
from tryggve.web.situation.signal_views import QUERIES
from tryggve.web.situation.signal_work import look_for_signals


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


def page(town: Installation, who: str, rest: str) -> str:  # noqa: F811
    answer = town.client(who).get(town.url(rest))
    assert answer.status_code == 200, (who, rest, answer.status_code)
    return answer.content.decode()


def decide(town: Installation, name: str, who: str = "Kerstin", **said: str) -> Any:  # noqa: F811
    told = {"decision": "watch", "why": "Ungdomsgården har stängt, fältarna är där."} | said
    return town.client(who).post(town.url(f"signaler/{name}/bedom/"), told)


def notes(town: Installation) -> list[tuple[str, str]]:  # noqa: F811
    with town.inside():
        return list(SignalNote.objects.order_by("id").values_list("by", "verdict"))


def test_the_list_and_its_signal_are_for_those_who_read_signals(town: Installation) -> None:  # noqa: F811
    name = first_signal(town)
    paths = ("signaler/", f"signaler/{name}/", f"signaler/{name}/karta.json", "signaler/facit/")
    for path in paths:
        for who in ("Kerstin", "Anna"):
            assert town.client(who).get(town.url(path)).status_code == 200, (who, path)
        for who in ("Pelle", "Rut", "Vera", "Rolf", "Adam"):
            assert town.client(who).get(town.url(path)).status_code == 403, (who, path)
        assert town.client("Olle").get(town.url(path)).status_code == 404
    assert town.client("Anna").post(town.url("signaler/titta/")).status_code == 403
    assert decide(town, name, "Anna").status_code == 403
    assert town.client("Kerstin").get(town.url("signaler/finns-inte/")).status_code == 404
    assert notes(town) == []


def test_the_list_says_where_how_rare_and_that_it_waits(town: Installation) -> None:  # noqa: F811
    shown = page(town, "Kerstin", "signaler/")
    assert "Ruta 4" in shown
    assert 'class="card linked accent"' in shown
    assert shown.index("Ruta 4") > shown.index('action="/exempelkommunen/signaler/titta/"')
    assert "titta/" not in page(town, "Anna", "signaler/")
    for word in ("larm", "utbrott"):
        assert word not in shown.casefold()


def test_the_number_of_questions_is_the_same_however_many_signals(town: Installation) -> None:  # noqa: F811
    def asked() -> int:
        page(town, "Kerstin", "signaler/")
        with CaptureQueriesContext(connections["kommun-exempelkommunen"]) as found:
            page(town, "Kerstin", "signaler/")
        return len(found)

    few = asked()
    with town.inside():
        one = Signal.objects.get(name=first_signal_name(town))
        for i in range(12):
            Signal.objects.create(
                name=f"{one.name}-{i + 5}", source=one.source, level=one.level, opened=one.opened,
                last_found=one.last_found, seen=one.seen, state="growing", areas=one.areas, first_day=one.first_day,
                last_day=one.last_day, per_year=one.per_year, content=one.content,
            )  # fmt: skip
    assert asked() == few <= QUERIES


def first_signal_name(town: Installation) -> str:  # noqa: F811
    return str(Signal.objects.order_by("per_year").values_list("name", flat=True)[0])


def test_the_map_shows_no_kind_set_apart_and_nothing_by_a_protected_place(town: Installation) -> None:  # noqa: F811
    name = first_signal(town)
    told = town.client("Kerstin").get(town.url(f"signaler/{name}/karta.json")).json()
    layers = {layer["id"]: layer for layer in told["layers"]}
    assert [one["properties"]["id"] for one in layers["zone"]["features"]] == ["zR4"]
    points = layers["points"]["points"]
    assert len(points) > 10
    assert "våldsbejakande" not in str(layers["points"]["kinds"]).casefold()
    with town.inside():
        near = Incident.objects.filter(x__range=(719_450, 719_550), y__range=(6_831_450, 6_831_550))
        assert near.exists()
        assert Incident.objects.filter(category="valdsbejakande").exists()
    assert all((x - 719_500) ** 2 + (y - 6_831_500) ** 2 > 100**2 for x, y, *_rest in points)
    assert "places" not in layers
    assert "valdsbejakande" not in page(town, "Kerstin", f"signaler/{name}/").casefold()


def test_the_course_is_drawn_and_stands_in_a_table(town: Installation) -> None:  # noqa: F811
    name = first_signal(town)
    shown = page(town, "Kerstin", f"signaler/{name}/")
    with town.inside():
        observed = round(Signal.objects.get(name=name).content["observed"])
    assert '<svg role="img" aria-labelledby="course course_text"' in shown
    assert '<tr class="selected"><th scope="row">' in shown
    assert f'<td class="number">{observed}</td>' in shown
    assert SECRET_TEXT not in shown


def test_text_is_read_by_a_logged_step(town: Installation) -> None:  # noqa: F811
    name = first_signal(town)
    with town.inside():
        inside = Incident.objects.filter(category="otrygg_samling").order_by("-id").values_list("id", flat=True)[0]
        apart = Incident.objects.get(category="valdsbejakande").pk
        before = AuditEvent.objects.filter(action="read_text").count()
    address = town.url(f"signaler/{name}/rapporter/{{}}/text/")
    answer = town.client("Anna").post(address.format(inside))
    assert answer.status_code == 200
    assert SECRET_TEXT in answer.content.decode()
    refused = town.client("Anna").post(address.format(apart))
    assert refused.status_code == 404
    assert SECRET_TEXT not in refused.content.decode()
    assert town.client("Anna").get(address.format(inside)).status_code == 405
    assert town.client("Pelle").post(address.format(inside)).status_code == 403
    with town.inside():
        assert AuditEvent.objects.filter(action="read_text").count() == before + 1


def test_a_decision_is_added_with_its_motive_and_a_later_one_holds(town: Installation) -> None:  # noqa: F811
    name = first_signal(town)
    assert decide(town, name).url == town.url(f"signaler/{name}/")
    assert decide(town, name, decision="leave", why="Det var en fotbollsmatch.").status_code == 302
    assert notes(town) == [("Kerstin", "judged"), ("Kerstin", "dismissed")]
    shown = page(town, "Anna", f"signaler/{name}/")
    assert "Det var en fotbollsmatch." in shown
    assert "Ungdomsgården har stängt" in shown
    assert 'class="card linked accent"' not in page(town, "Kerstin", "signaler/")
    with town.inside():
        told = AuditEvent.objects.filter(action="signal_note").order_by("id").values_list("by", "details")
        assert [(by, details["verdict"]) for by, details in told] == [("Kerstin", "judged"), ("Kerstin", "dismissed")]


def test_a_motive_is_screened(town: Installation) -> None:  # noqa: F811
    name = first_signal(town)
    for said in ({"why": ""}, {"decision": "other"}, {"why": "Det är 19811228-9874 igen.", "sure": "on"}):
        assert decide(town, name, **said).status_code == 422
    asked = decide(town, name, why="Ring 070-123 45 67 om det fortsätter.")
    assert asked.status_code == 422
    assert 'class="personal"' in asked.content.decode()
    assert notes(town) == []
    assert decide(town, name, why="Ring 070-123 45 67 om det fortsätter.", sure="on").status_code == 302
    assert notes(town) == [("Kerstin", "judged")]


def test_to_act_leads_to_a_new_insats_where_there_are_any(town: Installation) -> None:  # noqa: F811
    from django.urls import NoReverseMatch, reverse

    name = first_signal(town)
    with town.inside():
        number = Signal.objects.get(name=name).pk
    try:
        wanted = f"{reverse('task_new', kwargs={'kommun': 'exempelkommunen'})}?fran=signal:{number}"
    except NoReverseMatch:
        wanted = town.url(f"signaler/{name}/")
    assert decide(town, name, decision="act").url == wanted
    assert notes(town) == [("Kerstin", "acted")]


def test_one_looks_at_a_time(town: Installation) -> None:  # noqa: F811
    with town.inside():
        looks = SignalLook.objects.count()
        SignalLook.objects.create(started_at=AT, by="Anna", running=True, batch=0)
        with pytest.raises(BusyError):
            look(by="Kerstin", today=TODAY, at=AT + dt.timedelta(minutes=1))
        # Somebody whose look ended half-way does not stop others for ever.
        made = look(by="Kerstin", today=TODAY, at=AT + dt.timedelta(hours=1))
        assert made.finished_at is not None
        assert SignalLook.objects.count() == looks + 2
        assert not SignalLook.objects.filter(running=True).exists()


def test_the_worker_looks_when_the_day_or_the_store_has_changed(town: Installation) -> None:  # noqa: F811
    with town.inside():
        looks = SignalLook.objects.count()
        look_for_signals(AT + dt.timedelta(hours=1))
        assert SignalLook.objects.count() == looks
        look_for_signals(AT + dt.timedelta(days=1))
        assert SignalLook.objects.count() == looks + 1


def test_before_it_is_learnt_what_is_rare_nothing_is_shown_and_why(installation: Installation) -> None:
    with installation.inside():
        choose(name=clock.TODAY, value=TODAY.isoformat(), by="test", at=AT)
        clock.forget()
        SignalLook.objects.all().delete()
    assert "lär sig arbetaren" in page(installation, "Kerstin", "signaler/")
    answer = installation.client("Kerstin").post(installation.url("signaler/titta/"))
    assert answer.url == installation.url("signaler/")
    shown = page(installation, "Kerstin", "signaler/")
    assert "Tryggve lär sig" in shown or "inga händelser" in shown
    assert 'class="cards"' not in shown
    with installation.inside():
        assert SignalLook.objects.get().by == "Kerstin"
        assert not Signal.objects.exists()
    assert "<dd>–</dd>" in page(installation, "Anna", "signaler/facit/")


def test_the_record_counts_each_decision_that_holds(town: Installation) -> None:  # noqa: F811
    with town.inside() as database:
        one = Signal.objects.get(name=first_signal_name(town))
        for i, verdict in enumerate(("acted", "acted", "dismissed")):
            name = f"{one.name}-{i + 5}"
            Signal.objects.create(
                name=name, source=one.source, level=one.level, opened=one.opened - 3, last_found=one.last_found,
                seen=one.seen, state="closed", areas=one.areas, first_day=one.first_day, last_day=one.last_day,
                per_year=one.per_year, content=one.content | {"listed": []},
            )  # fmt: skip
            note_signal(database, name=name, verdict=verdict, day=one.opened, by="Kerstin", why="=1+1", at=AT)
    shown = page(town, "Anna", "signaler/facit/")
    assert "67 % (21–94)" in shown
    behind = shown[shown.index('id="decided"') : shown.index("</table>", shown.index('id="decided"'))]
    assert all(f'{one.name}-{i + 5}/">' in behind for i in range(3))
    assert re.findall(r">(agera|bevaka|ingen åtgärd)</td>", behind).count("agera") == 2
    sheet = town.client("Anna").post(town.url("signaler/facit.csv"))
    rows = [line.split(";") for line in sheet.content.decode("utf-8-sig").splitlines()]
    assert rows[1][2:] == ["3", "2", "0", "1", "67", "21", "94"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(town.client("Anna").post(town.url("signaler/facit.xlsx")).content))
    assert book.get_sheet_by_index(0).to_python()[1][2] == 3
    assert town.client("Pelle").post(town.url("signaler/facit.csv")).status_code == 403
    with town.inside():
        assert AuditEvent.objects.filter(action="export").count() == 2


def test_the_record_looks_back_from_grave_events(town: Installation) -> None:  # noqa: F811
    shown = page(town, "Kerstin", "signaler/facit/")
    back = shown[shown.index('id="b1"') : shown.index("</table>", shown.index('id="b1"'))]
    assert "Ruta 0" in back
    assert re.search(rf'<a href="[^"]+">[^<]*{re.escape(first_signal(town))}', back)
    assert "valdsbejakande" not in back
