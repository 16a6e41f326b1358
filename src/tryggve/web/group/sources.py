"""What an insats comes from: a signal, a report, a meeting, out of the address of the page that begins it."""

from __future__ import annotations

from tryggve.domain.category import categories
from tryggve.domain.language import _
from tryggve.store.database.models import Incident
from tryggve.store.database.signal_models import Signal
from tryggve.web.core import hooks_of_group as told
from tryggve.web.core.member import Member
from tryggve.web.core.municipal import here
from tryggve.web.group.facts import Origin
from tryggve.web.group.models import Meeting, Task

KINDS = {"signal": "signal", "rapport": "report"}
"""Word in the address → kind in the table."""

_LONGEST = 12


def origin_of(source: list[str], meeting: str, member: Member) -> Origin:
    """What the parameters `fran` and `mote` name, as far as it exists and the member may link to it."""
    held = Meeting.objects.filter(pk=int(meeting), closed_at=None) if _is_number(meeting) else None
    number = held.values_list("pk", flat=True).first() if held is not None and member.may("meet") else None
    pairs = [_pair(word) for word in source] if member.may("review") else []
    return Origin(number, tuple(dict.fromkeys(pair for pair in pairs if pair is not None and _exists(*pair))))


def lines_of(origin: Origin, member: Member) -> list[told.Line]:
    """What the sources are called."""
    return [_line(kind, key, member) for kind, key in origin.sources]


def lines_of_task(task: Task, member: Member) -> list[told.Line]:
    """What led to an insats, for those who may know of reports and signals; nothing for others."""
    if not member.may("read_text"):
        return []
    return [_line(source.kind, source.key, member) for source in task.sources.all()]


def _pair(word: str) -> tuple[str, str] | None:
    kind, _colon, key = word.partition(":")
    return (KINDS[kind], str(int(key))) if kind in KINDS and _is_number(key) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _LONGEST


def _exists(kind: str, key: str) -> bool:
    table = Signal if kind == "signal" else Incident
    return table.objects.using(here().alias).filter(pk=int(key)).exists()


def _line(kind: str, key: str, member: Member) -> told.Line:
    for line in told.source_line(kind, key, member):
        if line is not None:
            return line
    if kind == "signal":
        return told.Line(_("Signal number {n}").format(n=key))
    found = Incident.objects.using(here().alias).filter(pk=int(key)).first()
    category = found.category if found is not None and found.category in categories() else ""
    words = _("Report number {n}").format(n=key)
    return told.Line(words, categories()[category].name if category else "")
