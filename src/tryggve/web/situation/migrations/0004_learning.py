"""How far it has come with learning what is rare."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("situation", "0003_making")]

    operations = [
        migrations.CreateModel(
            name="Learning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(default=None, null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=8)),
                ("done", models.IntegerField(default=0)),
                ("days", models.IntegerField(default=0)),
            ],
            options={"db_table": "situation_learning"},
        )
    ]
