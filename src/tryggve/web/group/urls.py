"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern

from tryggve.domain.access import Permission
from tryggve.web.core.pages import page
from tryggve.web.group.views import files, meetings, task, tasks, writing

_TASKS, _MEETINGS = "<kommun:kommun>/insatser/", "<kommun:kommun>/moten/"
_ONE, _MEETING = f"{_TASKS}<int:pk>/", f"{_MEETINGS}<int:pk>/"
_READ, _WORK = Permission.READ_TASKS, Permission.TASKS
_NOTES, _MEET = Permission.READ_NOTES, Permission.MEET

urlpatterns: list[URLPattern] = [
    page(_TASKS, tasks.tasks, needs=_READ, name="tasks"),
    page(f"{_TASKS}ny/", tasks.task_new, needs=_WORK, name="task_new"),
    page(f"{_TASKS}insatser.csv", files.tasks_csv, needs=_READ, name="tasks_csv"),
    page(f"{_TASKS}insatser.xlsx", files.tasks_xlsx, needs=_READ, name="tasks_xlsx"),
    page(f"{_TASKS}insatser.ics", files.tasks_ics, needs=_READ, name="tasks_ics"),
    page(_ONE, task.task, needs=_READ, name="task"),
    page(f"{_ONE}andra/", task.task_edit, needs=_WORK, name="task_edit"),
    page(f"{_ONE}lage/", task.task_move, needs=_WORK, name="task_move"),
    page(f"{_ONE}insats.ics", files.task_ics, needs=_READ, name="task_ics"),
    page(_MEETINGS, meetings.meetings, needs=_NOTES, name="meetings"),
    page(f"{_MEETINGS}nytt/", meetings.meeting_new, needs=_MEET, name="meeting_new"),
    page(_MEETING, meetings.meeting, needs=_NOTES, name="meeting"),
    page(f"{_MEETING}anteckningar.pdf", files.notes_pdf, needs=_NOTES, name="notes_pdf"),
    page(f"{_MEETING}mote.ics", files.meeting_ics, needs=_NOTES, name="meeting_ics"),
    page(f"{_MEETING}andra/", meetings.meeting_edit, needs=_MEET, name="meeting_edit"),
    page(f"{_MEETING}skriv/", writing.meeting_write, needs=_MEET, name="meeting_write"),
    page(f"{_MEETING}skarm/", writing.meeting_screen, needs=_MEET, name="meeting_screen"),
    page(f"{_MEETING}text/<str:section>/", writing.meeting_text, needs=_MEET, name="meeting_text"),
    page(f"{_MEETING}narvaro/", writing.meeting_attendance, needs=_MEET, name="meeting_attendance"),
    page(f"{_MEETING}avsluta/", writing.meeting_close, needs=_MEET, name="meeting_close"),
]
