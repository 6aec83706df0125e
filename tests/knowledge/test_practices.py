"""Documents over resources: what they hold for whom in every form, what one for outside never says, when none is given."""

import io
import re
import zipfile
from datetime import timedelta

import docx
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, permissions, tasks
from knowledge.models import Compendium, Resource
from projects.compendium import binding
from pvehub import access, jobs
from pvehub.audit.models import Event, Reading
from tests import make

pytestmark = pytest.mark.django_db
FORMS = ("pdf", "docx", "html")
NEW = "/knowledge/compendia/"


def asked(client, query="", **options):
    """What a person does: the form, and the worker after it."""
    given = {"purpose": "inside", "form": "html", "language": "en"} | options
    response = client.post(NEW + query, given)
    assert response.status_code == 302, response.content
    while jobs.sweep():
        pass
    return Compendium.objects.get(pk=int(response["Location"].rstrip("/").rpartition("/")[2]))


def handed_out(client, row):
    """Every word of it: of a file with its properties, of pages all of them."""
    page = "compendium-print" if row.form == "html" else "compendium-download"
    url = reverse(f"knowledge:{page}", args=[row.pk])
    answer = client.get(url)
    assert answer.status_code == 200
    if row.form == "html":
        parts = len(answer.context["sheets"])
        return " ".join([answer.text, *(client.get(url, {"part": n}).text for n in range(1, parts + 1))])
    content = b"".join(answer.streaming_content)
    if row.form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist())
    document = pypdfium2.PdfDocument(content)
    said = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    said += [str(document.get_metadata_dict())]
    document.close()
    return " ".join(" ".join(said).split())


@pytest.mark.parametrize("form", FORMS)
def test_it_holds_what_the_filter_finds_for_this_reader_under_the_mark_of_its_strictest_part_and_its_sources(form, as_):
    theme = make.term("themes", "SOCOH", "Social cohesion")
    make.resource(title="Open stalls", themes=[theme], fields={"recommendation": "Ask the elders <first> & often."})
    make.resource(title="Regional stalls", themes=[theme], tier=1, author=make.officer("UG", name="Named Author"))
    make.resource(title="Canary9 title", summary="Canary9 summary", themes=[theme], tier=2, office="NG")
    make.resource(title="Canary9 draft", themes=[theme], state="draft", office="NG")
    make.resource(title="Another matter")
    reader = as_(make.officer("KE"))

    row = asked(reader, "?theme=SOCOH", form=form)
    told = handed_out(reader, row)

    for words in (
        "Open stalls",
        "Regional stalls",
        "Ask the elders",
        "Theme: Social cohesion",
        "Named Author",
        "Contents",
    ):
        assert words in told, words
    assert "anary9" not in told and "Another matter" not in told
    assert told.count("Classification 1: Region and headquarters") >= 2
    assert "References, in the order of the entries" in told and "Kind" in told and "Lesson" in told
    assert (row.tier, len(row.parts)) == (1, 2)


@pytest.mark.parametrize("query", ["?q={}", "?theme={}", "?q={}&kind=lesson"])
def test_what_one_may_not_read_is_answered_as_what_never_was(query, as_):
    secret = make.term("themes", "Canary9", "Hidden")
    make.resource(title="Canary9 title", summary="Canary9 words", tier=2, themes=[secret], office="NG")
    client = as_(make.officer("UG"))

    def page(word):
        text = client.get(NEW + query.format(word)).text
        return re.sub(r'value="[\w\-:.]{20,}"|nonce="[^"]+"', "", text).replace(word, "").replace("Hidden", "")

    assert page("Canary9") == page("Nothing9") and "Nothing that you can read matches." in page("Canary9")
    given = {"purpose": "inside", "form": "html", "language": "en"}
    assert client.post(NEW + query.format("Canary9"), given).status_code == 403
    assert not Compendium.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_for_outside_holds_only_what_all_staff_read_and_somebody_vouches_for_without_its_origin(form, as_):
    author = make.officer("UG", name="Ysolde Marchetti")
    land = make.country()
    facts = {
        "author": author,
        "countries": [land],
        "summary": "In Uganda Ysolde Marchetti wrote to y.marchetti@test.example.",
    }
    other = make.resource(title="Elsewhere")
    named = {"recommendation": f"Read {other.get_absolute_url()} with the chief of Uganda first."}
    make.resource(title="Vouched for in Uganda", fields=named, **facts)
    make.resource(title="Only for the region", tier=1)
    old = make.resource(title="Nobody vouches")
    Resource.objects.filter(pk=old.pk).update(verify_by_on=timezone.now().date() - timedelta(days=9))
    doubted = make.resource(title="Somebody doubts")
    Resource.objects.filter(pk=doubted.pk).update(contested_at=timezone.now())
    client = as_(author)

    row = asked(client, f"?country={land.iso2}", form=form, purpose="outside")
    whole = asked(client, form=form, purpose="outside")
    told = handed_out(client, row) + handed_out(client, whole)

    assert "Vouched for in […]" in told and "Copy for readers outside" in told and "Elsewhere" in told
    secrets = ("Uganda", "Marchetti", author.email, str(other.uid), "/knowledge/0", "Office UG", "Office NBO UG")
    assert not [word for word in secrets if word in told]
    assert not [word for word in ("Only for the region", "Nobody vouches", "Somebody doubts") if word in told]
    assert len(row.parts) == 1 and len(whole.parts) == 2
    assert "3 items were left out" in client.get(whole.get_absolute_url()).text


