"""A masked origin: one switch, and no door behind which a reader finds more than the region."""

import io
import zipfile

import pytest
from django.urls import reverse

from knowledge import actions, feeds, masking, search
from knowledge.actions import Tags, Text
from knowledge.models import Resource
from knowledge.narrowing import Filters
from pvehub import access, files
from pvehub.notifications.models import Delivery
from pvehub.people.models import Country
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("knowledge:resource-list")
WHO, FILE, PLACE = "Zebulon Quartzby", "quartzfile", "Quartzland"


@pytest.fixture
def author():
    return make.officer("UG", name=WHO)


@pytest.fixture
def land():
    facts = {"name_en": PLACE, "name_fr": PLACE, "name_es": PLACE, "region": make.office("NBO")}
    return Country.objects.get_or_create(iso2="ZQ", defaults={"iso3": "ZQX"} | facts)[0]


@pytest.fixture
def project(author):
    return make.project(manager=author, title="Quartzproject of the lake")


@pytest.fixture
def masked(author, land, project):
    """Published, masked, with a file whose properties and name would tell."""
    return make.resource(
        author=author,
        project=project,
        countries=[land],
        themes=[make.term("themes", "SOCOH")],
        files=((f"{FILE}.pdf", "markets by the water", 0),),
        title="Committees keep markets open",
        is_masked=True,
    )


def _told(response):
    return (
        response.content.decode() if not response.streaming else b"".join(response.streaming_content).decode("latin-1")
    )


def _is_silent(text, resource):
    project = resource.origin_project
    for word in (WHO, FILE, PLACE, project.ref, project.title, make.office("UG").name, ">(UG)<"):
        assert word not in text, word


@pytest.fixture
def doors(masked):
    """Every page on which a reader meets it."""
    collection = make.collection(make.outsider(), masked, is_shared=True)
    return [
        collection.get_absolute_url(),
        "/search/?q=committees",
        "/search/?q=water",
        "/search/?q=committees&region=NBO",
        masked.get_absolute_url(),
        LIST,
        f"{LIST}?q=committees",
        f"{LIST}?q=water",
        f"{LIST}?region=NBO",
        f"{LIST}?theme=SOCOH",
        reverse("home"),
    ]


def test_no_page_tells_a_reader_more_than_the_region(masked, doors, as_):
    client = as_(make.outsider())

    for url in doors:
        response = client.get(url)
        assert response.status_code == 200
        page = response.content.decode()
        assert "Committees keep markets open" in page, url
        _is_silent(page, masked)
    assert make.office("NBO").name in client.get(masked.get_absolute_url()).content.decode()


def test_trd_reads_it_like_everybody_else_and_the_curator_and_the_author_see_the_whole(masked, author, as_):
    url = masked.get_absolute_url()

    _is_silent(as_(make.reviewer()).get(url).content.decode(), masked)
    for person in (author, make.curator(), make.specialist("NBO")):
        page = as_(person).get(url).content.decode()
        assert f"{FILE}.pdf" in page
        assert WHO in page
        assert PLACE in page


def test_filters_and_words_that_would_tell_are_answered_as_if_it_were_not_there(masked, as_):
    outsider = make.outsider()
    client, published = as_(outsider), Resource.objects.visible_to(outsider).published()

    assert PLACE not in client.get(LIST).content.decode()  # no such country among the filters
    assert masked not in published.about_country("ZQ")
    assert masked not in published.in_region("UG")
    assert masked in published.in_region("NBO")
    for word in (FILE, "Zebulon", PLACE):
        assert search.ask(word, by=outsider, among=published).total == 0
        assert masked.title not in client.get(f"/search/?q={word}").content.decode()
    assert masked.title not in client.get("/search/?q=committees&country=ZQ").content.decode()


