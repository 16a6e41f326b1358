"""What the group does by itself: remind organisations of insatser that are soon due, or late."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.access import Permission, permissions
from tryggve.domain.language import N_, _, use_language
from tryggve.domain.task import TaskState, Timing, reminder
from tryggve.store.database import audit, meta
from tryggve.web.accounts.models import Account
from tryggve.web.core.due import due
from tryggve.web.core.models import Letter, Membership
from tryggve.web.core.municipal import here
from tryggve.web.core.site_address import address_of
from tryggve.web.group.models import Task, TaskReminder

SUBJECTS = {
    Timing.SOON: N_("You have an insats that is soon due"),
    Timing.LATE: N_("You have an insats whose day has passed"),
}
"""All that a letter says, beside the link: never what it is about."""


@due(every=dt.timedelta(hours=1))
def remind(at: dt.datetime) -> None:
    """Letters to the leads of organisations whose insatser are soon due or late; once for each kind and day."""
    today = at.astimezone(meta.zone(here())).date()
    for task in Task.objects.open().filter(due__isnull=False).select_related("organisation"):
        kind = reminder(TaskState(task.state), task.due, today)
        if kind is not None and task.due is not None:
            _remind(task, kind, task.due, at)


def _remind(task: Task, kind: Timing, day: dt.date, at: dt.datetime) -> None:
    with here().writing():
        if TaskReminder.objects.filter(task=task, kind=kind, due=day).exists():
            return
        TaskReminder.objects.create(task=task, kind=kind, due=day, at=at)
        receivers = _receivers(task.organisation_id)
        for account in receivers:
            with use_language("sv"):
                subject, body = _(SUBJECTS[kind]), _body(kind)
            Letter.objects.create(account_id=account, subject=subject, body=body, made_at=at)
        audit.record(here(), audit.Action.TASK, by="tryggve", at=at, task=task.pk, done="reminded",
                     kind=str(kind), letters=len(receivers))  # fmt: skip


def _receivers(organisation: int) -> list[int]:
    """Accounts of those who see to the insatser of an organisation, and want e-mail."""
    there = Membership.objects.filter(organisation_id=organisation, ended=None)
    leads = [one.account_id for one in there if Permission.TASKS in permissions(one.role_set)]
    wanting = Account.objects.filter(pk__in=leads, wants_mail=True, is_active=True).exclude(email="")
    return list(wanting.order_by("pk").values_list("pk", flat=True))


def _body(kind: Timing) -> str:
    told = _("{what}. Log in to see which: {address}")
    return told.format(what=_(SUBJECTS[kind]), address=f"{address_of('tasks')}?vems=mina")
