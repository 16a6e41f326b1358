"""The log is told in words: every detail that any part of the code keeps has a label, and no page shows a code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import tryggve
from tests.web.conftest import Installation
from tests.web.furnished import Furnished, _furnished_template, standing  # noqa: F401
from tryggve.store.database import audit
from tryggve.store.database.models import AuditEvent
from tryggve.web.core.models import Membership
from tryggve.web.setup.log_names import Names
from tryggve.web.setup.log_vocabulary import DONE, LABELS, NOT_SHOWN
from tryggve.web.setup.log_words import told

OWN = {"by", "at", "why", "batch"}
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|[\[\]{}]|\b(?:true|false|null)\b")


def _kept() -> tuple[set[str], set[str]]:
    """The names of details, and what `done` may say, in every call that writes to the log."""
    names, done = set(), set()
    for path in Path(tryggve.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "note_export")):
                continue
            for one in node.keywords:
                names |= {one.arg} if one.arg and one.arg not in OWN else set()
                if one.arg == "done" and isinstance(one.value, ast.Constant):
                    done.add(one.value.value)
    return names, done


def test_every_detail_that_is_kept_has_words() -> None:
    names, done = _kept()
    assert len(names) > 50, "the calls were not found"
    assert names - set(LABELS) - NOT_SHOWN == set()
    assert done - set(DONE) == set()


def test_no_event_of_a_lived_in_municipality_shows_a_code(standing: Furnished) -> None:  # noqa: F811
    with standing.installation.inside():
        events = list(AuditEvent.objects.all())
        names = Names(events)
        shown = {event.pk: told(event, names) for event in events}
    assert len({event.action for event in events}) > 15
    assert {text for text in shown.values() if CODE.search(text)} == set()


def test_members_are_told_by_name_and_reporters_by_number(installation: Installation) -> None:
    with installation.inside():
        events = list(AuditEvent.objects.filter(action=str(audit.Action.MEMBER)).order_by("id"))
        names = Names(events)
        pelle = Membership.objects.get(name="Pelle")
        shown = next(told(one, names) for one in events if one.details["membership"] == pelle.pk)
        assert shown.split("\N{NO-BREAK SPACE}· ") == [
            "medlem: Pelle", "organisation: Polisen", "roller: organisationsansvarig",
        ]  # fmt: skip
        Membership.objects.filter(pk=pelle.pk).update(name="")
        assert told(events[1], Names(events)).startswith(f"medlem: nr {pelle.pk}\N{NO-BREAK SPACE}· ")
