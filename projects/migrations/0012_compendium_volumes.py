from django.db import migrations, models


class Migration(migrations.Migration):
    """What was written lives for some days only: it is made anew, not carried over."""

    dependencies = [
        ("projects", "0011_portfolio_seen"),
    ]

    operations = [
        migrations.DeleteModel(name="CompendiumContent"),
        migrations.CreateModel(
            name="CompendiumVolume",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                (
                    "compendium",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="volumes", to="projects.compendium"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("compendium", "number"), name="compendium_volume_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="compendium_volume_counts_from_one"),
                ],
            },
        ),
    ]
