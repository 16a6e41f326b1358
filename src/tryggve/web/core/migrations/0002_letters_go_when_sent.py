"""A letter that went is gone: the row told which account something was told to, and when."""

from typing import Any

from django.db import migrations


def drop_sent(apps: Any, schema_editor: Any) -> None:
    """Without the column they would go out again."""
    letters = apps.get_model("core", "Letter").objects.using(schema_editor.connection.alias)
    letters.exclude(sent_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunPython(drop_sent, migrations.RunPython.noop),
        migrations.RemoveField(model_name="letter", name="sent_at"),
    ]
