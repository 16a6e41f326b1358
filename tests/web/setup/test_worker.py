"""Background work: alone in each municipality, undisturbed by what fails, silent about what was written."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import threading

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from tests.web.conftest import Installation
from tryggve.store.database.models import AuditEvent
from tryggve.web.accounts.models import Account
from tryggve.web.core import due
from tryggve.web.core.actions import letters
from tryggve.web.core.actions.accounts import forget_account, pending_account, wake
from tryggve.web.core.alone import alone_in
from tryggve.web.core.models import Letter
from tryggve.web.core.municipal import here
from tryggve.web.setup import work, worker
from tryggve.web.setup.models import Heartbeat, JobRun

SECRET = "Texten som ingen logg får hålla"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, due.Job]:
    """No jobs but those of the test."""
    own: dict[str, due.Job] = {}
    monkeypatch.setattr(worker, "JOBS", own)
    return own


def test_a_crash_is_told_without_texts_and_stops_nothing(
    installation: Installation, jobs: dict[str, due.Job], caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def crash(_at: dt.datetime) -> None:
        raise ValueError(SECRET)

    jobs["crash"] = due.Job("crash", HOUR, crash)
    jobs["after"] = due.Job("after", HOUR, lambda _at: done.append(here().alias))
    at = timezone.now()
    with caplog.at_level(logging.ERROR):
        assert worker.work_through(at) == 2
    assert done == ["kommun-exempelkommunen", "kommun-grannkommunen"]
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text
    failed = JobRun.objects.get(slug="exempelkommunen", job="crash")
    assert (failed.failures, failed.done_at, failed.next_at) == (1, None, at + 2 * HOUR)
    assert worker.work_through(at + HOUR / 2) == 0  # nothing is due yet
    assert worker.work_through(at + HOUR) == 2


def test_one_worker_at_a_time(installation: Installation, jobs: dict[str, due.Job]) -> None:
    done: list[str] = []
    jobs["once"] = due.Job("once", HOUR, lambda _at: done.append(here().alias))
    with alone_in("exempelkommunen") as first, alone_in("exempelkommunen") as second:
        assert (first, second) == (True, False)
        assert worker.work_through(timezone.now()) == 1
        assert done == ["kommun-grannkommunen"]
    assert worker.work_through(timezone.now()) == 1


def test_it_says_that_it_is_there_and_finds_the_work_of_all_parts(installation: Installation) -> None:
    assert b"worker late" in installation.client().get("/halsa").content
    worker.run(stop=threading.Event(), once=True)
    assert Heartbeat.objects.count() == 1
    assert "setup.work.send_letters" in due.JOBS
    assert b"worker ok" in installation.client().get("/halsa").content


def test_letters_go_once_and_are_tried_again(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    kerstin = Account.objects.get(name="Kerstin")
    at = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
    with installation.inside():
        letters.write_letter(account_id=kerstin.pk, subject="Ny insats", body=SECRET, at=at)
        letters.write_letter(account_id=10**6, subject="Till ingen", body="x", at=at)

        def refuse(*_a: object, **_k: object) -> int:
            raise smtplib.SMTPRecipientsRefused({kerstin.email: (550, SECRET.encode())})

        with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
            patch.setattr(mail.EmailMessage, "send", refuse)
            work.send_letters(at)
        assert SECRET not in caplog.text
        assert kerstin.email not in caplog.text
        work.send_letters(at + dt.timedelta(minutes=1))
        assert mail.outbox == []  # waits for its turn
        work.send_letters(at + dt.timedelta(minutes=6))
        work.send_letters(at + dt.timedelta(minutes=7))
        assert [(one.to, one.subject) for one in mail.outbox] == [([kerstin.email], "Ny insats")]
        assert Letter.objects.get(subject="Till ingen").failed == letters.MOST_TRIES
        work.forget_letters(at + dt.timedelta(days=8))
        assert not Letter.objects.exists()


def test_without_a_mail_server_letters_wait(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    at = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
    with installation.inside():
        letters.write_letter(account_id=1, subject="Väntar", body="x", at=at)
        work.send_letters(at)
        assert Letter.objects.get().failed == 0


def test_accounts_that_were_begun_and_never_used_go(installation: Installation) -> None:
    now = timezone.now()
    begun = {
        name: pending_account(name="", email="", code=f"R-{name}-2222", at=now - dt.timedelta(days=days))
        for name, days in (("GAML", 8), ("NYAA", 6), ("KOMM", 8))
    }
    wake(account=begun["KOMM"], secret="739182")
    gone = Account.objects.get(name="Rolf")
    forget_account(account=gone, at=now - dt.timedelta(days=30))
    Account.objects.filter(pk=gone.pk).update(created_at=now - dt.timedelta(days=60))
    everybody = set(Account.objects.values_list("pk", flat=True))
    with installation.inside():
        work.forget_unfinished(now)
        work.forget_unfinished(now)
        noted = [one.details for one in AuditEvent.objects.filter(action="member", details__done="unfinished")]
    assert everybody - set(Account.objects.values_list("pk", flat=True)) == {begun["GAML"].pk}
    assert noted == [{"done": "unfinished", "accounts": 1}]
