"""A step of a version to come: a column of the table that the views read, and a table of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_report_days")]

    operations = [
        migrations.AddField("Incident", "ahead", models.TextField(default="later", db_default="later")),
        migrations.AlterField("Incident", "said_precision", models.IntegerField(default=0)),
        migrations.CreateModel("Ahead", [("id", models.AutoField(primary_key=True))], {"db_table": "ahead"}),
    ]
