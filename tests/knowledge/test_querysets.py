"""Who reads what, in both directions, as the table of the model says."""

import pytest

from knowledge import actions
from knowledge.models import Attachment, Resource
from projects.models import ProjectMember
from pvehub.access import grants
from pvehub.people.models import Posting
from tests import make

pytestmark = pytest.mark.django_db

PEOPLE = {
    "officer": lambda: make.officer("UG"),
    "chief": lambda: make.chief("UG"),
    "staff_here": lambda: make.user("staff", "UG"),
    "neighbour": lambda: make.officer("KE"),
    "specialist": lambda: make.specialist("NBO"),
    "other_specialist": lambda: make.specialist("DKR"),
    "curator": lambda: make.curator(),
    "reviewer": lambda: make.reviewer(),
    "head": lambda: make.head(),
    "headquarters": lambda: make.user("staff", "HQ"),
    "administrator": lambda: make.administrator(),
    "outsider": lambda: make.outsider(),
    "nobody": lambda: make.user(role=None),
}
CURATORS = {"specialist", "curator"}
TRD = {"reviewer", "head"}
REGION = {"officer", "chief", "staff_here", "neighbour", "specialist"}
HQ = {"curator", "reviewer", "head", "headquarters", "administrator"}
STAFF = set(PEOPLE) - {"nobody"}

SEEN = {
    ("draft", 0): set(),
    ("draft", 2): set(),
    ("draft", 3): set(),
    ("submitted", 0): CURATORS | TRD,
    ("submitted", 2): CURATORS | TRD,
    ("submitted", 3): {"head"},
    ("changes_requested", 1): CURATORS | TRD,
    ("declined", 0): CURATORS,
    ("published", 0): STAFF,
    ("published", 1): REGION | HQ,
    ("published", 2): {"officer", "chief"} | CURATORS | TRD,
    ("published", 3): {"head"},
    ("archived", 0): CURATORS,
    ("archived", 2): CURATORS,
}


def _seen_by(resource, people):
    return {
        name for name, person in people.items() if Resource.objects.visible_to(person).filter(pk=resource.pk).exists()
    }


@pytest.mark.parametrize(("state", "tier"), SEEN)
def test_visible_to_is_the_table_of_the_model(state, tier):
    author, helper = make.user("staff", "UG"), make.user("staff", "KE")
    people = {name: build() for name, build in PEOPLE.items()}
    if state == "published" and tier == 3:
        resource = make.resource(author=author, tier=2, co_authors=[helper])
        actions.edit(resource, by=author, text=_text(resource), tags=actions.Tags(tier=3, co_authors=[helper]))
    else:
        resource = make.resource(state=state, author=author, tier=tier, co_authors=[helper])

    assert _seen_by(resource, people) == SEEN[state, tier]
    assert _seen_by(resource, {"author": author, "helper": helper}) == {"author", "helper"}


def _text(resource):
    text = resource.revisions.newest().first()
    return actions.Text(text.title, text.summary, text.language, text.fields)


def test_a_draft_is_seen_by_its_contact_person():
    contact, resource = make.user("staff", "KE"), make.resource(state="draft")
    Resource.objects.filter(pk=resource.pk).update(focal_point=contact)

    assert Resource.objects.visible_to(contact).filter(pk=resource.pk).exists()


def test_a_partner_office_reads_tier_two_and_a_team_member_elsewhere_does_not():
    project = make.project(office="UG", partner_offices=[make.office("NE")], tier=2)
    member = make.officer("NG")
    ProjectMember.objects.create(project=project, user=member)
    resource = make.resource(author=project.manager, project=project, tier=2)

    assert _seen_by(resource, {"partner": make.officer("NE"), "member": member}) == {"partner"}


def test_a_grant_opens_what_is_published_and_ends_with_its_day():
    reader, resource = make.outsider(), make.resource(tier=2)
    draft = make.resource(state="draft", tier=2)
    grants.give("see_resource", resource, to=reader, by=None)
    grants.give("see_resource", draft, to=reader, by=None)

    assert list(Resource.objects.visible_to(reader)) == [resource]

    grants.take("see_resource", resource, to=reader)

    assert not Resource.objects.visible_to(reader).exists()


def test_nothing_is_seen_from_the_second_a_posting_ends():
    person, resource = make.user("staff", "UG"), make.resource()
    assert Resource.objects.visible_to(person).filter(pk=resource.pk).exists()

    Posting.objects.filter(user=person).update(ends_at="2020-01-01T00:00:00Z", starts_at="2019-01-01T00:00:00Z")

    assert not Resource.objects.visible_to(person).exists()


def test_a_tombstone_is_for_those_who_could_read_it():
    resource = make.resource(state="archived", tier=1)
    never = make.resource(state="declined")

    assert list(Resource.objects.tombstones_for(make.officer("KE"))) == [resource]
    assert not Resource.objects.tombstones_for(make.outsider()).exists()
    assert not Resource.objects.tombstones_for(make.user(role=None)).exists()
    assert never not in Resource.objects.tombstones_for(make.curator())


def test_a_file_is_seen_by_its_own_tier():
    resource = make.resource(files=(("open.pdf", "plain", 0), ("closed.pdf", "restricted", 2)))

    def names(person):
        return sorted(Attachment.objects.visible_to(person).filter(resource=resource).values_list("name", flat=True))

    assert names(make.outsider()) == ["open.pdf"]
    assert names(make.officer("UG")) == ["closed.pdf", "open.pdf"]
    assert names(make.user("staff", "UG")) == ["open.pdf"]
    assert names(make.curator()) == ["closed.pdf", "open.pdf"]
    assert names(make.user(role=None)) == []


def test_a_file_for_named_persons_is_not_for_every_curator():
    author = make.officer("UG")
    resource = make.resource(author=author, files=(("named.pdf", "names", 3),))

    def sees(person):
        return Attachment.objects.visible_to(person).filter(resource=resource).exists()

    assert sees(author) and sees(make.head())
    assert not sees(make.curator()) and not sees(make.reviewer()) and not sees(make.officer("UG"))


def test_a_file_of_a_newer_text_waits_with_it():
    author = make.officer("UG")
    resource = make.resource(author=author)
    actions.attach(resource, make.upload("later.pdf"), by=author)
    reader = make.outsider()

    assert not Attachment.objects.visible_to(reader).filter(resource=resource).exists()
    assert Attachment.objects.visible_to(author).filter(resource=resource).exists()


def test_the_queue_holds_what_waits_in_scope_and_nothing_of_ones_own():
    from knowledge.models import Curation

    here, elsewhere = make.resource(state="submitted", office="UG"), make.resource(state="submitted", office="NE")
    specialist = make.specialist("NBO")
    mine = make.resource(state="submitted", office="NBO", author=specialist)

    def queue(person):
        return {curation.resource for curation in Curation.objects.for_curator(person)}

    assert queue(specialist) == {here}
    assert queue(make.curator()) == {here, elsewhere, mine}
    assert queue(make.officer("UG")) == set()
