"""The inbox: what is listed, what is read and logged, what can be done and taken back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from tests.web.conftest import AT, Installation
from tests.web.incidents.desk import (
    SNEAKY,
    X,
    Y,
    events,
    lay_areas,
    left_out,
    page,
    post,
    report,
    state,
    step_of,
    version,
)
from tryggve.store.database.models import Incident
from tryggve.web.core.models import KnownPlace
from tryggve.web.incidents.models import Question, Report


def test_the_list_tells_facts_and_a_text_is_read_only_when_it_is_opened(installation: Installation) -> None:
    one = report(installation, "Kalle Karlsson sprejade på muren")
    listed = page(installation, "inkorg/")
    assert "Klotter" in listed
    assert "sprejade" not in listed
    assert "Personuppgifter" in listed or "Personal data seen" in listed
    assert events(installation, "read_text") == []
    opened = page(installation, f"inkorg/{one}/")
    assert "sprejade på muren" in opened
    assert '<mark class="personal">' in opened
    (event,) = events(installation, "read_text")
    assert (event.by, event.why, event.details["incidents"]) == ("Kerstin", "inkorg", [one])
    assert "Rut" not in opened.replace("Rut</summary>", "")
    for who, status in (("Pelle", 403), ("Rut", 403), ("Anna", 403), ("Olle", 404)):
        page(installation, f"inkorg/{one}/", who, status)
    assert len(events(installation, "read_text")) == 1


def test_filters_lie_in_the_address(installation: Installation) -> None:
    report(installation, "Kalle Karlsson, 19121212-1212")
    report(installation, category="narkotika", who="Pelle", x=X + 5_000)
    assert page(installation, "inkorg/?kategori=narkotika").count('class="row"') == 1
    assert page(installation, "inkorg/?kalla=police").count('class="row"') == 1
    assert page(installation, "inkorg/?personuppgifter=1").count('class="row"') == 1
    assert page(installation, "inkorg/?lage=all&sida=9").count('class="row"') == 2
    assert page(installation, "inkorg/?dubbletter=1").count('class="row"') == 0
    report(installation, category="skadegorelse", who="Sara", x=X + 100)
    assert page(installation, "inkorg/?dubbletter=1").count('class="row"') == 2
    odd = page(installation, "inkorg/?kategori=%3Cscript%3E&sida=%2D1&lage=annat&kalla=x&jamfor=9&gjort=99999")
    assert odd.count('class="row"') == 3
    assert "<script>" not in odd


def test_reading_goes_on_to_the_next_and_can_be_undone(installation: Installation) -> None:
    older, newer = report(installation), report(installation, x=X + 3_000)
    done = post(installation, f"inkorg/{newer}/last", version=1, q="lage=new")
    assert done.url.startswith(installation.url(f"inkorg/{older}/"))
    assert state(installation, newer) == "read"
    assert post(installation, f"inkorg/angra/{step_of(done)}").status_code == 302
    assert state(installation, newer) == "new"
    assert post(installation, f"inkorg/angra/{step_of(done)}").status_code == 409
    assert post(installation, f"inkorg/{newer}/last", who="Pelle", version=1).status_code == 403
    assert post(installation, f"inkorg/{newer}/last").status_code == 409


def test_holding_back_needs_a_reason_that_names_nobody(installation: Installation) -> None:
    """T-HELD."""
    one = report(installation, "Stök")
    assert post(installation, f"inkorg/{one}/stoppa", version=1).status_code == 422
    named = post(installation, f"inkorg/{one}/stoppa", version=1, words="Kalle Karlsson igen")
    assert named.status_code == 409
    assert left_out(installation, one) == ""
    held = post(installation, f"inkorg/{one}/stoppa", version=1, reason="place or time is unclear", words="fråga först")
    assert held.status_code == 302
    assert (left_out(installation, one), state(installation, one)) == ("held_back", "held_back")
    assert page(installation, "inkorg/?lage=held_back").count('class="row"') == 1
    let_in = post(installation, f"inkorg/{one}/slapp-in", version=version(installation, one))
    assert let_in.status_code == 302
    assert (left_out(installation, one), state(installation, one)) == ("", "read")
    assert post(installation, f"inkorg/angra/{step_of(let_in)}").status_code == 302
    assert post(installation, f"inkorg/angra/{step_of(held)}").status_code == 302
    assert (left_out(installation, one), state(installation, one)) == ("", "new")


def test_two_coordinators_do_not_overwrite_each_other(installation: Installation) -> None:
    one = report(installation, "Stök")
    assert post(installation, f"inkorg/{one}/stoppa", version=1, reason="place or time is unclear").status_code == 302
    second = post(installation, f"inkorg/{one}/last", version=1)
    assert second.status_code == 409
    told = second.content.decode()
    assert "Kerstin" in told
    assert state(installation, one) == "held_back"
    corrected = post(installation, f"inkorg/{one}/ratta", version=1, category="narkotika")
    assert corrected.status_code == 409
    with installation.inside():
        assert Incident.objects.get(pk=one).category == "klotter"


def test_the_same_event_counts_once_with_both_sources(installation: Installation) -> None:
    first = report(installation, "Sprejat på muren")
    other = report(installation, "Nytt klotter", who="Pelle", category="skadegorelse", x=X + 200)
    far = report(installation, who="Sara", x=X + 400)
    later = report(installation, who="Sara", at=AT + dt.timedelta(hours=13))
    opened = page(installation, f"inkorg/{first}/")
    assert "Nytt klotter" not in opened
    assert f'id="lik-{other}"' in opened
    assert f'id="lik-{far}"' not in opened
    assert f'id="lik-{later}"' not in opened
    assert "Nytt klotter" in page(installation, f"inkorg/{first}/?jamfor={other}")
    assert events(installation, "read_text")[-1].details["incidents"] == [first, other]
    stale = post(installation, f"inkorg/{other}/samma", version=1, other=first, other_version=7)
    assert stale.status_code == 409
    joined = post(installation, f"inkorg/{other}/samma", version=1, other=first, other_version=1)
    assert joined.status_code == 302
    assert (left_out(installation, first), left_out(installation, other)) == ("", "merged")
    assert state(installation, other) == "merged"
    both = page(installation, f"inkorg/{first}/")
    assert "Bostadsbolaget" in both
    assert "Polisen" in both
    assert post(installation, f"inkorg/angra/{step_of(joined)}").status_code == 302
    assert (left_out(installation, other), state(installation, other)) == ("", "new")
    again = post(installation, f"inkorg/{first}/inte-samma", other=other)
    assert f'id="lik-{other}"' not in page(installation, f"inkorg/{first}/")
    assert f'id="lik-{first}"' not in page(installation, f"inkorg/{other}/")
    assert post(installation, f"inkorg/angra/{step_of(again)}").status_code == 302
    assert f'id="lik-{other}"' in page(installation, f"inkorg/{first}/")
    assert post(installation, f"inkorg/{first}/inte-samma", other=first).status_code == 409


def test_what_the_reporter_ticked_is_read_and_whom_they_call_the_same_comes_first(installation: Installation) -> None:
    first = report(installation, "Sprejat på muren", severity=3)
    other = report(installation, who="Pelle", at=AT + dt.timedelta(hours=1), x=X + 200)
    far = report(installation, who="Sara", x=X + 450)
    with installation.inside():
        Report.objects.filter(incident_id=first).update(alike=far, repeated=True, done=["fault", "police"])
    opened = page(installation, f"inkorg/{first}/")
    for words in ("3 – Någon hotad", "Det har hänt här förut", "Felanmält, Ringt polisen"):
        assert words in opened
    assert opened.index(f'id="lik-{far}"') < opened.index(f'id="lik-{other}"')
    assert opened.count("Rapportören säger: samma händelse") == 1
    assert "(200 m bort, 1 tim senare)" in opened
    assert "Rapportören säger: samma händelse" in page(installation, f"inkorg/{far}/")
    assert post(installation, f"inkorg/{first}/inte-samma", other=far).status_code == 302
    assert f'id="lik-{far}"' not in page(installation, f"inkorg/{first}/")


def test_the_map_marks_the_report_or_the_area_it_tells(installation: Installation, tmp_path: Path) -> None:
    lay_areas(installation, tmp_path)
    placed, named = report(installation), report(installation, x=None, area="N", who="Pelle")

    def layers(one: int) -> dict[str, Any]:
        drawn = installation.client("Kerstin").get(installation.url(f"inkorg/{one}/karta")).json()["layers"]
        return {layer["id"]: layer for layer in drawn}

    assert layers(placed)["own"]["places"][0][:3] == [X, Y, "klotter"]
    told = layers(named)
    assert [one["properties"]["id"] for one in told["told"]["features"]["features"]] == ["N"]
    assert "own" not in told
    assert told["alike"]["places"][0][5] == str(placed)


def test_reports_without_a_point_are_compared_by_area(installation: Installation, tmp_path: Path) -> None:
    lay_areas(installation, tmp_path)
    placed, named = report(installation), report(installation, x=None, area="N", who="Pelle")
    elsewhere = report(installation, x=None, area="S", who="Pelle")
    opened = page(installation, f"inkorg/{placed}/")
    assert f'id="lik-{named}"' in opened
    assert f'id="lik-{elsewhere}"' not in opened
    assert f'id="lik-{placed}"' in page(installation, f"inkorg/{named}/")
    assert page(installation, "inkorg/?dubbletter=1").count('class="row"') == 2


def test_words_are_taken_out_for_good(installation: Installation) -> None:
    one = report(installation, "Kalle Karlsson sprejade, ring 070-123 45 67")
    page(installation, f"inkorg/{one}/")
    assert post(installation, f"inkorg/{one}/ord", field="text", version=1).status_code == 422
    assert post(installation, f"inkorg/{one}/ord", field="flags", version=1, mark=0).status_code == 404
    assert post(installation, f"inkorg/{one}/ord", field="text", version=3, mark=0).status_code == 409
    done = post(installation, f"inkorg/{one}/ord", field="text", version=1, mark=[0, 1])
    assert done.status_code == 302
    after = page(installation, f"inkorg/{one}/")
    assert "Karlsson" not in after
    assert "070-123" not in after
    assert "sprejade" in after
    assert post(installation, f"inkorg/angra/{step_of(done)}").status_code == 409
    with installation.inside() as database, database.connection.cursor() as cursor:
        cursor.execute("SELECT words FROM incident_version")
        assert all("Karlsson" not in words for (words,) in cursor.fetchall())
    whole = post(installation, f"inkorg/{one}/ord", field="text", version=2, text="Sprejat på muren")
    assert whole.status_code == 302
    assert "Sprejat på muren" in page(installation, f"inkorg/{one}/")


def test_suggestions_say_why_and_are_applied_by_a_click(installation: Installation, tmp_path: Path) -> None:
    lay_areas(installation, tmp_path)
    one = report(installation, "Klottret syns i Sörgärdet", category="ovrigt")
    opened = page(installation, f"inkorg/{one}/")
    assert 'name="category" value="klotter"' in opened
    assert "Klottret" in opened
    assert 'name="area" value="S"' in opened
    assert post(installation, f"inkorg/{one}/ratta", version=1, category="klotter").status_code == 302
    done = post(installation, f"inkorg/{one}/ratta", version=2, area="S")
    assert done.status_code == 302
    with installation.inside():
        row = Incident.objects.get(pk=one)
        assert row.category == "klotter"
        assert {area.area_code for area in row.areas.all()} >= {"S"}
    assert post(installation, f"inkorg/angra/{step_of(done)}").status_code == 302
    with installation.inside():
        assert "N" in {area.area_code for area in Incident.objects.get(pk=one).areas.all()}
        KnownPlace.objects.create(name="Gamla mejeriet", x=X, y=Y)
    named = report(installation, "Vid gamla mejeriet", x=None, area="S")
    assert 'name="known"' in page(installation, f"inkorg/{named}/")


def test_correcting_by_hand(installation: Installation) -> None:
    one = report(installation, "Stök")
    form = page(installation, f"inkorg/{one}/ratta/".rstrip("/"))
    assert "2026-11-23T09:00" in form
    nine = "2026-11-23T09:00"
    same: dict[str, Any] = {"category": "klotter", "severity": "", "first": nine, "last": nine}
    assert post(installation, f"inkorg/{one}/ratta", version=1, **same).status_code == 422
    back = post(installation, f"inkorg/{one}/ratta", version=1, **same | {"last": "2026-11-22T09:00"})
    assert back.status_code == 422
    named = post(installation, f"inkorg/{one}/ratta", version=1, **same | {"severity": "3", "why": "Kalle Karlsson"})
    assert named.status_code == 409
    moved = {"x": X + 50, "y": Y, "severity": "3", "last": "2026-11-23T10:00"}
    assert post(installation, f"inkorg/{one}/ratta", version=1, **same | moved).status_code == 302
    with installation.inside():
        row = Incident.objects.get(pk=one)
        assert (row.severity, row.x, row.end_s - row.start_s) == (3, X + 50, 3600)


def test_a_question_reaches_the_reporter_whom_nobody_names(installation: Installation) -> None:
    one = report(installation, "Stök")
    begun = installation.url(f"insatser/ny/?fran=rapport:{one}")
    assert begun in page(installation, f"inkorg/{one}/")
    assert f"rapport:{one}" in installation.client("Kerstin").get(begun).content.decode()
    assert re.search(r'<textarea id="fraga"[^>]*></textarea>', page(installation, f"inkorg/{one}/"))
    assert post(installation, f"inkorg/{one}/fraga", text=" ").status_code == 422
    assert post(installation, f"inkorg/{one}/fraga", text="Är det 19121212-1212?").status_code == 422
    assert post(installation, f"inkorg/{one}/fraga", text=f"Vilken port? {SNEAKY}").status_code == 302
    with installation.inside():
        question = Question.objects.get()
        Question.objects.filter(pk=question.pk).update(answer=f"Port 3 {SNEAKY}", answered_at=AT)
    opened = page(installation, f"inkorg/{one}/")
    assert "Port 3" in opened
    assert "<script>alert" not in opened
    assert "<img src=x" not in opened
    assert page(installation, "inkorg/?lage=answered").count('class="row"') == 1


def test_what_is_written_is_never_a_page(installation: Installation) -> None:
    """T-ESCAPE."""
    one = report(installation, SNEAKY, place_words=SNEAKY)
    post(installation, f"inkorg/{one}/stoppa", version=1, words=SNEAKY)
    for rest in (f"inkorg/{one}/", "inkorg/?lage=all", f"inkorg/{one}/?jamfor={SNEAKY}"):
        shown = page(installation, rest)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    assert "&lt;script&gt;" in page(installation, f"inkorg/{one}/")


def test_the_map_shows_the_report_and_those_alike(installation: Installation) -> None:
    one, other = report(installation), report(installation, who="Pelle", x=X + 100)
    drawn = installation.client("Kerstin").get(installation.url(f"inkorg/{one}/karta")).json()
    marked = {layer["mark"]: layer["places"] for layer in drawn["layers"] if "mark" in layer}
    assert [place[:3] for place in marked["own"]] == [[X, Y, "klotter"]]
    assert [place[:3] for place in marked["alike"]] == [[X + 100, Y, "klotter"]]
    assert marked["alike"][0][4] == installation.url(f"inkorg/{other}/")
    assert installation.client("Pelle").get(installation.url(f"inkorg/{one}/karta")).status_code == 403
