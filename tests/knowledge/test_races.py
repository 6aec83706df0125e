"""Two curators in the same second, on a real server: one decision, one event, one notice, in every round."""

import threading

import pytest
from django.db import connections

from knowledge import actions
from knowledge.models import Decision, Resource
from pvehub import access
from pvehub.audit.models import Event
from pvehub.notifications.models import Notice
from tests import make
from tests.machinery.amount import ROUNDS


def _at_once(*acts):
    """Run the acts in threads that start together; what each of them raised, or None."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait(timeout=30)
            act()
        except Exception as problem:
            results[number] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.scenario("knowledge-9")
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
def test_two_curators_claim_and_decide_at_once():
    first, second, author = make.curator(), make.curator(), make.officer("UG")
    for number in range(ROUNDS):
        resource = make.resource(state="submitted", author=author, title=f"Round {number}")
        seen = make.waiting_hash(resource)

        claims = _at_once(lambda r=resource: actions.claim(r, by=first), lambda r=resource: actions.claim(r, by=second))
        assert sorted(type(problem).__name__ for problem in claims) == ["NoneType", "Refused"]

        winner = first if claims[0] is None else second
        both = {"by": winner, "seen": seen}
        ends = _at_once(
            lambda r=resource, b=both: actions.publish(r, checklist=make.TICKED, **b),
            lambda r=resource, b=both: actions.decline(r, checklist={}, reason="No.", **b),
        )
        assert sorted(type(problem).__name__ for problem in ends) == ["NoneType", "Refused"]
        assert all(problem is None or isinstance(problem, access.Refused) for problem in ends)
        outcome = Decision.objects.get(revision__resource=resource).outcome
        told = Notice.objects.filter(recipient=author, about_id=str(resource.pk))
        assert [notice.kind for notice in told] == [f"knowledge.{outcome}"]
        events = Event.objects.of(resource).filter(verb__in=["knowledge.published", "knowledge.declined"])
        assert [event.verb for event in events] == [f"knowledge.{outcome}"]
        assert Resource.objects.get(pk=resource.pk).state == ("published" if outcome == "published" else "draft")
