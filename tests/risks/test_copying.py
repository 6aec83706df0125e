"""A register taken along into the next phase."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pvehub.access import Refused
from risks import actions
from risks.actions.copying import ANEW, LEFT, TAKEN
from risks.models import Risk, Treatment
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db
CANARY = "canary6h3m"


@pytest.fixture
def before(db):
    return make.register(make.project(status="draft"))


def phase_two(before, **fields):
    made = make.project(manager=before.project.manager, **fields)
    made.replicated_from = before.project
    made.save()
    return made


def fields_of(model):
    return {f.name for f in [*model._meta.fields, *model._meta.many_to_many] if not f.primary_key}


@pytest.mark.scenario("risks-16")
def test_a_project_copied_for_phase_two_takes_statements_as_drafts_and_nothing_that_was_judged(before):
    old = make.risk(before, current=Rating(3, {"programme": 3}), strategy="reduce", shared_with="They agreed")
    measure = make.treatment(old, progress="done", evidence="Seen", cost="10.00", currency="EUR", is_precondition=True)
    make.acceptance(old, is_granted=True)
    make.screened(before)
    target = phase_two(before)
    actions.copy_register(before.project, target, by=target.manager)
    (new,) = target.register.risks.all()
    (plan,) = new.treatments.all()
    for model in (Risk, Treatment):  # every field is decided, so that a new one cannot be forgotten
        decided = [*TAKEN[model], *ANEW[model], *LEFT[model]]
        assert len(decided) == len(set(decided)) and set(decided) == fields_of(model)
    for copy, source, model in ((new, old, Risk), (plan, measure, Treatment)):
        for name in TAKEN[model]:
            assert str(getattr(copy, name)) == str(getattr(source, name)), name
        for name in LEFT[model]:
            assert getattr(copy, name) == model._meta.get_field(name).get_default(), name
    assert (new.state, new.ref, new.copied_from, new.added_by) == ("draft", "R01", old, target.manager)
    assert plan.due_on == timezone.localdate() + timedelta(days=90) and plan.register == target.register
    assert not new.assessments.exists() and not new.acceptances.exists() and not target.register.screenings.exists()
    assert before.risks.get() == old and old.treatments.get() == measure


def test_owners_who_left_stay_behind(before):
    gone = make.officer("UG", is_active=False)
    risk = make.risk(before, owner=gone)
    make.treatment(risk, owner=gone)
    target = phase_two(before)
    actions.copy_register(before.project, target, by=target.manager)
    (new,) = target.register.risks.all()
    assert new.owner is None and new.treatments.get().owner == target.manager


def test_only_what_the_copier_reads_comes_along_and_restricted_stays_restricted(as_, before):
    manager = before.project.manager
    make.risk(before, visibility="restricted", owner=make.officer("UG"), event=CANARY)
    make.risk(before, visibility="restricted", owner=manager, event="Mine")
    make.risk(before, is_rated=False, state="closed")
    target = phase_two(before)
    client, page = as_(manager), f"/risks/open/{target.ref}/copy/"
    assert "1 more is restricted" in client.get(page).text
    answer = client.post(page, follow=True)
    assert "1 risk came along as a draft. 1 more did not: you may not read it." in answer.text
    (new,) = target.register.risks.all()
    assert (new.event, new.visibility) == ("Mine", "restricted") and CANARY not in answer.text


def test_a_second_time_only_what_is_new_comes_along(before):
    make.risk(before)
    target = phase_two(before)
    actions.copy_register(before.project, target, by=target.manager)
    make.risk(before, event="Added later")
    found = actions.copy_register(before.project, target, by=target.manager)
    assert [risk.event for risk in found.risks] == ["Added later"] and target.register.risks.count() == 2


def test_a_shared_measure_comes_along_once_and_serves_both(before):
    make.treatment(make.risk(before), make.risk(before))
    target = phase_two(before)
    actions.copy_register(before.project, target, by=target.manager)
    assert target.register.treatments.get().risks.count() == 2


@pytest.mark.parametrize("fields", [{"office": "KE"}, {"tier": 1}])
def test_a_copy_is_never_read_more_widely_than_where_it_comes_from(before, fields):
    before.project.tier = 2
    before.project.save()
    target = phase_two(before, **({"tier": 2} | fields))
    with pytest.raises(Refused):
        actions.copy_register(before.project, target, by=target.manager)


def test_the_project_page_offers_it_to_who_may(as_, before):
    make.risk(before)
    target = phase_two(before)
    page = target.get_absolute_url()
    assert f"/risks/open/{target.ref}/copy/" in as_(target.manager).get(page).text
    actions.copy_register(before.project, target, by=target.manager)
    assert "/risks/open/" not in as_(target.manager).get(page).text
    assert "/risks/open/" not in as_(before.project.manager).get(before.project.get_absolute_url()).text
