"""Those who reported hear what came of it: once, also where their report was joined with another."""

from __future__ import annotations

from tests.web.conftest import AT, Installation
from tests.web.incidents.desk import X, post, report
from tryggve.web.accounts.models import Account
from tryggve.web.core.hooks_of_group import Answer, source_line, task_closed
from tryggve.web.core.models import Letter
from tryggve.web.core.pages import member_of
from tryggve.web.incidents.actions.telling import answer_reports
from tryggve.web.incidents.models import Outcome, ReportLink, Told
from tryggve.web.wiring import connect


def test_all_whose_reports_led_to_it_are_told_once(installation: Installation) -> None:
    first, other = report(installation), report(installation, who="Pelle", x=X + 50)
    apart = report(installation, who="Sara", x=X + 5_000)
    post(installation, f"inkorg/{other}/samma", version=1, other=first, other_version=1)
    Account.objects.filter(name="Pelle").update(wants_mail=True)
    with installation.inside():
        told = answer_reports(incidents=[first], kind=Told.DONE, text="Muren är ren.", by="Kerstin", at=AT, link="/x")
        assert told == 2
        assert answer_reports(incidents=[first], kind=Told.DONE, text="Muren är ren.", by="Kerstin", at=AT) == 0
        assert {one.report.incident_id for one in Outcome.objects.select_related("report")} == {first, other}
        assert {one.report.incident_id for one in ReportLink.objects.exclude(answered_at=None)} == {first, other}
        assert not ReportLink.objects.exclude(answered_at=None).filter(report__incident_id=apart).exists()
        (letter,) = Letter.objects.all()
        assert "Muren" not in letter.body


def test_the_group_and_the_reports_are_wired(installation: Installation) -> None:
    one = report(installation)
    with installation.inside():
        connect()
        connect()
        answer = Answer(incidents=(one,), text="Muren är ren.", done=True, by="Kerstin", at=AT)
        assert task_closed(answer) == [1]
        assert Outcome.objects.get().kind == Told.DONE
        kerstin = member_of(Account.objects.get(name="Kerstin"))
        (line,) = filter(None, source_line("report", str(one), kerstin))
        assert "Klotter" in line.words
        assert not any([*source_line("report", "9999999", kerstin), *source_line("signal", "1", kerstin)])
