"""Message lines that say the same in several languages."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0016_compendium_of_practices'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='knowledge.resource')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='language_of', to='knowledge.resource')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('resource', models.F('first')), _negated=True), name='messagelanguage_of_another')],
            },
        ),
    ]
