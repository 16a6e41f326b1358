"""What somebody wrote that was not saved where it belongs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("core", "0003_way_back")]

    operations = [
        migrations.CreateModel(
            name="UnsavedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=80)),
                ("texts", models.JSONField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "unsaved_text",
                "ordering": ("-at", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("account_id", "kind", "key"), name="unsaved_text_once")
                ],
            },
        )
    ]
