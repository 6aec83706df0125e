from django.db import migrations


def _say_how(apps, schema_editor):
    """A mitigation is text and how it works; the files say how at the next start, until then all of them prevent."""
    for row in apps.get_model("risks", "LibraryRisk").objects.order_by("pk"):
        row.mitigations = [{"text": m, "works": "prevent"} if isinstance(m, str) else m for m in row.mitigations]
        row.save(update_fields=["mitigations"])


class Migration(migrations.Migration):

    dependencies = [
        ('risks', '0005_decisions_passed_on'),
    ]

    operations = [
        migrations.RunPython(_say_how, migrations.RunPython.noop),
    ]
