# What single reports and a person's look at them need.

import django.db.models.deletion
from django.db import migrations, models

LEFT_OUT = [
    '', 'outside_est', 'summary', 'nothing_to_report', 'rumour', 'forecast', 'elsewhere', 'held_back', 'merged',
]


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_signals'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='incident', name='incident_left_out'),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(
                condition=models.Q(('left_out__in', LEFT_OUT)), name='incident_left_out'
            ),
        ),
        migrations.CreateModel(
            name='IncidentMerge',
            fields=[
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='merged', serialize=False, to='store.incident')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='others', to='store.incident')),
            ],
            options={
                'db_table': 'incident_merge',
                'constraints': [models.CheckConstraint(condition=models.Q(('into', models.F('incident')), _negated=True), name='incident_merge_other')],
            },
        ),
        migrations.AddIndex(
            model_name='auditevent', index=models.Index(fields=['action'], name='audit_event_action'),
        ),
        migrations.AddIndex(
            model_name='importbatch', index=models.Index(fields=['kind'], name='import_batch_kind'),
        ),
        migrations.AlterField(
            model_name='incidentversion', name='key', field=models.BinaryField(db_index=True, max_length=16),
        ),
    ]