def test_a_masked_origin_is_masked_also_for_its_author_and_a_reading_list_keeps_its_order(as_):
    author = make.officer("UG", name="Canary Author")
    masked = make.resource(title="From somewhere", author=author, is_masked=True, countries=[make.country()])
    first, closed = make.resource(title="Read me first"), make.resource(title="Closed later", office="NG")
    owner = make.officer("NG")
    collection = actions.make_collection(by=owner, title="Where to begin", is_shared=True)
    for resource in (first, closed, masked):
        actions.add_item(collection, resource, by=owner)
    actions.edit(closed, by=closed.created_by, text=_text_of(closed), tags=actions.Tags(tier=2))
    client = as_(author)

    link = f"{NEW}?collection={collection.uid}"
    assert link in client.get(collection.get_absolute_url()).text
    row = asked(client, link.removeprefix(NEW))
    told = handed_out(client, row).replace("printed by Canary Author", "")

    assert told.index("Read me first") < told.index("From somewhere") and "Collection: Where to begin" in told
    assert not [word for word in ("Canary Author", "Uganda", "Closed later") if word in told]
    assert [pk for pk, _tier, _masked in row.parts] == [first.pk, masked.pk]
    assert client.get(f"{NEW}?collection={first.uid}").status_code == 404
    assert client.get(f"{NEW}?collection=x").status_code == 404


def _text_of(resource):
    text = resource.revisions.newest().get()
    return actions.Text(text.title, text.summary, text.language, text.fields)


@pytest.mark.parametrize(
    ("what_happens", "sentence"),
    [
        ("closed", "something in it was closed, contested or withdrawn"),
        ("raised", "the confidentiality of an item in it was raised"),
        ("masked", "the origin of an item in it was masked"),
        ("contested", "something in it was closed, contested or withdrawn"),
    ],
)
def test_it_is_not_handed_out_once_something_in_it_may_no_longer_stand_there(what_happens, sentence, as_):
    author = make.officer("UG")
    resource = make.resource(title="Canary9", author=author)
    reader = make.officer("KE" if what_happens == "raised" else "NG")
    purpose = "outside" if what_happens == "contested" else "inside"
    row = make.practices(reader, [resource], purpose=purpose)
    client = as_(reader)
    assert "Canary9" in handed_out(client, row)

    change = {
        "closed": {"tier": 2},
        "raised": {"tier": 1},
        "masked": {"is_masked": True, "credit": "nobody"},
        "contested": {"contested_at": timezone.now()},
    }[what_happens]
    Resource.objects.filter(pk=resource.pk).update(**change)

    answer = client.get(reverse("knowledge:compendium-print", args=[row.pk]))
    assert answer.status_code == 403 and "Canary9" not in answer.text
    page = client.get(row.get_absolute_url()).text
    assert sentence in page and "Have a new one written" in page and "Canary9" not in page


