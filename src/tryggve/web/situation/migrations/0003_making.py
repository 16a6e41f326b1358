"""What somebody has asked to be made, and how far it has come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("situation", "0002_signal_look")]

    operations = [
        migrations.CreateModel(
            name="Making",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("period", models.CharField(max_length=30)),
                ("wish", models.JSONField(default=dict)),
                ("by", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("open", models.BooleanField(default=True, null=True)),
                ("step", models.CharField(blank=True, default="", max_length=12)),
                ("tries", models.IntegerField(default=0)),
                ("ended_at", models.DateTimeField(default=None, null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=8)),
                ("told", models.TextField(blank=True, default="")),
                ("version", models.IntegerField(default=None, null=True)),
            ],
            options={
                "db_table": "situation_making",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "period", "open"), name="situation_making_once")
                ],
            },
        )
    ]
