from django.db import migrations, models

from endorsement import workflow

# Before this, what one holder had in two stages was one interval: it is laid to the first of them.
FIRST = {"head": "clearance", "region": "regional", "trd": "screening", "seat": "decision"}


def by_stage(apps, schema_editor):
    """Lay each interval to the stage its holder had it in, and the running one to where its case stands."""
    interval = apps.get_model("endorsement", "ClockInterval")
    for holder, stage in FIRST.items():
        interval.objects.filter(holder=holder).update(stage=stage)
    first = interval.objects.order_by("case", "from_at", "pk").distinct("case").values("pk")
    interval.objects.filter(holder="mission").exclude(pk__in=first).update(stage="returned")
    for row in interval.objects.filter(to_at=None).select_related("case"):
        row.stage, row.days = row.case.status, workflow.TARGET_DAYS.get(row.case.status)
        row.save(update_fields=["stage", "days"])


class Migration(migrations.Migration):

    dependencies = [
        ('endorsement', '0006_the_whole_passage'),
    ]

    operations = [
        migrations.AddField(
            model_name='clockinterval',
            name='days',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='clockinterval',
            name='goes_on',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='clockinterval',
            name='stage',
            field=models.TextField(choices=[('draft', 'Draft'), ('clearance', 'Clearance by the head of mission'), ('regional', 'Regional advice'), ('screening', 'Screening by TRD'), ('review', 'Review by TRD'), ('decision', 'Decision'), ('returned', 'Returned to the mission'), ('on_hold', 'On hold'), ('withdrawn', 'Withdrawn'), ('endorsed', 'Endorsed'), ('endorsed_with_conditions', 'Endorsed with conditions'), ('not_endorsed', 'Not endorsed'), ('not_required', 'Endorsement not required'), ('suspended', 'Suspended'), ('expired', 'Expired'), ('revoked', 'Revoked'), ('superseded', 'Superseded')], default='draft'),
        ),
        migrations.AlterField(
            model_name='target',
            name='stage',
            field=models.TextField(choices=[('clearance', 'Clearance by the head of mission'), ('regional', 'Regional advice'), ('screening', 'Screening by TRD'), ('review', 'Review by TRD'), ('decision', 'Decision'), ('emergency', 'An emergency, in all')], unique=True),
        ),
        migrations.RunPython(by_stage, migrations.RunPython.noop),
    ]
