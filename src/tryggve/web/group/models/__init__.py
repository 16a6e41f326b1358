"""The tables of the group, in each municipality's own database. Only `actions` writes them."""

from tryggve.web.group.models.meeting import Attendance, Meeting, MeetingText, Notes
from tryggve.web.group.models.task import Task, TaskEvent, TaskReminder, TaskSource

__all__ = ["Attendance", "Meeting", "MeetingText", "Notes", "Task", "TaskEvent", "TaskReminder", "TaskSource"]