def test_a_word_file_is_read_by_others_with_headings_a_table_and_the_mark_on_every_page(as_, monkeypatch):
    monkeypatch.setattr(binding, "VOLUME", 2_000)
    author = make.officer("UG")
    told = [make.resource(title=f"Stalls {n}\x0b <w:p/>", author=author, language="fr") for n in range(3)]
    row = make.practices(author, told, form="docx")
    client, url = as_(author), reverse("knowledge:compendium-download", args=[row.pk])

    page = client.get(row.get_absolute_url()).text
    assert "Download volume 2" in page
    answer = client.get(url, {"volume": 1})
    document = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))

    styles = [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "heading", "Head"))
    ]
    assert styles[0][0] == "Title" and "volume 1 of" in styles[0][1]
    assert [text for style, text in styles if text.startswith("Stalls 0")] == ["Stalls 0  <w:p/>"]
    assert document.tables[0].cell(0, 0).text == "Fact"
    mark = "Classification 0: All staff"
    assert mark in document.sections[0].header.paragraphs[0].text
    assert mark in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.author == "PVE Hub" and row.number in document.core_properties.title
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "private, no-store"
    assert client.get(url, {"volume": 99})["Location"] == row.get_absolute_url()


def test_it_is_its_owners_alone_for_seven_days_written_once_and_on_record(as_, time_machine):
    officer = make.officer("UG")
    resource = make.resource(author=officer, tier=1)
    row = make.practices(officer, [resource], written=False)
    client = as_(officer)
    assert reverse("jobs:job-detail", args=[row.job_id]) in client.get(row.get_absolute_url()).text
    jobs.sweep()
    tasks.write_compendium(row.pk)
    tasks.write_compendium(10**6)
    client.get(reverse("knowledge:compendium-print", args=[row.pk]))

    for person in (make.officer("UG"), make.administrator(), make.head()):
        for name in ("detail", "download", "print"):
            url = reverse(f"knowledge:compendium-{name}", args=[row.pk])
            assert as_(person).get(url).status_code == 404
        assert as_(person).post(reverse("knowledge:compendium-drop", args=[row.pk])).status_code == 404
    dropped = make.practices(officer, [resource])
    client.post(reverse("knowledge:compendium-drop", args=[dropped.pk]))
    events = Event.objects.filter(kind="knowledge.compendium").order_by("pk").values_list("verb", "thing_id")
    verbs = [verb.removeprefix("knowledge.compendium_") for verb, pk in events if pk == row.pk]
    assert verbs == ["asked", "written"] and ("knowledge.compendium_dropped", dropped.pk) in events
    assert Event.objects.get(verb="knowledge.compendium_written", thing_id=row.pk).changes["parts"][1] == [
        [resource.pk, 1, False]
    ]
    readings = Reading.objects.filter(kind="knowledge.compendium", thing_id=row.pk).order_by("pk")
    assert list(readings.values_list("what", flat=True)) == ["open", "print"]
    time_machine.move_to(timezone.now() + timedelta(days=7, seconds=1))
    row.refresh_from_db()
    assert permissions.why_not_hand_out(officer, row) == "Its seven days are over."
    assert tasks.drop_expired_compendia() == 1 and not Compendium.objects.exists()


def test_nothing_too_much_and_too_many_are_refused_in_a_sentence(monkeypatch):
    officer, gone = make.officer("UG"), make.officer("NG")
    resource = make.resource(author=officer)
    row = make.practices(gone, [resource], written=False)
    gone.postings.update(ends_at=timezone.now())
    actions.write_compendium(row)
    row.refresh_from_db()

    assert row.parts == [] and permissions.why_not_hand_out(gone, row) == "Nothing of it may stand in it any more."
    assert "posting" in permissions.why_not_make_compendium(gone, 1)
    assert permissions.why_not_make_compendium(officer, 0) == "Nothing that you can read matches."
    assert "at most 300 items" in permissions.why_not_make_compendium(officer, 301)
    monkeypatch.setattr("knowledge.permissions.compendia.MOST_KEPT", 1)
    waiting = make.practices(officer, [resource], written=False)
    assert permissions.why_not_hand_out(officer, waiting) == "It is still being written."
    assert permissions.why_not_hand_out(gone, waiting) == "Only the person who asked for a compendium reads it."
    with pytest.raises(access.Refused, match="1 compendia already"):
        make.practices(officer, [resource], written=False)


def test_many_are_read_in_as_many_queries_as_one(django_assert_max_num_queries):
    author = make.officer("UG")
    theme = make.term()
    some = [make.resource(author=author, themes=[theme], countries=[make.country()]) for _ in range(4)]
    for purpose in ("inside", "outside"):
        one, four = (make.practices(author, rows, purpose=purpose, written=False) for rows in (some[:1], some))
        with CaptureQueriesContext(connection) as for_one:
            actions.write_compendium(one)
        with django_assert_max_num_queries(len(for_one)):
            actions.write_compendium(four)
