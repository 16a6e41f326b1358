"""Files are kept for a while, brought in, thrown away, taken back."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict

from tryggve.domain.language import DEFAULT_LANGUAGE, _, use_language
from tryggve.domain.row_error import FileError
from tryggve.reports.arrivals import arrival_of
from tryggve.store.database import audit
from tryggve.store.database.actions.imports import areas_mark, import_arrival
from tryggve.store.database.actions.undo import Undone, undo_batch
from tryggve.web.core.municipal import here
from tryggve.web.core.readiness import is_open
from tryggve.web.incidents.models import Upload
from tryggve.web.incidents.upload_kind import kind_of, safe_name, said_name
from tryggve.web.incidents.upload_reading import ingested, preview, rejected_rows

KEPT = dt.timedelta(days=1)
"""So long a file waits for a decision."""

AT_ONCE = 300_000
"""So many bytes are read and brought in while the page waits; what is larger is left to the worker."""

READ, IN = "read", "in"

TRIES = 3
"""So often the worker begins a file that ends neither well nor badly."""

REJECTED_KEPT = dt.timedelta(days=14)
"""So long the rows that did not go in can be fetched."""

_NUMBERS = ("read", "new", "updated", "unchanged", "held_back")


def keep(*, name: str, content: bytes, by: str, at: dt.datetime, today: dt.date) -> Upload:
    """Take a file to show what it says. FileError where it cannot be read as a whole, or live data may not come in."""
    refuse_before_start()
    kind = kind_of(content, said_name(name))
    made = Upload(name=safe_name(name, kind), kind=kind, size=len(content), content=content, by=by, at=at)
    if len(content) > AT_ONCE:
        made.asked, made.asked_by, made.asked_at = READ, by, at
    else:
        made.shown = asdict(preview(made, today))
    with here().writing():
        forget_old(at=at)
        made.save(force_insert=True)
        digest = hashlib.sha256(content).hexdigest()
        audit.record(here(), audit.Action.UPLOAD, by=by, at=at, upload=made.pk, sha256=digest, done="sent")
    return made


def bring_in(*, upload: Upload, by: str, at: dt.datetime, today: dt.date, why: str = "") -> Upload:
    """Write what the file says into the store, once. FileError where it cannot be done: then nothing has changed."""
    refuse_before_start()
    mark = areas_mark(here())
    with ingested(upload, today) as found:
        arrival, rejected = arrival_of(found, areas_mark=mark), rejected_rows(found)
        _note(upload, "keep")
        with here().writing():
            if Upload.objects.filter(pk=upload.pk, done_at=None).update(done_at=at, asked="", fault="") == 0:
                raise FileError(_("The file has already been brought in, or thrown away."), "")
            outcome = import_arrival(here(), arrival=arrival, by=by, why=why, at=at)
            told = {name: outcome.total(name) for name in _NUMBERS} | {"agreements": outcome.agreements}
            Upload.objects.filter(pk=upload.pk).update(
                batch_id=outcome.batch, told=told, rejected=rejected, content=b"", shown={}
            )
            audit.record(
                here(), audit.Action.UPLOAD, by=by, at=at, upload=upload.pk, brought_in=outcome.batch, done="in"
            )
    upload.refresh_from_db()
    return upload


def ask_to_bring_in(*, upload: Upload, by: str, at: dt.datetime) -> None:
    """Have the worker bring a file in. FileError where it has been already, or been thrown away."""
    refuse_before_start()
    with here().writing():
        asked = Upload.objects.filter(pk=upload.pk, done_at=None).exclude(asked=READ)
        if not asked.update(asked=IN, asked_by=by, asked_at=at, step="", tries=0, fault=""):
            raise FileError(_("The file has already been brought in, or thrown away."), "")
        audit.record(here(), audit.Action.UPLOAD, by=by, at=at, upload=upload.pk, done="asked for")


def refuse_before_start() -> None:
    """FileError where live data may not come in: not yet, or not any more."""
    if not is_open():
        raise FileError(_("Driftstart is not done: live data may not be brought in yet."), "")


def is_asked() -> bool:
    """Whether any file waits for the worker."""
    return Upload.objects.exclude(asked="").exists()


def do_what_is_asked(*, at: dt.datetime, today: dt.date) -> None:
    """Read or bring in all files that wait, the oldest first. What cannot be done is told in the row."""
    for pk in list(Upload.objects.exclude(asked="").order_by("id").values_list("pk", flat=True)):
        one = Upload.objects.get(pk=pk)
        with use_language(DEFAULT_LANGUAGE):
            try:
                _do(one, at, today)
            except FileError as fault:
                _failed(one, f"{fault.what} {fault.how}".strip())
            except Exception:
                _failed(one, _("Something went wrong on the server. Nothing has changed. Try again."))
                raise


def _do(one: Upload, at: dt.datetime, today: dt.date) -> None:
    if one.tries >= TRIES:
        _failed(one, _("It was begun {n} times and never came to its end.").format(n=TRIES))
        return
    with here().writing():
        Upload.objects.filter(pk=one.pk).update(tries=one.tries + 1, step=READ)
    if one.asked == IN:
        bring_in(upload=one, by=one.asked_by, at=at, today=today)
        return
    shown = asdict(preview(one, today))
    with here().writing():
        Upload.objects.filter(pk=one.pk).update(asked="", step="", tries=0, shown=shown)


def _failed(one: Upload, why: str) -> None:
    """A file that could not be read is emptied at once; one that did not go in waits for another try."""
    gone = {"content": b""} if one.asked == READ else {}
    with here().writing():
        Upload.objects.filter(pk=one.pk).update(asked="", step="", tries=0, fault=why, **gone)


def _note(one: Upload, step: str) -> None:
    with here().writing():
        Upload.objects.filter(pk=one.pk).exclude(asked="").update(step=step)


def throw_away(*, upload: Upload, by: str, at: dt.datetime) -> None:
    """The file is not wanted."""
    with here().writing():
        if Upload.objects.filter(pk=upload.pk, done_at=None).exclude(asked=IN).delete()[0]:
            audit.record(here(), audit.Action.UPLOAD, by=by, at=at, upload=upload.pk, done="thrown away")


def take_back(*, batch: int, by: str, why: str, at: dt.datetime) -> Undone:
    """An import is taken back with the rows that it did not bring. FileError where it cannot be."""
    with here().writing():
        undone = undo_batch(here(), batch=batch, by=by, why=why, at=at)
        Upload.objects.filter(batch_id=batch).update(rejected=b"")
    return undone


def forget_old(*, at: dt.datetime) -> None:
    """Files that nobody decided about, and rows that nobody mended."""
    with here().writing():
        Upload.objects.filter(done_at=None, at__lt=at - KEPT).delete()
        Upload.objects.filter(at__lt=at - REJECTED_KEPT).exclude(rejected=b"").update(rejected=b"")
