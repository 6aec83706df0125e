from django.db import migrations, models

# Five bits that were no kind's yet: whether it is an attachment, and its language.
PACK = """
UPDATE index_searchdoc SET facets = (facets & ~480)
  | (CASE WHEN part > 0 THEN 32 ELSE 0 END)
  | (CASE language WHEN 'en' THEN 64 WHEN 'fr' THEN 128 WHEN 'es' THEN 192 WHEN 'ar' THEN 256 ELSE 0 END);
UPDATE index_posting p SET thing_id = d.thing_id, facets = d.facets FROM index_searchdoc d WHERE d.id = p.doc_id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('index', '0002_language_and_folded_words'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='posting',
            name='index_one_posting_per_lexeme',
        ),
        migrations.AddField(
            model_name='posting',
            name='thing_id',
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL(PACK, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(fields=('lexeme_id', 'doc'), include=('impact', 'facets', 'thing_id'), name='index_one_posting_per_lexeme'),
        ),
    ]
