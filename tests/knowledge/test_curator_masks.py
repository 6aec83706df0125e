"""A curator masks where a text comes from: at once, with a reason, by every door, and its authors hear of it."""

import pytest
from django.urls import reverse

from knowledge import actions, search
from knowledge.models import Resource
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db
WHO, FILE = "Zebulon Quartzby", "quartzfile"


@pytest.fixture
def author():
    return make.officer("UG", name=WHO)


def test_readers_lose_the_names_at_once_the_authors_are_told_and_the_history_says_why(author, as_, outbox):
    made, curator, reader = (
        make.resource(author=author, files=((f"{FILE}.pdf", "water", 0),)),
        make.curator(),
        make.outsider(),
    )
    url = reverse("knowledge:resource-mask", args=[made.uid])
    assert WHO in as_(reader).get(made.get_absolute_url()).content.decode()
    assert url in as_(curator).get(made.get_absolute_url()).content.decode()
    before = len(outbox)

    assert as_(curator).post(url, {"reason": "A colleague was followed home."}).status_code == 302

    page = as_(reader).get(made.get_absolute_url()).content.decode()
    assert not any(word in page for word in (WHO, FILE, make.office("UG").name, "followed home"))
    assert as_(reader).get(made.attachments.get().get_absolute_url()).status_code == 404  # until a clean copy is made
    published = Resource.objects.visible_to(reader).published()
    assert search.ask(FILE, by=reader, among=published).total == 0
    assert list(outbox)[before:] == [("knowledge.masked", author)]
    assert ("knowledge.masked_by_curator", "A colleague was followed home.") in [
        (event.verb, event.note) for event in trail.of(made)
    ]
    assert WHO in as_(author).get(made.get_absolute_url()).content.decode()


def test_a_text_that_waits_is_masked_before_anybody_else_reads_it(author):
    made, curator = make.resource(state="submitted", author=author), make.curator()
    assert Resource.objects.visible_to(make.reviewer()).filter(pk=made.pk).exists()

    actions.mask(made, by=curator, reason="r")

    assert not Resource.objects.visible_to(make.reviewer()).filter(pk=made.pk).exists()


def test_words_that_tell_are_named_to_the_curator_and_nothing_is_half_masked(author, as_):
    made = make.resource(author=author, fields={"context": f"{WHO} says so."})
    curator = as_(make.curator())

    answer = curator.post(reverse("knowledge:resource-mask", args=[made.uid]), {"reason": "r"})

    page = answer.content.decode()
    assert answer.status_code == 409 and "Zebulon" in page and "Send one without these words first" in page
    assert f"{made.uid}/edit/" not in page  # it is not hers to write
    made.refresh_from_db()
    assert not made.is_masked


@pytest.mark.parametrize("who", ["author", "stranger", "twice", "gone"])
def test_who_may_not_or_need_not_is_told_in_one_sentence(who, author):
    state = "archived" if who == "gone" else "published"
    made = make.resource(
        author=make.curator("NBO") if who == "author" else author,
        state=state,
        office="UG" if who != "author" else "NBO",
    )
    people = {"author": lambda: made.created_by, "stranger": make.reviewer}
    by = people.get(who, make.curator)()
    if who == "twice":
        actions.mask(made, by=by, reason="r")

    with pytest.raises(access.Refused) as refused:
        actions.mask(made, by=by, reason="r")

    said = {"author": "You wrote it", "stranger": "Only curators", "twice": "already", "gone": "no longer"}
    assert said[who] in refused.value.sentence


def test_what_a_curator_masked_its_author_does_not_show_again_and_loses_no_word_by_trying(author, as_):
    made = make.resource(author=author, title="Of markets")
    actions.mask(made, by=make.curator(), reason="r")
    url, client = reverse("knowledge:resource-edit", args=[made.uid]), as_(author)
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    del sent["is_masked"]

    page = client.post(url, sent | {"summary": "Typed words."}).content.decode()

    assert "Ask the curators before it is shown again." in page and "Typed words." in page
    made.refresh_from_db()
    assert made.is_masked
    text, tags = made.published_revision, actions.Tags()
    with pytest.raises(access.Refused):
        actions.edit(made, by=author, text=actions.Text(text.title, text.summary, "en", text.fields), tags=tags)


def test_a_curator_takes_back_what_a_curator_masked_and_nothing_that_its_authors_did(author, as_):
    theirs, curator = make.resource(author=author, is_masked=True, title="Of markets"), make.curator()
    ours = make.resource(author=author)
    actions.mask(ours, by=curator, reason="r")
    reader = as_(make.outsider())

    assert (
        as_(curator).post(reverse("knowledge:resource-unmask", args=[theirs.uid]), {"reason": "r"}).status_code == 403
    )
    assert as_(curator).post(reverse("knowledge:resource-unmask", args=[ours.uid]), {"reason": "r"}).status_code == 302

    page = reader.get(ours.get_absolute_url()).content.decode()
    assert make.office("UG").name in page and WHO not in page  # whom to name, its authors choose anew
    ours.refresh_from_db()
    text = ours.published_revision
    actions.edit(ours, by=author, text=actions.Text(text.title, text.summary, "en", text.fields), tags=actions.Tags())
    assert WHO in reader.get(ours.get_absolute_url()).content.decode()
