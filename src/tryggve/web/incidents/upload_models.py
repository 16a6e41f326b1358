"""Files on their way in."""

from __future__ import annotations

from django.db import models


class Upload(models.Model):
    """A file that was sent, from its preview until it has been brought in or thrown away.

    `content` lies in the municipality's own database and is emptied as soon as it is not needed; `rejected` are the
    rows that did not go in, kept some days for whoever mends them.
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
    done_at = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "upload"
        ordering = ("-id",)
