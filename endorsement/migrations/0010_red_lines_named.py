"""A refusal names the red lines of the register on which it rests."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from pvehub.audit.appendonly import Revoke


class Migration(migrations.Migration):

    dependencies = [
        ('endorsement', '0009_one_concept_of_citation'),
        ('knowledge', '0014_words_and_red_lines'),
    ]

    operations = [
        migrations.CreateModel(
            name='RedLineNamed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('statement', models.CharField(max_length=300)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='red_lines', to='endorsement.decision')),
                ('red_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.redline')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('decision', 'red_line'), name='red_line_named_once'), models.CheckConstraint(condition=models.Q(('statement', ''), _negated=True), name='red_line_named_in_words')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='redlinenamed',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4e62733ec65a32a513e389b0395f73080277dd6b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b6796', table='endorsement_redlinenamed', when='BEFORE')),
        ),
        Revoke("endorsement_redlinenamed"),
    ]
