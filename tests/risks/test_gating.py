"""Between submission and decision: escalations, changes since the snapshot, restricted risks somebody else must answer for."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from pvehub.access import Moved, Refused
from pvehub.audit import trail
from risks import actions, content, frozen, guards
from risks.models import Countersign, DiffConfirmation, Escalation
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db
HIGH = Rating(3, {"programme": 4})
MEDIUM = Rating(3, {"programme": 3})
CANARY = "canary8v1t"


@pytest.fixture
def register(db):
    project = make.project(status="in_endorsement")
    return make.register(project)


def ready(register):
    """Screened, accepted where it must be, frozen; gives the snapshot."""
    make.screened(register)
    return make.frozen_register(register)


def blockers(register, snapshot, decider):
    return guards.endorsement_blockers(register.project, snapshot=snapshot, decider=decider, starts_on=None)


def seal(register, snapshot):
    return content.seal(content.of(register), snapshot.content)


def restricted(register, rating=HIGH, **fields):
    words = dict.fromkeys(("cause", "event", "consequence"), f"{CANARY} was seen")
    risk = make.risk(register, visibility="restricted", current=rating, **words, **fields)
    make.acceptance(risk, is_granted=True, by=make.regional_director())
    return risk


def test_an_escalation_without_an_answer_blocks_and_names_the_seat(register):
    risk = make.risk(register)
    taken = ready(register)
    head = make.head()
    assert blockers(register, taken, head) == []
    make.escalation(risk, seat="regional_director")
    (found,) = blockers(register, taken, head)
    assert risk.ref in found.sentence and "Regional director" in found.sentence
    assert found.url == f"{risk.get_absolute_url()}#escalation"
    Escalation.objects.update(state="withdrawn", answered_at=taken.taken_at, answered_by=head)
    assert blockers(register, taken, head) == []


def test_a_changed_register_blocks_until_this_decider_confirms_this_very_content(register):
    risk = make.risk(register)
    taken, head, other = ready(register), make.head(), make.doe_director()
    risk.cause = "Another cause"
    risk.save()
    (found,) = blockers(register, taken, head)
    assert risk.ref in found.sentence and found.url == taken.changes_url
    actions.confirm_changes(taken, seen=seal(register, taken), by=head)
    assert blockers(register, taken, head) == []
    assert len(blockers(register, taken, other)) == 1
    risk.cause = "A third cause"
    risk.save()
    assert len(blockers(register, taken, head)) == 1


def test_what_is_no_part_of_the_judgement_needs_no_confirmation(register):
    risk = make.risk(register, current=MEDIUM)
    make.treatment(risk)
    taken = ready(register)
    before = seal(register, taken)
    make.acceptance(risk, is_granted=True)
    risk.treatments.update(progress="done", evidence="Seen")
    assert seal(register, taken) == before == content.seal(taken.content, taken.content)
    assert blockers(register, taken, make.head()) == []


def test_a_confirmation_of_what_is_no_longer_there_moves(register):
    make.risk(register)
    taken = ready(register)
    with pytest.raises(Moved):
        actions.confirm_changes(taken, seen="0" * 64, by=make.head())
    assert not DiffConfirmation.objects.exists()


def test_only_who_decides_confirms(register):
    make.risk(register)
    taken = ready(register)
    for person in (register.project.manager, make.chief("UG"), make.reviewer(), make.specialist("NBO")):
        with pytest.raises(Refused):
            actions.confirm_changes(taken, seen=seal(register, taken), by=person)


def test_a_restricted_high_risk_waits_for_a_countersignature_and_for_another_after_each_change(register):
    owner, chief = make.officer("UG"), make.chief("UG")
    risk = restricted(register, owner=owner)
    taken, head = ready(register), make.head()
    (found,) = blockers(register, taken, head)
    assert risk.ref in found.sentence and CANARY not in found.sentence
    sign(risk, taken, chief)
    assert blockers(register, taken, head) == []
    risk.shared_with = "A partner, who agreed"
    risk.save()
    actions.confirm_changes(taken, seen=seal(register, taken), by=head)
    assert len(blockers(register, taken, head)) == 1
    sign(risk, taken, chief)
    assert blockers(register, taken, head) == [] and Countersign.objects.count() == 2


def sign(risk, snapshot, by):
    return actions.countersign(risk, snapshot, seen=frozen.seal_of(risk, snapshot), by=by)


def test_a_restricted_risk_below_high_needs_nobody(register):
    restricted(register, MEDIUM)
    assert blockers(register, ready(register), make.head()) == []


def test_another_snapshot_needs_its_own_countersignature(register):
    risk = restricted(register)
    first = ready(register)
    sign(risk, first, make.chief("UG"))
    second = make.frozen_register(register)
    assert len(blockers(register, second, make.head())) == 1


def test_nobody_countersigns_what_they_own_wrote_submitted_or_decide_on(register):
    owner = make.officer("UG")
    risk = restricted(register, owner=owner)
    taken = ready(register)
    head = make.head()
    for person in (owner, risk.added_by, taken.taken_by, head):
        with pytest.raises(Refused):
            sign(risk, taken, person)
    open_one = make.risk(register)
    with pytest.raises(Refused):
        sign(open_one, taken, make.chief("UG"))


def test_a_direct_red_line_that_is_avoided_passes_and_one_that_is_not_never_does(register):
    risk = make.risk(register, category="MSG", is_direct=True, strategy="avoid", current=HIGH)
    taken, head = ready(register), make.head()
    assert blockers(register, taken, head) == []
    risk.strategy = "accept"
    risk.save()
    actions.confirm_changes(taken, seen=seal(register, taken), by=head)
    (found,) = blockers(register, taken, head)
    assert "only be avoided" in found.sentence


def test_what_a_restricted_risk_lacks_is_said_to_who_may_read_it_only(register):
    owner = make.officer("UG")
    risk = make.risk(register, visibility="restricted", owner=owner, category="MSG", is_direct=True, strategy="accept")
    make.screened(register)
    (unread,) = guards.submission_blockers(register.project)
    assert risk.ref in unread.sentence and "red line" not in unread.sentence and risk.ref not in unread.url
    (read,) = guards.submission_blockers(register.project, reader=owner)
    assert "red line" in read.sentence


def pages(register, snapshot):
    yield f"/risks/{register.code}/"
    yield f"/risks/{register.code}/screening/"
    yield f"/risks/{register.code}/snapshots/"
    yield snapshot.get_absolute_url()
    yield snapshot.changes_url


def test_a_restricted_text_is_nowhere_for_who_may_not_read_it_whatever_it_was_when_frozen(as_, register):
    """Restricted then and now; restricted then and open now; open then and restricted now; and changed in between."""
    owner, head = make.officer("UG"), make.head()
    always = restricted(register, owner=owner)
    opened = restricted(register, owner=owner)
    closed = restricted(register, owner=owner)
    type(closed).objects.filter(pk=closed.pk).update(visibility="office")
    taken = ready(register)
    type(always).objects.filter(pk=always.pk).update(cause=f"{CANARY} again")
    type(opened).objects.filter(pk=opened.pk).update(visibility="office", **plain())
    type(closed).objects.filter(pk=closed.pk).update(visibility="restricted")
    for reader in (head, make.reviewer(), make.officer("UG"), make.specialist("NBO")):
        for page in pages(register, taken):
            answer = as_(reader).get(page)
            assert answer.status_code == 200 and CANARY not in answer.text, page
        assert "Lack of capacity" not in as_(reader).get(taken.get_absolute_url()).text.split("<h2>Categories")[0]
    assert all(CANARY in as_(owner).get(page).text for page in list(pages(register, taken))[3:])
    for event in trail.of(register):
        assert CANARY not in f"{event.note}{event.changes}"


def plain():
    return dict.fromkeys(("cause", "event", "consequence"), "Nothing of it is said any more")


def test_a_risk_for_the_team_is_closed_to_the_rest_of_the_mission_in_its_frozen_copy_too(as_, register):
    risk = make.risk(register, visibility="team", event=f"{CANARY} for the team")
    taken = ready(register)
    assert CANARY not in as_(make.officer("UG")).get(taken.get_absolute_url()).text
    assert CANARY in as_(make.reviewer()).get(taken.get_absolute_url()).text
    type(risk).objects.filter(pk=risk.pk).update(visibility="office", event="Said to all")
    page = as_(make.officer("UG")).get(taken.changes_url).text
    assert CANARY not in page and risk.ref in page


def test_a_frozen_register_is_shown_from_the_snapshot_alone(as_, register):
    risk = make.risk(register, event="As it was")
    taken = ready(register)
    type(risk).objects.filter(pk=risk.pk).update(event="As it is")
    page = as_(make.reviewer()).get(taken.get_absolute_url()).text
    assert "As it was" in page and "As it is" not in page and taken.sha256 in page


def test_the_page_of_changes_shows_words_ratings_measures_and_answers_and_confirms_them(as_, register):
    risk = make.risk(register, event="A fair of crafts is held")
    gone = make.risk(register)
    taken = ready(register)
    make.assessment(risk, current=MEDIUM)
    type(risk).objects.filter(pk=risk.pk).update(event="A fair of crafts is cancelled")
    make.acceptance(risk, is_granted=True)
    make.treatment(risk, text="Agree on another day")
    register.screenings.filter(category__code="DAT").update(because="No list of people is ever kept here.")
    added = make.risk(register, event="A new one")
    head = as_(make.head())
    page = head.get(taken.changes_url)
    shown = {change.name: change for change in page.context["changes"]}
    assert set(shown) == {risk.ref, added.ref, "Data protection & confidentiality"} and gone.ref not in shown
    assert (
        "<del>" in page.text
        and "crafts" in page.text
        and "cancelled" in page.text
        and "Agree on another day" in page.text
    )
    assert ("Now", "2 × 2, Low", "3 × 3, Medium") in shown[risk.ref].facts
    assert head.post(taken.changes_url, {"seen": "f" * 64}).status_code == 409
    assert head.post(taken.changes_url, {"seen": page.context["seal"]}).status_code == 302
    assert "You have confirmed" in head.get(taken.changes_url).text
    assert as_(make.chief("UG")).post(taken.changes_url, {"seen": page.context["seal"]}).status_code == 403


def test_the_countersigning_page_is_for_who_may_read_the_risk(as_, register):
    risk = restricted(register, owner=make.officer("UG"))
    taken = ready(register)
    page = f"{taken.get_absolute_url()}{risk.ref}/countersign/"
    assert as_(make.head()).get(page).status_code == 404
    chief = as_(make.chief("UG"))
    assert CANARY in chief.get(page).text
    assert chief.post(page, {"seen": "0" * 64, "note": "Looked at"}).status_code == 409
    assert chief.post(page, {"seen": chief.get(page).context["seen"], "note": "Looked at"}).status_code == 302
    assert "Countersigned" in chief.get(taken.get_absolute_url()).text
    assert Countersign.objects.get().note == "Looked at"


def test_the_pages_and_the_gate_cost_the_same_with_3_and_300_risks(as_, register, django_assert_max_num_queries):
    counts = {"then": set(), "diff": set(), "gate": set()}
    taken, head = ready(register), make.head()
    reader = as_(head)
    for n in (3, 297):
        for _ in range(n):
            make.escalation(make.risk(register, current=MEDIUM))
        again = make.frozen_register(register)
        for name, page in (("then", again.get_absolute_url()), ("diff", taken.changes_url)):
            reader.get(page)
            with django_assert_max_num_queries(30) as found:
                assert reader.get(page).status_code == 200
            counts[name].add(len(found))
        with django_assert_max_num_queries(30) as found:
            assert len(blockers(register, taken, head)) > n
        counts["gate"].add(len(found))
    assert [len(found) for found in counts.values()] == [1, 1, 1]


def test_the_frozen_copies_cost_the_same_with_1_3_and_300_of_them(as_, register, django_assert_max_num_queries):
    taken, counts = ready(register), set()
    client, page = as_(make.reviewer()), f"/risks/{register.code}/snapshots/"
    client.get(page)
    for more in (0, 2, 297):
        for _ in range(more):
            taken.pk = None
            taken.save()
        with django_assert_max_num_queries(12) as found:
            assert client.get(page).status_code == 200
        counts.add(len(found))
    assert len(counts) == 1


def test_a_risk_for_the_team_is_not_told_on_the_page_of_the_case_to_the_rest_of_the_mission():
    project = make.project(status="in_endorsement")
    made = make.register(project)
    make.risk(made, visibility="team", event=f"{CANARY} for the team")
    make.risk(made, event="Told to all")
    taken = ready(made)
    public = {"content": taken.public_content, "sha256": taken.sha256}
    content_of = {"project": {"ref": project.ref}, "sections": [], "register": public}
    page = render_to_string(
        "endorsement/_register.html",
        {"submission": SimpleNamespace(content=content_of, register_snapshot_id=taken.pk)},
    )
    assert "Told to all" in page and CANARY not in page and taken.get_absolute_url() in page
