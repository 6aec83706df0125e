"""Migrations that make fewer classes anew on the way make the same tables."""

import os
import pathlib
import subprocess
import sys
import tempfile

import pytest
from django.core.management import get_commands
from django.db import migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from pvehub import bootstrap
from pvehub.embedded import making, place
from pvehub.embedded.manager import Cluster
from pvehub.management.commands.migrate import executor_for
from pvehub.management.migrating import SparingExecutor, SparingState

DJANGOS = "import django; django.setup(); from django.core.management.commands.migrate import Command as C;"
DJANGOS += "from django.core.management import call_command; call_command(C(), verbosity=0)"
MODELS = [
    migrations.CreateModel("Office", [("id", models.AutoField(primary_key=True))]),
    migrations.CreateModel(
        "Person",
        [
            ("id", models.AutoField(primary_key=True)),
            ("office", models.ForeignKey("houses.Office", models.CASCADE, related_name="people")),
        ],
    ),
]


def changed(*operations):
    """The states before and after the last of these, both as if the tables were being changed all the while."""
    state = SparingState()
    assert state.apps
    for operation in [*MODELS, *operations]:
        before = state.clone()
        operation.state_forwards("houses", state)
    return before, state


def pointed_at(state):
    """Which classes the class of offices says point to it, and whether it is the class that they mean."""
    office, person = (state.apps.get_model("houses", name) for name in ("Office", "Person"))
    related = [relation.related_model for relation in office._meta.related_objects]
    return related == [person] and person._meta.get_field("office").remote_field.model is office


ADDED = migrations.AddField("Office", "code", models.CharField(max_length=8, default=""))


def test_the_command_is_ours():
    assert get_commands()["migrate"] == "pvehub"


@pytest.mark.django_db
def test_a_database_that_holds_something_is_migrated_by_djangos_own():
    assert executor_for("default") is MigrationExecutor

    MigrationRecorder.Migration.objects.all().delete()

    assert executor_for("default") is SparingExecutor


def test_a_changed_class_is_made_anew_alone():
    state = changed()[1]
    person = state.apps.get_model("houses", "Person")

    ADDED.state_forwards("houses", state)

    assert state.apps.get_model("houses", "Office")._meta.get_field("code").max_length == 8
    assert state.apps.get_model("houses", "Person") is person


def test_code_in_a_migration_sees_every_class_as_it_is():
    state = changed(ADDED)[1]

    state.clear_delayed_apps_cache()  # as Django does before it runs the code

    assert pointed_at(state)


@pytest.mark.parametrize(
    "change",
    [
        migrations.AlterField("Office", "id", models.BigAutoField(primary_key=True)),
        migrations.RenameField("Office", "id", "number"),
        migrations.AlterField("Person", "office", models.OneToOneField("houses.Office", models.CASCADE)),
    ],
    ids=["key", "name", "relation"],
)
def test_a_change_that_reaches_other_tables_sees_them_before_and_after(change):
    for state in changed(ADDED, change):
        assert pointed_at(state)


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.timeout(600)
def test_the_tables_are_those_that_django_makes():
    ours, djangos = schema("manage.py", "migrate", "--verbosity", "0"), schema("-c", DJANGOS)

    assert len(ours) > 100_000
    assert ours == djangos


def schema(*command):
    """Every table, index, rule and right after all migrations on an empty database."""
    with tempfile.TemporaryDirectory(prefix="pvehub-schema-") as scratch:
        pathlib.Path(scratch).chmod(0o711)
        cluster = Cluster(pathlib.Path(scratch) / "data", throwaway=True).start()
        try:
            given = {
                "DATABASE_OWNER_URL": cluster.url(making.OWNER),
                "DATABASE_URL": cluster.url(making.APP),
                "PVEHUB_DATABASE_ROLE": "owner",
                "PVEHUB_DATA": str(cluster.folder),
                "DJANGO_SETTINGS_MODULE": "pvehub.settings",
            }
            subprocess.run([sys.executable, *command], cwd=bootstrap.FOLDER, env=os.environ | given, check=True)
            dump = [place.binaries() / "pg_dump", "--schema-only", cluster.url(making.OWNER)]
            told = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
        finally:
            cluster.stop()
    return "\n".join(line for line in told.splitlines() if not line.startswith("\\"))  # a key made for each dump
