"""Lägesrapporter: kept as they grow, sent, shared as each organisation has decided, never missing in silence."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import AT, Installation
from tests.web.incidents.desk import SNEAKY, events, page, post
from tryggve.domain.access import Role
from tryggve.domain.period import parse_period
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.people import add_member
from tryggve.web.core.hooks_of_picture import Reach
from tryggve.web.core.models import Choice, Organisation
from tryggve.web.core.pages import member_of
from tryggve.web.incidents.models import SituationReport, SituationReportVersion
from tryggve.web.incidents.situation_report_models import Used
from tryggve.web.incidents.situation_reports import missing, shared_with, sources_of

WEEK = "2026-W47"
PAGE = f"lagesrapporter/?period={WEEK}"


def write(installation: Installation, who: str, seen: str, version: int = 0, **more: Any) -> Any:
    """Save, or send."""
    return post(installation, "lagesrapporter/spara", who, period=WEEK, seen=seen, version=version, **more)


def test_a_draft_is_its_own_organisations_until_it_is_sent(installation: Installation) -> None:
    assert write(installation, "Pelle", "Stök vid torget").status_code == 302
    assert "Stök vid torget" in page(installation, PAGE, "Pelle")
    assert "Stök vid torget" not in page(installation, PAGE)
    assert write(installation, "Pelle", "Stök vid torget", 1, do="send").status_code == 302
    assert "Stök vid torget" in page(installation, PAGE)
    assert "Stök vid torget" not in page(installation, PAGE, "Sara")
    read = [event for event in events(installation, "situation_report") if event.details["done"] == "read"]
    assert [event.by for event in read] == ["Kerstin"]
    assert write(installation, "Pelle", "Annat", 1).status_code == 409
    assert post(installation, "lagesrapporter/oppna", "Pelle", period=WEEK).status_code == 302
    assert "Stök vid torget" not in page(installation, PAGE)
    assert post(installation, "lagesrapporter/oppna", "Sara", period=WEEK).status_code == 404
    for who, status in (("Rut", 403), ("Anna", 403), ("Olle", 404)):
        page(installation, PAGE, who, status)


def test_each_condition_is_kept(installation: Installation) -> None:
    for who, sharing in (("Pelle", "group"), ("Sara", "adopted")):
        write(installation, who, f"Stök, {sharing}", sharing=sharing, conditions="utan namn på gatan", do="send")
    with installation.inside():
        seen = {
            who: {one.organisation.name for one in shared_with(member_of(Account.objects.get(name=who)))}
            for who in ("Kerstin", "Pelle", "Sara", "Vera", "Rut", "Rolf")
        }
        assert seen["Kerstin"] == {"Polisen", "Socialtjänsten"}
        assert seen["Pelle"] == {"Polisen"}
        assert seen["Sara"] == {"Polisen", "Socialtjänsten"}
        assert seen["Vera"] == seen["Rut"] == seen["Rolf"] == set()
        SituationReport.objects.update(used=Used.PICTURE)
        sources = {one.organisation: one for one in sources_of(parse_period(WEEK))}
        assert (sources["Polisen"].reach, sources["Polisen"].texts) == (Reach.NAMED, ())
        social = sources["Socialtjänsten"]
        assert (social.reach, social.conditions) == (Reach.FULL, "utan namn på gatan")
        assert [text for _heading, text in social.texts] == ["Stök, adopted"]
    assert "utan namn på gatan" in page(installation, PAGE, "Sara")
    with installation.inside():
        SituationReport.objects.update(conditions="")
        assert max(one.reach for one in sources_of(parse_period(WEEK))) is Reach.SHARED
        assert len(sources_of(parse_period("2026-11"))) == 2
        assert sources_of(parse_period("2026-W46")) == []
        SituationReport.objects.update(used=Used.NOTHING)
        assert sources_of(parse_period(WEEK)) == []


def test_who_has_not_sent_is_unknown_and_private_ones_are_not_asked(installation: Installation) -> None:
    with installation.inside():
        assert {one.name for one in missing(parse_period(WEEK))} == {"Trygghetsenheten", "Polisen", "Socialtjänsten"}
    assert write(installation, "Pelle", "Text", do="send").status_code == 302
    with installation.inside():
        assert {one.name for one in missing(parse_period(WEEK))} == {"Trygghetsenheten", "Socialtjänsten"}
    shown = page(installation, PAGE)
    assert shown.count("tag unknown") == 2
    assert "tag unknown" not in page(installation, PAGE, "Pelle")
    assert "<textarea" not in page(installation, PAGE, "Vera")
    assert write(installation, "Vera", "Text").status_code == 404


def test_autosave_keeps_every_version_and_overwrites_nobody(installation: Installation) -> None:
    client = installation.client("Pelle")
    address = installation.url("lagesrapporter/spara")

    def autosave(seen: str, version: int) -> Any:
        data = {"period": WEEK, "seen": seen, "version": version}
        return client.post(address, data, headers={"Accept": "application/json"})

    assert autosave("Ett", 0).json()["version"] == 1
    assert autosave("Ett", 1).json()["version"] == 1
    assert autosave("Ett två", 1).json()["version"] == 2
    late = autosave("Annat", 1)
    assert late.status_code == 409
    assert (late.json()["by"], late.json()["version"]) == ("Pelle", 2)
    assert "Ett två" in late.json()["theirs"]
    refused = autosave("Det var 19121212-1212", 2)
    assert refused.status_code == 422
    assert refused.json()["error"]
    with installation.inside():
        assert [one.texts["seen"] for one in SituationReportVersion.objects.all()] == ["Ett två", "Ett"]
        number = SituationReport.objects.get().pk
    assert "Ett två" in page(installation, f"lagesrapporter/{number}/historik", "Pelle")
    page(installation, f"lagesrapporter/{number}/historik", "Sara", 404)
    page(installation, f"lagesrapporter/{number}/historik", "Kerstin", 404)


def test_what_may_point_at_a_person_is_read_once_more_before_it_is_sent(installation: Installation) -> None:
    asked = write(installation, "Pelle", "Kalle Karlsson vid torget", do="send")
    assert asked.status_code == 422
    assert '<mark class="personal">' in asked.content.decode()
    assert write(installation, "Pelle", "Kalle Karlsson vid torget", do="send", sure="1").status_code == 302
    assert write(installation, "Sara", "", do="send").status_code == 422


def test_what_is_written_is_never_a_page(installation: Installation) -> None:
    write(installation, "Pelle", SNEAKY, done=SNEAKY, conditions=SNEAKY, sharing="group")
    write(installation, "Pelle", SNEAKY, 1, done=SNEAKY, conditions=SNEAKY, sharing="group", do="send", sure="1")
    for who in ("Pelle", "Kerstin", "Sara"):
        shown = page(installation, PAGE, who)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;" in shown
    assert "<script>" not in page(installation, "lagesrapporter/?period=%3Cscript%3E")


def test_the_coordinator_notes_what_became_of_it(installation: Installation) -> None:
    write(installation, "Pelle", "Text", do="send")
    with installation.inside():
        number = SituationReport.objects.get().pk
    used = f"lagesrapporter/{number}/anvand"
    assert post(installation, used, used="picture").status_code == 302
    assert post(installation, used, used="annat").status_code == 404
    assert post(installation, used, "Pelle", used="picture").status_code == 403
    with installation.inside():
        assert SituationReport.objects.get().used_by == "Kerstin"


def test_periods_follow_the_chosen_cadence(installation: Installation) -> None:
    def first(cadence: object) -> str:
        with installation.inside():
            Choice.objects.update_or_create(
                name="cadence", defaults={"value": cadence, "by": "t", "at": "2026-01-01T00:00Z"}
            )
        return page(installation, "lagesrapporter/").split('<option value="', 1)[1].split('"', 1)[0]

    assert len(first({"cadence": "monthly"})) == len("2026-11")
    assert ".." in first({"cadence": "fortnightly"})
    assert "W" in first({"cadence": "weekly"})


def test_an_organisation_with_two_leads_writes_one_report(installation: Installation) -> None:
    with installation.inside():
        add_member(
            account=Account.objects.get(name="Adam"), organisation=Organisation.objects.get(name="Polisen"),
            roles=[Role.LEAD], by="t", at=AT,
        )  # fmt: skip
    write(installation, "Pelle", "Pelles")
    answer = write(installation, "Adam", "Adams")
    assert answer.status_code == 409
    assert "Pelles" in answer.content.decode()
    assert "Adams" in answer.content.decode()
