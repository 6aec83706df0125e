"""The pages: what they answer, what they keep, and that they stay cheap however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import kinds
from knowledge.models import Resource, Revision
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("knowledge:resource-list")


def _queries(client, url):
    client.get(url)  # the session and the table of routes are warm
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def _many(count):
    """Rows of the list as they would stand, without the whole way each."""
    first = Resource.objects.published().first() or make.resource(themes=[make.term()], countries=[make.country()])
    text = first.published_revision
    for number in range(count):
        row = Resource.objects.get(pk=first.pk)
        row.pk, row.uid, row.title, row.state = None, __import__("uuid").uuid4(), f"Row {number}", "draft"
        row.save()
        copy = Revision.objects.get(pk=text.pk)
        copy.pk, copy.resource, copy.status, copy.sha256, copy.submitted_at, copy.submitted_by = (
            None,
            row,
            "draft",
            "",
            None,
            None,
        )
        copy.save()
        row.published_revision, row.state, row.verified_revision = copy, "published", copy
        row.save()
        from knowledge.actions import indexing

        indexing.reindex(row)


@pytest.mark.slow
def test_the_list_costs_the_same_with_1_3_and_300_rows(as_):
    clients = [as_(make.outsider()), as_(make.specialist("NBO"))]
    wanted = [(client, query) for client in clients for query in ("", "?q=committees", "?theme=SOCOH&region=NBO")]
    make.resource(themes=[make.term()], countries=[make.country()])
    costs = []
    for more in (0, 2, 297):
        _many(more)
        costs.append([_queries(client, LIST + query) for client, query in wanted])

    assert costs[0] == costs[1] == costs[2]
    assert max(costs[2]) <= 12


def test_the_record_and_the_review_stay_within_thirty_queries(as_):
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(
        author=author, project=make.project(manager=author), files=(("a.pdf", "a", 0), ("b.pdf", "b", 2))
    )
    waiting = make.resource(state="in_curation", author=author, curator=curator)

    assert _queries(as_(author), resource.get_absolute_url()) <= 30
    assert _queries(as_(curator), resource.get_absolute_url()) <= 30
    assert _queries(as_(curator), reverse("knowledge:curation-review", args=[waiting.uid])) <= 30
    assert _queries(as_(curator), reverse("knowledge:curation-queue")) <= 12
    assert _queries(as_(author), reverse("knowledge:contribution-list")) <= 12


def test_the_filters_are_the_url_and_narrow_together(as_):
    client = as_(make.outsider())
    here = make.resource(themes=[make.term("themes", "SOCOH")], language="fr", countries=[make.country("UG")])
    make.resource(office="NE", themes=[make.term("themes", "DIALG")])

    def rows(**query):
        return [row.pk for row in client.get(LIST, query).context["page"].rows]

    assert len(rows()) == 2
    for query in ({"theme": "SOCOH"}, {"region": "NBO"}, {"country": "UG"}, {"language": "fr"}):
        assert rows(**query) == [here.pk]
    assert rows(theme="SOCOH", region="DKR") == []
    assert rows(kind="tool") == []
    assert len(rows(kind="no such kind")) == 2


def test_a_country_used_by_a_restricted_item_alone_is_no_filter(as_):
    make.resource(tier=2, countries=[make.country("KE")])
    make.resource(countries=[make.country("UG")])

    options = dict(as_(make.outsider()).get(LIST).context["filter"].form.fields["country"].choices)

    assert "UG" in options and "KE" not in options


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%", '"', "' or 1=1", "a" * 3000, "‮", "(", "\\"])
def test_any_words_are_answered(words, as_):
    assert as_(make.outsider()).get(LIST, {"q": words, "page": "99"}).status_code == 200


def test_nothing_found_helps_on(as_):
    page = as_(make.outsider()).get(LIST, {"q": "nosuchword", "theme": "SOCOH"}).content.decode()

    assert "Nothing found" in page
    assert "?q=nosuchword" in page
    assert reverse("knowledge:resource-contribute") in page


def test_a_fragment_is_the_list_alone(as_):
    make.resource(title="Alone")
    response = as_(make.outsider()).get(LIST, headers={"HX-Request": "true"})

    assert "Alone" in response.content.decode() and "<html" not in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("kind", kinds.BY_SLUG)
def test_every_kind_has_its_form_and_an_empty_one_comes_back_with_one_sentence(kind, as_):
    client, url = as_(make.officer("UG")), reverse("knowledge:resource-new", args=[kind])

    assert client.get(url).status_code == 200
    back = client.post(url, {"summary": "Typed already", "tier": "0"})
    assert back.status_code == 200
    assert list(back.context["form"].errors) == ["title"]
    assert "Typed already" in back.content.decode()


def test_a_kind_that_does_not_exist_is_not_there(as_):
    assert as_(make.officer("UG")).get(reverse("knowledge:resource-new", args=["poem"])).status_code == 404


def _lesson(**more):
    fields = {"context": "A market.", "happened": "It went well.", "recommendation": "Ask first.", "outcome": "success"}
    return fields | {"title": "A lesson", "summary": "Short.", "language": "en", "tier": "0"} | more


def test_a_lesson_from_a_project_goes_from_the_form_to_the_colleague(as_):
    author, curator = make.officer("UG"), make.curator()
    project = make.project(manager=author, themes=[make.term("themes", "SOCOH")])
    client, new = as_(author), reverse("knowledge:resource-new", args=["lesson"])
    form = client.get(new, {"project": project.ref}).context["form"]
    assert [term.code for term in form.initial["themes"]] == ["SOCOH"]
    assert form.initial["countries"] == list(project.countries.all())

    answer = client.post(f"{new}?project={project.ref}", _lesson(themes=[make.term("themes", "SOCOH").pk]))
    resource = Resource.objects.get()
    assert answer.headers["Location"] == reverse("knowledge:resource-submit", args=[resource.uid])
    assert (resource.origin_project, resource.state) == (project, "draft")
    client.post(
        reverse("knowledge:attachment-add", args=[resource.uid]),
        {"file": make.upload("a.pdf", "Nakasero"), "tier": "0", "language": "en"},
    )
    assert client.post(answer.headers["Location"]).status_code == 302

    other, review = as_(curator), reverse("knowledge:curation-review", args=[resource.uid])
    assert resource in [row.resource for row in other.get(reverse("knowledge:curation-queue")).context["page"].rows]
    other.post(reverse("knowledge:curation-claim", args=[resource.uid]))
    seen = other.get(review).context["form"]["seen"].value()
    points = {f"check_{name}": "on" for name in make.TICKED}
    back = other.post(review, {"seen": seen, "outcome": "published", "reason": "Kept"})
    assert back.status_code == 200 and len(back.context["form"].errors) == 5 and "Kept" in back.content.decode()
    assert other.post(review, {"seen": seen, "outcome": "published"} | points).status_code == 302

    page = as_(make.outsider()).get(resource.get_absolute_url())
    assert "It went well." in page.content.decode()
    assert [file.name for file in page.context["files"]] == ["a.pdf"]


def test_the_same_form_sent_twice_is_one_resource(as_):
    client, url = as_(make.officer("UG")), reverse("knowledge:resource-new", args=["lesson"])
    form = _lesson(once="5b1f0f8e-3a39-4b3a-9d5e-0f7f4a7c1e11")

    first, second = client.post(url, form), client.post(url, form)

    assert first.headers["Location"] == second.headers["Location"]
    assert Resource.objects.count() == 1


def test_what_is_missing_is_said_on_the_page_before_sending(as_):
    author = make.officer("UG")
    resource = make.resource(state="draft", author=author, fields={"recommendation": ""})
    client, url = as_(author), reverse("knowledge:resource-submit", args=[resource.uid])

    assert [finding.place for finding in client.get(url).context["found"]] == ["recommendation"]
    refused = client.post(url)
    assert refused.status_code == 409
    assert "#id_recommendation" in refused.content.decode()


def test_a_file_that_is_none_is_refused_in_one_sentence(as_):
    from django.core.files.uploadedfile import SimpleUploadedFile

    author = make.officer("UG")
    resource = make.resource(state="draft", author=author)
    fake = SimpleUploadedFile("run.pdf", b"MZ\x90\x00 not a pdf", content_type="application/pdf")

    back = as_(author).post(
        reverse("knowledge:attachment-add", args=[resource.uid]), {"file": fake, "tier": "0", "language": "en"}
    )

    assert back.status_code == 200
    assert back.context["form"].errors["file"]
    assert not resource.attachments.exists()


def test_the_name_of_a_project_one_may_not_see_is_not_on_the_page(as_):
    author = make.officer("UG")
    project = make.project(manager=author, title="Quiet river")
    resource = make.resource(author=author, project=project)

    assert "Quiet river" in as_(author).get(resource.get_absolute_url()).content.decode()
    assert "Quiet river" not in as_(make.outsider()).get(resource.get_absolute_url()).content.decode()


def test_a_tombstone_says_since_when_and_why_and_shows_no_text(as_):
    resource = make.resource(state="archived")
    page = as_(make.outsider()).get(resource.get_absolute_url())

    assert page.status_code == 410
    assert "Replaced by the guidance note." in page.content.decode()
    assert "The committees met weekly" not in page.content.decode()


def test_archiving_can_be_undone_without_javascript(as_):
    author = make.officer("UG")
    resource = make.resource(author=author)
    client = as_(author)
    client.post(reverse("knowledge:resource-archive", args=[resource.uid]), {"reason": "Out of date."})

    assert (
        reverse("knowledge:resource-restore", args=[resource.uid])
        in client.get(resource.get_absolute_url()).content.decode()
    )
    client.post(reverse("knowledge:resource-restore", args=[resource.uid]))
    resource.refresh_from_db()
    assert resource.state == "published"


def test_the_cards_of_the_roof_ask_two_queries_each_and_show_what_is_ones_own(rf):
    from django.template import Context, Template

    author, curator = make.officer("UG"), make.curator()
    make.resource(state="submitted", author=author, title="Waiting one")
    make.resource(state="changes_requested", author=author, title="Returned one")
    project = make.project(manager=author)
    lesson = make.resource(author=author, project=project, title="From the project")

    def shown(source, person, **facts):
        request = rf.get("/")
        request.user = person
        context = Context({"user": person, "request": request, **facts})
        return Template("{% load knowledge %}" + source).render(context)

    assert "Waiting one" in shown("{% resources_awaiting_me %}", curator)
    assert "Returned one" in shown("{% resources_awaiting_me %}", author)
    assert "Waiting one" not in shown("{% resources_awaiting_me %}", author)
    assert not shown("{% resources_awaiting_me %}", make.outsider()).strip()
    assert lesson.title in shown("{% fresh_lessons %}", make.outsider())
    card = shown("{% project_resources project %}", author, project=project)
    assert lesson.title in card and f"?project={project.ref}" in card
    assert f"?project={project.ref}" in shown("{% draft_lesson about=project %}", author, project=project)
