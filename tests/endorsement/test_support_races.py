"""Two people ask, or take a question over, at the same moment, on two connections to a real PostgreSQL."""

from functools import partial

import pytest

from endorsement import actions
from endorsement.models import SupportRequest
from pvehub import access
from tests import make
from tests.endorsement.test_races import at_once
from tests.machinery.amount import ROUNDS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


def test_two_questions_at_once_have_two_numbers():
    first, second = make.project(), make.project()
    for n in range(1, ROUNDS + 1):
        results = at_once(partial(make.support, first), partial(make.support, second))

        assert all(isinstance(result, SupportRequest) for result in results), results
        assert sorted(result.number for result in results) == [2 * n - 1, 2 * n]


def test_two_who_take_a_question_over_at_once_are_not_both_its_owner():
    project, one, other = make.project(), make.reviewer(), make.reviewer()
    for _n in range(ROUNDS):
        asked = make.support(project)

        results = at_once(*(partial(actions.take_over, asked, by=person, seen="") for person in (one, other)))

        made = [result for result in results if isinstance(result, SupportRequest)]
        late = [result for result in results if isinstance(result, access.Moved)]
        assert (len(made), len(late)) == (1, 1), results
        assert SupportRequest.objects.get(pk=asked.pk).owner == made[0].owner
