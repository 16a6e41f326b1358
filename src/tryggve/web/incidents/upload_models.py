"""Files on their way in."""

from __future__ import annotations

from django.db import models


class Upload(models.Model):
    """A file that was sent, from its preview until it has been brought in or thrown away.

    `content` lies in the municipality's own database and is emptied as soon as it is not needed; `rejected` are the
    rows that did not go in, kept some days for whoever mends them. `shown` is what was understood of it.

    `asked` is what the worker is to do, "read" or "in", and "" when nothing is; `asked_by` who asked, `step` what is
    done just now, `tries` how often it was begun, `fault` why it did not go.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    size = models.IntegerField()
    content = models.BinaryField()
    by = models.TextField()
    at = models.DateTimeField(db_index=True)
    batch_id = models.IntegerField(null=True, default=None)
    told = models.JSONField(default=dict)
    rejected = models.BinaryField(default=b"")
    shown = models.JSONField(default=dict)
    asked = models.CharField(max_length=4, blank=True, default="")
    asked_by = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True, default=None)
    step = models.CharField(max_length=8, blank=True, default="")
    tries = models.IntegerField(default=0)
    fault = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "upload"
        ordering = ("-id",)