@pytest.mark.parametrize(("asked", "told"), [({}, True), ({"region": "NBO"}, True), ({"country": "ZQ"}, False)])
def test_a_feed_has_it_for_its_region_never_for_its_country(asked, told, masked):
    rows = feeds.newest(make.outsider(), Filters(**asked))

    assert (masked in rows) is told
    _is_silent(feeds.atom("t", rows, address="/"), masked)


def test_the_page_of_its_project_names_it_only_to_those_who_know(masked, project, author, as_):
    colleague = make.officer("UG")  # reads the project, did not write the text

    assert masked.title not in as_(colleague).get(project.get_absolute_url()).content.decode()
    assert masked.title in as_(author).get(project.get_absolute_url()).content.decode()


def test_what_resembles_a_project_is_found_by_theme_never_by_its_hidden_country_or_project(masked, project, land):
    elsewhere = make.project(title="Elsewhere")
    elsewhere.countries.add(land)
    project.themes.set(masked.themes.all())
    project.countries.add(land)

    assert masked not in Resource.objects.useful_for(elsewhere)
    assert masked in Resource.objects.useful_for(project)  # its absence there would say that it is theirs


def test_a_reader_gets_a_copy_of_the_file_without_name_or_properties(masked, as_):
    reader, file = as_(make.outsider()), masked.attachments.get()

    answer = reader.get(file.get_absolute_url())

    assert answer.status_code == 200
    assert FILE not in answer["Content-Disposition"]
    assert f"document-{file.pk}.pdf" in answer["Content-Disposition"]
    assert answer["ETag"].strip('"') == file.clean_file.sha256 != file.file.sha256
    assert FILE in as_(masked.created_by).get(file.get_absolute_url())["Content-Disposition"]


def test_a_file_that_names_the_origin_is_kept_from_readers_and_its_author_is_told_why(author, land, as_):
    made = make.resource(
        author=author,
        countries=[land],
        is_masked=True,
        files=(("a.pdf", f"in {PLACE} a rendezvous", 0),),
        title="Of markets",
    )
    file, outsider = made.attachments.get(), make.outsider()

    assert as_(outsider).get(file.get_absolute_url()).status_code == 404
    assert search.ask("rendezvous", by=outsider, among=Resource.objects.visible_to(outsider).published()).total == 0
    assert "Readers do not get it" in as_(author).get(made.get_absolute_url()).content.decode()
    assert as_(author).get(file.get_absolute_url()).status_code == 200


def test_a_document_loses_its_maker_and_is_refused_where_comments_name_people():
    def office(**parts):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as pack:
            for name, content in parts.items():
                pack.writestr(name.replace("__", "/") + ".xml", content)
        return out.getvalue()

    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    made = office(docProps__core="<p>Zebulon Quartzby</p>", docProps__app="<p>Quartz office</p>", word__document=body)
    stored = files.store_own(made, "docx", by=None)

    clean = files.cleaned(stored, by=None)

    from pvehub.files import place

    with zipfile.ZipFile(place.path_of(clean.sha256)) as pack:
        assert not any(b"Quartz" in pack.read(name) for name in pack.namelist())
        assert pack.read("word/document.xml").decode() == body
    commented = files.store_own(office(word__comments="<c author='Z'/>", word__document=body), "docx", by=None)
    with pytest.raises(files.Unreadable):
        files.cleaned(commented, by=None)


@pytest.mark.parametrize("place", ["title", "summary", "context"])
def test_words_that_name_the_origin_hold_a_masked_text_back(place, author, land, project):
    text = {"title": "Of markets", "summary": "What worked."}
    fields = make.LESSON | ({"context": f"In the markets of {PLACE}."} if place == "context" else {})
    text = Text(
        f"Markets of {PLACE}" if place == "title" else "Of markets",
        f"By {WHO}." if place == "summary" else "What worked.",
        "en",
        fields,
    )
    made = actions.contribute(
        "lesson", by=author, office=make.office("UG"), text=text, tags=Tags(countries=[land], is_masked=True)
    )

    with pytest.raises(access.Unmet) as unmet:
        actions.submit(made, by=author)

    (blocker,) = unmet.value.blockers
    assert blocker.url.endswith(f"#id_{place}")
    assert ("Quartz" if place != "summary" else "Zebulon") in blocker.sentence


