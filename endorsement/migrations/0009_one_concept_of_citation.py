"""What headquarters weighed for a case becomes a citation like any other, kept at the case and internal."""

from django.db import migrations

STANCES = {"cited": "applies", "dismissed": "not-relevant"}


def move(apps, schema_editor):
    """Each row with its words, its person and its moment; the text is the one readers have, or the newest."""
    Citation = apps.get_model("knowledge", "Citation")
    Revision = apps.get_model("knowledge", "Revision")
    rows = apps.get_model("endorsement", "Citation").objects.select_related("case", "submission", "resource")
    for row in rows.order_by("pk").iterator(chunk_size=500):
        text = row.resource.published_revision_id
        if text is None:
            text = Revision.objects.filter(resource_id=row.resource_id).order_by("-number").values_list("pk", flat=True)[0]
        Citation.objects.create(
            project_id=row.case.project_id,
            resource_id=row.resource_id,
            revision_id=text,
            place_kind="case",
            place_id=row.case.ref,
            place_label=f"v{row.submission.number}" if row.submission else "",
            stance=STANCES[row.state],
            why=row.why,
            is_internal=True,
            by_id=row.by_id,
            at=row.at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("endorsement", "0008_amendments_replace"),
        ("knowledge", "0009_citations"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="Citation"),
    ]
