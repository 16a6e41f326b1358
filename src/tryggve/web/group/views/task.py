"""One insats: what it says, how it goes, what it has been."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tryggve.domain.language import _, ngettext
from tryggve.domain.task import Hand, TaskError, TaskState
from tryggve.web.core import unsaved
from tryggve.web.core.clock import now, today
from tryggve.web.core.member import Request
from tryggve.web.core.posted import number, posted
from tryggve.web.group.actions.moves import Outcome, move_task
from tryggve.web.group.actions.tasks import change_task
from tryggve.web.group.forms.task import MoveForm, TaskForm, initial_of
from tryggve.web.group.listing import row_of
from tryggve.web.group.models import Meeting, Task
from tryggve.web.group.unsaved_texts import TASK
from tryggve.web.group.views.parts import last_part, note, state_context


def visible(request: Request, pk: int) -> Task:
    """The insats, to those who may know of it; 404 to others."""
    rows = Task.objects.visible_to(request.member).select_related("organisation", "known_place", "meeting")
    found: Task = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def task(request: Request, pk: int) -> HttpResponse:
    """The insats."""
    return render(request, "group/task.html", state_context(request, visible(request, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: Request, pk: int) -> HttpResponse:
    """What it says is changed."""
    found = visible(request, pk)
    if (hand := found.hand(request.member)) < Hand.COORDINATOR:
        raise Http404
    form = TaskForm(posted(request), member=request.member, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_task(task=pk, facts=form.facts, version=number(request, "version"), hand=hand,
                        by=request.member.by, at=now())  # fmt: skip
            unsaved.forget(request, TASK, str(pk))
            return redirect("task", kommun=request.kommun.slug, pk=pk)
        except TaskError as error:
            unsaved.keep(request, TASK, str(pk))
            form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    context = {"task": found, "form": form, "row": row_of(found, today()), "unsaved": unsaved.number(request)}
    return render(request, "group/task_edit.html", context, status=status)


@require_POST
def task_move(request: Request, pk: int) -> HttpResponse:
    """It goes to another state."""
    found = visible(request, pk)
    form = MoveForm(request.POST, member=request.member)
    if form.is_valid():
        told = form.cleaned_data
        try:
            moved, answered = move_task(
                task=pk, to=TaskState(told["to"]), version=told["version"], hand=found.hand(request.member),
                by=request.member.by, at=now(), outcome=Outcome(told["result"], told.get("answer", "")),
            )  # fmt: skip
            unsaved.forget(request, TASK, str(pk))
            return _moved(request, moved, answered)
        except TaskError as error:
            unsaved.keep(request, TASK, str(pk))
            form.add_error(None, str(error))
    if request.htmx and request.POST.get("mote"):
        return HttpResponse(status=204, headers={"HX-Redirect": f"{request.path.removesuffix('lage/')}"})
    part = "group/_state.html" if request.htmx else "group/task.html"
    return render(request, part, state_context(request, found, form), status=422)


def _moved(request: Request, task: Task, answered: int) -> HttpResponse:
    meeting = number(request, "mote")
    if request.htmx and meeting and request.member.may("meet"):
        return last_part(request, get_object_or_404(Meeting, pk=meeting))
    told = _("The insats is now: {state}.").format(state=task.state_words)
    if answered:
        words = ngettext("{n} reporter got the answer.", "{n} reporters got the answer.", answered)
        told += " " + words.format(n=answered)
    if request.htmx:
        return render(request, "group/_state.html", state_context(request, task) | {"told": told})
    note(request, told)
    if meeting:
        return redirect("meeting_write", kommun=request.kommun.slug, pk=meeting)
    return redirect("task", kommun=request.kommun.slug, pk=task.pk)
