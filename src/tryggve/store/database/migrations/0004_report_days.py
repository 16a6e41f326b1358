# Who reported on which days is read out of the index alone: a year is held against five before it.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0003_reports'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='incident', name='incident_last_day'),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['last_day', 'organisation', 'left_out'], name='incident_report_days'),
        ),
    ]
