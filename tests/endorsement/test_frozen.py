"""What is locked stays locked: to a crafted form, and to SQL as the serving role."""

import pytest
from django.db import ProgrammingError, connection, transaction

from endorsement.workflow import Status
from projects.models import Answer
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.scenario("endorsement-6")
def test_a_crafted_post_to_a_section_that_was_not_reopened_is_refused_and_changes_nothing(as_):
    case = make.returned(make.case(Status.REVIEW), sections=["overview", "results"])
    client, project = as_(case.project.manager), case.project
    before = list(Answer.objects.filter(project=project).order_by("pk").values())

    answer = client.post(f"/projects/{project.ref}/sections/context/", {"other_forms": "Slipped in."})

    assert answer.status_code == 403
    assert list(Answer.objects.filter(project=project).order_by("pk").values()) == before


@pytest.mark.scenario("endorsement-14")
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["endorsement_submission", "endorsement_decision", "audit_event"])
def test_the_serving_role_rewrites_no_version_decision_or_event(statement, table, as_app_role):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
