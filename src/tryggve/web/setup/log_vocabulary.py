"""The codes that the log is kept in, and their words (msgids)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tryggve.domain.language import N_

NOT_SHOWN = frozenset({"section", "months", "left_out", "numbers", "slug", "kept", "limits"})
"""Details that tell a reader of the page nothing; the file that is taken out has all, as it was kept."""

DONE: Mapping[str, str] = MappingProxyType(
    {
        "added": N_("added"), "made": N_("made"), "changed": N_("changed"), "ended": N_("membership ended"),
        "used": N_("used"), "withdrawn": N_("withdrawn"), "removed": N_("removed"), "taken back": N_("taken back"),
        "renamed": N_("another name"), "live_on": N_("live view opened"), "live_off": N_("live view ended"),
        "own_secret": N_("new password or PIN"), "own_passkey": N_("a passkey was added"),
        "own_passkey_gone": N_("a passkey was removed"), "own_codes": N_("an app for codes was connected"),
        "own_codes_gone": N_("the app for codes was removed"), "own_recovery": N_("new recovery codes"),
        "own_address_asked": N_("another address was asked for"), "own_address": N_("the address was confirmed"),
        "own_address_gone": N_("the address was removed"), "way_back_given": N_("a new way in was given"),
        "way_back_used": N_("the new way in was used"), "begun": N_("begun"), "sent": N_("sent"),
        "reopened": N_("opened again"), "read": N_("read"), "answered": N_("answered"), "in": N_("brought in"),
        "asked for": N_("asked for"), "thrown away": N_("thrown away"), "kept": N_("kept"),
        "moved": N_("another status"), "reminded": N_("reminder"), "called": N_("called"), "closed": N_("closed"),
        "attendance": N_("who was there"), "wrote": N_("text written"), "not_same": N_("not the same event"),
        "erased": N_("words taken out"),
        "locked": N_("answers locked"), "agreed": N_("consensus fixed"), "stopped": N_("broken off"),
        "named": N_("named as rater"),
        "consensus": N_("consensus written"),
        "unfinished": N_("accounts that were begun and never used were taken away"),
    }
)  # fmt: skip
"""What was done → words."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "done": N_("done"), "organisation": N_("organisation"), "membership": N_("member"), "roles": N_("roles"),
        "invitation": N_("invitation no."), "kind": N_("kind"), "uses": N_("may be used by"), "hours": N_("for"),
        "private": N_("private actor"), "active": N_("takes part"), "since": N_("from"), "name": N_("setting"),
        "place": N_("place"), "protected": N_("protected"), "radius": N_("metres round it"),
        "period": N_("period"), "version": N_("version"), "fingerprint": N_("fingerprint"), "asked": N_("asked for"),
        "draft": N_("draft"), "audience": N_("for"), "format": N_("format"), "form": N_("format"),
        "file": N_("file"), "files": N_("files"), "sha256": N_("fingerprint"), "digest": N_("fingerprint"),
        "divisions": N_("divisions"), "superseded": N_("replaced"), "in_use": N_("in use"), "used": N_("in use"),
        "placed": N_("reports placed"), "counts": N_("counts"), "agreements": N_("promises to report"),
        "rows": N_("rows"), "rows_read": N_("rows read"), "rows_in": N_("new"), "rows_updated": N_("corrected"),
        "rows_unchanged": N_("known before"), "rows_held_back": N_("held back"), "new": N_("new"), "gone": N_("gone"),
        "changed": N_("changed"), "incident": N_("report no."), "incidents": N_("reports no."),
        "other": N_("and no."), "question": N_("question no."), "report": N_("lägesrapport no."),
        "reports": N_("lägesrapporter no."), "upload": N_("file no."), "brought_in": N_("import no."),
        "task": N_("insats no."), "meeting": N_("meeting no."), "before": N_("was"), "after": N_("became"),
        "answered": N_("reporters answered"), "letters": N_("letters"), "fields": N_("changed"),
        "sources": N_("comes from"), "followed": N_("questions and answers taken away"), "number": N_("number"),
        "signal": N_("signal"), "signals": N_("signals"), "closed": N_("ended"), "verdict": N_("judged as"),
        "source": N_("source"), "level": N_("level"), "day": N_("day"), "first_day": N_("from"),
        "last_day": N_("to"), "wanted_per_year": N_("wanted a year"), "erased": N_("taken out for good"),
        "undone": N_("takes back no."), "handed": N_("assessments to private organisations and councils too"),
        "held": N_("assessments to those who read reports alone"),
        "taken_out": N_("taken out"), "given_back": N_("given back"),
        "decision": N_("decision no."), "reference": N_("reference"), "decided_by": N_("decided by"),
        "decided_on": N_("decided"), "text_months": N_("months that text is kept"),
        "facts_months": N_("months that reports are kept"), "texts_before": N_("texts before"),
        "facts_before": N_("reports before"), "total": N_("in all"), "texts": N_("texts"),
        "version_texts": N_("earlier texts"), "versions": N_("versions"), "what": N_("what"),
        "with_text": N_("with text"), "scope": N_("area"), "folder": N_("folder"), "unsaved": N_("text no."),
        "crs": N_("coordinates"), "zone": N_("time zone"), "steps": N_("steps"), "mended": N_("mended"),
        "copy_version": N_("version of the copy"), "recipients": N_("can be opened by"), "event": N_("event no."),
        "moved_from": N_("from"), "moved_to": N_("to"), "accounts": N_("accounts"),
        "round": N_("round no."), "limit": N_("limit"),
        "area": N_("area"),
    }
)  # fmt: skip
"""Detail → label."""

CODES: Mapping[str, str] = MappingProxyType(
    {
        "qr": N_("QR code"), "link": N_("link"), "back": N_("a new way in"), "log": N_("the log"),
        "adopt": N_("fastställd version"), "draft": N_("draft"), "internal": N_("the municipality itself"),
        "public": N_("everybody"), "record": N_("the record"), "day": N_("due today"),
        "planned": N_("planned"), "under_way": N_("under way"), "done": N_("done"), "not_done": N_("not done"),
        "handed_over": N_("handed over"), "shared": N_("the group"), "area": N_("areas alone"),
        "before": N_("soon due"),
        "late": N_("late"), "soon": N_("soon due"), "tasks": N_("insatser"), "task": N_("an insats has begun"),
        "watch": N_("watch"), "leave": N_("no measure"), "answer": N_("answer"), "report": N_("report"),
        "signal": N_("signal"), "meeting": N_("meeting"), "judged": N_("watch"), "acted": N_("act"),
        "dismissed": N_("no measure"), "csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "json": "JSON", "html": "HTML",
        "what": N_("what"), "function": N_("function"), "due": N_("last day"), "area_name": N_("area"),
        "organisation": N_("organisation"), "partners": N_("partners"),
        "place": N_("place"), "text": N_("text"), "category": N_("category"), "time": N_("time"),
        "severity": N_("severity"),
    }
)  # fmt: skip
"""A value that is a code → words."""

CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "cadence": N_("How often"), "contact": N_("Contact"), "accessibility": N_("Accessibility statement"),
        "map.backdrop": N_("Map behind"), "driftstart.open": N_("Driftstart, open or closed"),
        "example.today": N_("the day of the example"), "signs.limit": N_("limit of the early signs"),
    }
)  # fmt: skip
"""A choice → words."""
