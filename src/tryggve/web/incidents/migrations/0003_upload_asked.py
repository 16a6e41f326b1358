"""Uploads are read and brought in by the worker, and say how far that has come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns of one table."""

    dependencies = [("incidents", "0002_desk")]

    operations = [
        migrations.AddField("upload", "shown", models.JSONField(default=dict)),
        migrations.AddField("upload", "asked", models.CharField(blank=True, default="", max_length=4)),
        migrations.AddField("upload", "asked_by", models.TextField(blank=True, default="")),
        migrations.AddField("upload", "asked_at", models.DateTimeField(default=None, null=True)),
        migrations.AddField("upload", "step", models.CharField(blank=True, default="", max_length=8)),
        migrations.AddField("upload", "tries", models.IntegerField(default=0)),
        migrations.AddField("upload", "fault", models.TextField(blank=True, default="")),
    ]