def test_a_published_text_that_names_its_country_is_not_masked_until_another_is_published(author, land):
    made = make.resource(author=author, countries=[land], fields={"context": f"In {PLACE}."}, title="Of markets")
    text = made.published_revision
    same = Text(text.title, text.summary, text.language, text.fields)

    with pytest.raises(access.Unmet):
        actions.edit(made, by=author, text=same, tags=Tags(countries=[land], is_masked=True))

    made.refresh_from_db()
    assert not made.is_masked


def test_masking_what_was_open_closes_every_door_at_once_and_takes_the_names_away(author, land, project, as_):
    made = make.resource(
        author=author, project=project, countries=[land], files=((f"{FILE}.pdf", "water", 0),), title="Of markets"
    )
    text, client = made.published_revision, as_(make.outsider())
    assert WHO in client.get(made.get_absolute_url()).content.decode()

    same = Text(text.title, text.summary, text.language, text.fields)
    actions.edit(made, by=author, text=same, tags=Tags(countries=[land], is_masked=True))

    _is_silent(client.get(made.get_absolute_url()).content.decode(), made)
    assert client.get(made.attachments.get().get_absolute_url()).status_code == 404  # until a clean copy is made
    made.refresh_from_db()
    assert made.credit == "nobody"
    outsider = make.outsider()
    assert search.ask(FILE, by=outsider, among=Resource.objects.visible_to(outsider).published()).total == 0


def test_a_masked_text_under_review_is_its_authors_and_the_curators_only(author, as_):
    made = make.resource(state="submitted", author=author, is_masked=True, title="Of markets")

    assert as_(make.reviewer()).get(made.get_absolute_url()).status_code == 404
    assert as_(make.curator()).get(made.get_absolute_url()).status_code == 200


def test_mail_to_followers_tells_nothing_of_the_origin(masked, author, mailoutbox):
    reader = make.outsider()
    actions.follow(masked, by=reader)
    text = masked.published_revision
    actions.edit(
        masked,
        by=author,
        text=Text(text.title, "Another summary.", "en", text.fields),
        tags=Tags(countries=masked.countries.all(), is_masked=True),
    )
    actions.submit(masked, by=author)
    curator = make.curator()
    actions.claim(masked, by=curator)
    actions.publish(masked, by=curator, seen=make.waiting_hash(masked), checklist=make.TICKED)

    assert Delivery.objects.filter(notice__recipient=reader, notice__kind="knowledge.followed_changed").exists()
    from pvehub.notifications import tasks

    tasks.send()
    for mail in (mail for mail in mailoutbox if reader.email in mail.to):
        _is_silent(mail.subject + mail.body + "".join(str(part[0]) for part in mail.alternatives), masked)


def test_the_curator_is_warned_where_fewer_than_three_offices_could_have_written_it(author, as_):
    theme = make.term("themes", "SOCOH")
    made = make.resource(
        state="in_curation", author=author, curator=(curator := make.curator()), themes=[theme], is_masked=True
    )
    url = reverse("knowledge:curation-review", args=[made.uid])
    assert masking.is_thin(made)
    assert "The mask hides little" in as_(curator).get(url).content.decode()

    for code in ("KE", "ET"):
        make.resource(office=code, themes=[theme])

    assert not masking.is_thin(made)


@pytest.mark.parametrize(("credit", "named"), [("named", True), ("office", False), ("nobody", False)])
def test_readers_are_told_whom_the_authors_chose_to_name(credit, named, author, as_):
    made = make.resource(author=author, credit=credit, title="Of markets")

    assert (WHO in as_(make.outsider()).get(made.get_absolute_url()).content.decode()) is named
    assert WHO in as_(make.curator()).get(made.get_absolute_url()).content.decode()
