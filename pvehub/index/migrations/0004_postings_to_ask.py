import django.db.models.expressions
import django.db.models.lookups
from django.db import migrations, models

# A question is asked in words that come often. A planner that takes each for an average word expects far too few rows.
MORE = "ALTER TABLE index_posting ALTER COLUMN lexeme_id SET (n_distinct = -0.0002)"
AS_COUNTED = "ALTER TABLE index_posting ALTER COLUMN lexeme_id RESET (n_distinct)"


class Migration(migrations.Migration):

    dependencies = [
        ('index', '0003_posting_says_the_thing'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(condition=models.Q(django.db.models.lookups.Exact(django.db.models.expressions.CombinedExpression(models.F('facets'), '&', models.Value(31)), 2), _negated=True), fields=['lexeme_id', 'doc'], include=('thing_id', 'facets'), name='index_posting_asked'),
        ),
        migrations.RunSQL(MORE, AS_COUNTED),
    ]
