"""What headquarters had weighed before there was one table of citations: every row arrives whole, and is read as before."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from knowledge.models import Citation
from tests import make

pytestmark = pytest.mark.django_db

BEFORE = ("endorsement", "0008_amendments_replace")


def _migrate(to=None):
    """Back to that migration of endorsement, or up to the last one."""
    executor = MigrationExecutor(connection)
    return executor.migrate([to] if to else executor.loader.graph.leaf_nodes("endorsement")).apps


def test_old_rows_of_headquarters_become_internal_citations_with_words_person_moment_and_version():
    case, at = make.case(status="review"), timezone.now()
    lead = case.lead
    live, draft = make.resource(title="Live"), make.resource(title="Draft", state="draft")
    text = draft.revisions.newest().first()
    kept = make.citation(case.project, make.resource(), why="The team's own.")

    rows = _migrate(BEFORE).get_model("endorsement", "Citation").objects
    said = {"case_id": case.pk, "by_id": lead.pk, "at": at}
    rows.create(resource_id=live.pk, submission_id=case.current_submission.pk, state="cited", why="It holds.", **said)
    rows.create(resource_id=draft.pk, submission_id=None, state="dismissed", why="Another law.", **said)
    connection.check_constraints()  # as they would be: long committed when the migration comes
    _migrate()

    found = {row.resource_id: row for row in Citation.objects.exclude(pk=kept.pk)}
    one, other = found.pop(live.pk), found.pop(draft.pk)
    assert not found and "endorsement_citation" not in connection.introspection.table_names()
    assert {row.is_internal for row in (one, other)} == {True}
    assert {(row.place_kind, row.place_id, row.by, row.at, row.project) for row in (one, other)} == {
        ("case", case.ref, lead, at, case.project)
    }
    number = case.current_submission.number
    assert (one.stance, one.why, one.revision, one.place_label) == (
        "applies",
        "It holds.",
        live.published_revision,
        f"v{number}",
    )
    assert (other.stance, other.why, other.revision, other.place_label) == ("not-relevant", "Another law.", text, "")
    assert set(Citation.objects.internal_at("case", case.ref)) == {one, other}
    assert list(Citation.objects.visible_to(case.project.manager)) == [kept]
