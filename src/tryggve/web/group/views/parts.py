"""Parts of pages that are shown by themselves too, when a form has been sent without leaving the page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from tryggve.domain.task import TaskState, moves_from
from tryggve.web.core.clock import today
from tryggve.web.core.member import Request
from tryggve.web.group import agenda, listing, sources
from tryggve.web.group.forms.task import MoveForm, TaskForm
from tryggve.web.group.models import Meeting, Task


def decided_part(request: Request, meeting: Meeting, form: TaskForm | None = None) -> HttpResponse:
    """Insatser noted at a meeting, and the row for the next one."""
    context = {
        "meeting": meeting, "decided": agenda.decided(meeting),
        "form": form or TaskForm(member=request.member, quick=True), "standing": form is None and bool(request.htmx),
    }  # fmt: skip
    return render(request, "group/_decided.html", context, status=422 if form is not None else 200)


def last_part(request: Request, meeting: Meeting) -> HttpResponse:
    """Insatser since last time, as they stand."""
    return render(request, "group/_last.html", {"meeting": meeting, "last": last_rows(meeting)})


def last_rows(meeting: Meeting) -> list[listing.Row]:
    """Insatser since last time with how they stand."""
    day = today()
    return [listing.row_of(task, day) for task in agenda.last_tasks(meeting)]


def state_context(request: Request, task: Task, form: MoveForm | None = None) -> dict[str, object]:
    """What the part of a page needs that tells the state of an insats and changes it."""
    hand = task.hand(request.member)
    values = {"version": task.version, "result": task.result, "answer": task.answer}
    return {
        "task": task, "row": listing.row_of(task, today()), "moves": moves_from(TaskState(task.state), hand),
        "hand": hand, "lines": sources.lines_of_task(task, request.member), "events": task.events.all(),
        "form": form or MoveForm(member=request.member, initial=values),
    }  # fmt: skip


def note(request: Request, words: str) -> None:
    """Say at the top of the next page that it was done."""
    messages.success(request, words)
