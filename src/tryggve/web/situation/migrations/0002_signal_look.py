"""Each looking for signals, and that there is one at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("situation", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SignalLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(default=None, null=True)),
                ("by", models.TextField()),
                ("running", models.BooleanField(default=None, null=True, unique=True)),
                ("batch", models.BigIntegerField()),
                ("day", models.IntegerField(default=None, null=True)),
                ("source", models.TextField(blank=True, default="")),
                ("level", models.TextField(blank=True, default="")),
                ("content", models.JSONField(default=dict)),
            ],
            options={"db_table": "situation_signal_look"},
        )
    ]
