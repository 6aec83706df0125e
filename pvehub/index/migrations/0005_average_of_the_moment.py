from django.db import migrations, models

# A posting says how long its document is; the words of all that all staff may read are counted beside the documents.
LENGTHS = """
UPDATE index_posting p SET length = least(d.length, 32767) FROM index_searchdoc d WHERE d.id = p.doc_id;
INSERT INTO index_tally (lexeme_id, word, delta)
SELECT 1, '', sum(least(length, 32767)) FROM index_searchdoc WHERE facets & 1 = 0 AND length > 0 HAVING count(*) > 0;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('index', '0004_postings_to_ask'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='posting',
            name='index_one_posting_per_lexeme',
        ),
        migrations.AddField(
            model_name='posting',
            name='length',
            field=models.SmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL(LENGTHS, migrations.RunSQL.noop),
        # Going back, the columns come as zeros, which the night's work of the earlier release makes anew.
        migrations.AlterField(
            model_name='posting',
            name='impact',
            field=models.FloatField(default=0),
        ),
        migrations.AlterField(
            model_name='searchdoc',
            name='average',
            field=models.FloatField(default=0),
        ),
        migrations.RemoveField(
            model_name='posting',
            name='impact',
        ),
        migrations.RemoveField(
            model_name='searchdoc',
            name='average',
        ),
        migrations.DeleteModel(
            name='Corpus',
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(fields=('lexeme_id', 'doc'), include=('tf', 'length', 'facets', 'thing_id'), name='index_one_posting_per_lexeme'),
        ),
    ]
