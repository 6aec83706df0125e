"""One project going out: who gets how much of it, what a redacted copy never holds, the PDF as a document."""

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from projects import compendium, paper
from projects.compendium import printing, telling
from pvehub.audit.models import Reading
from tests import make

pytestmark = pytest.mark.django_db
PAGES = ("project-summary", "summary-download", "project-copy")


def text_of(response):
    """Every word that leaves: page or PDF with its metadata, and the headers."""
    body = response.content
    if body.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(body)
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
        words = " ".join([*pages, *document.get_metadata_dict().values()])
        outline = " ".join(bookmark.get_title() for bookmark in document.get_toc())
        document.close()
        return " ".join((words + outline).split()) + str(response.headers) + body.decode("latin-1")
    return body.decode() + str(response.headers)


def gone_out(client, project, name, **query):
    response = client.get(reverse(f"projects:{name}", args=[project.ref]), query)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("reads", ["working", "whole", "open"])
def test_a_redacted_copy_holds_no_partner_place_person_or_amount(name, reads, as_):
    project = make.secret_project(status="endorsed")

    told = text_of(gone_out(as_(make.readers(project)[reads]), project, name, redacted=1))

    assert project.ref in told
    assert not [word for word in make.secret_words() if word.lower() in told.lower()]


@pytest.mark.parametrize("name", PAGES)
def test_a_copy_that_is_not_redacted_holds_them(name, as_):
    project = make.secret_project(status="endorsed")

    told = text_of(gone_out(as_(project.manager), project, name))

    assert {"Zanabari Council", "Uganda", "Ysolde Marchetti", "7,654,321"} <= {
        w for w in make.secret_words() if w in told
    }


@pytest.mark.parametrize("name", PAGES)
def test_readers_of_the_open_sections_get_these_alone(name, as_):
    project = make.secret_project(status="endorsed", canary="7f3q")
    people = make.readers(project)

    assert "team7f3q" not in text_of(gone_out(as_(people["open"]), project, name))
    assert "open7f3q" in text_of(gone_out(as_(people["open"]), project, name))
    whole = text_of(gone_out(as_(people["whole"]), project, "project-copy"))
    assert "team7f3q" in whole


def test_reviewers_get_what_was_endorsed_and_the_people_of_the_project_their_working_copy(as_):
    project = make.secret_project(status="endorsed", title="As endorsed")
    project.title = "As it is now"
    project.save()
    people = make.readers(project)

    told = {name: text_of(gone_out(as_(person), project, "project-summary")) for name, person in people.items()}

    assert ["As it is now" in told[name] for name in ("working", "whole", "open")] == [True, False, False]


@pytest.mark.parametrize("name", PAGES)
def test_whoever_does_not_see_the_project_gets_no_copy(name, as_):
    project = make.secret_project(status="endorsed", tier=2)

    assert as_(make.officer("NG")).get(reverse(f"projects:{name}", args=[project.ref])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_each_copy_is_on_record_under_the_number_it_bears(name, as_):
    project = make.secret_project()

    plain = text_of(gone_out(as_(project.manager), project, name))
    redacted = text_of(gone_out(as_(project.manager), project, name, redacted=1))
    first, second = Reading.objects.order_by("pk")

    assert (first.kind, first.thing_id, first.actor_uid) == ("projects.project", project.pk, project.manager.uid)
    assert second.what == "redacted" != first.what
    assert first.request_id[:12] in plain and "Ysolde Marchetti" in plain
    assert second.request_id[:12] in redacted


def test_the_mark_stands_on_each_page_with_date_number_and_reference(as_):
    project = make.secret_project(tier=2)
    document = pypdfium2.PdfDocument(gone_out(as_(project.manager), project, "project-copy").content)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()

    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert text.count("Classification 2: Restricted") == 2, "above and below"
        assert project.ref in text and f"{number} / {len(texts)}" in text
        assert timezone.localtime().strftime("%Y") in text


def test_the_summary_is_one_page_however_long_the_texts(as_):
    long = "Traders and young people settle disputes together. " * 60
    project = make.secret_project(summary=long)
    for name in ("theory_of_change", "indicators"):
        project.answers.filter(field=name).update(value=long)
    project.outcomes.update(text=long)

    assert paper.pages(gone_out(as_(project.manager), project, "summary-download").content) == 1
    assert paper.pages(gone_out(as_(project.manager), project, "summary-download", redacted=1).content) == 1


def test_the_name_of_the_file_and_its_title_say_nothing_of_the_content(as_):
    project = make.secret_project()
    response = gone_out(as_(project.manager), project, "project-copy", redacted=1)
    document = pypdfium2.PdfDocument(response.content)
    facts = document.get_metadata_dict()
    document.close()

    assert f'filename="{project.ref}-redacted-' in response["Content-Disposition"]
    assert facts["Title"] == f"Record of {project.ref}"
    assert response["Cache-Control"] == "private, no-store"


def printed(project, **fields):
    [part] = compendium.parts(project.manager, [project], is_redacted=False)
    copy = compendium.Copy(project.manager, timezone.now(), "ab12", False)
    return part, copy, printing.summary(part, copy)


def test_words_are_data_never_markup():
    hostile = 'Peace #let x = 1 *bold* $y$ [z] <a> @b \\ // c #read("/etc/passwd")'
    _part, _copy, pdf = printed(make.complete_project(title=hostile))
    document = pypdfium2.PdfDocument(pdf)
    told = document[0].get_textpage().get_text_range()
    document.close()

    assert hostile in " ".join(told.split())


def test_the_same_copy_is_the_same_bytes_and_the_document_is_tagged():
    part, copy, pdf = printed(make.complete_project())

    assert pdf == printing.summary(part, copy)
    assert b"/StructTreeRoot" in pdf and b"pdfuaid" in pdf


def test_arabic_texts_have_their_letters_and_their_direction():
    part, _copy, pdf = printed(make.complete_project(title="تعزيز التماسك", summary="الشباب والتجار", language="ar"))
    document = pypdfium2.PdfDocument(pdf)
    told = document[0].get_textpage().get_text_range()
    document.close()
    summary = telling.summary_of(part)

    assert any("\u0600" <= sign <= "\u06ff" or "\ufe70" <= sign <= "\ufeff" for sign in told)
    assert (summary["lang"], summary["dir"]) == ("ar", "rtl")
    assert summary["sections"][0]["fields"][0]["text"]["dir"] == "rtl"


def test_letters_no_font_has_give_way_to_a_sentence_never_to_empty_boxes():
    _part, _copy, pdf = printed(make.complete_project(summary="平和と市場"))
    document = pypdfium2.PdfDocument(pdf)
    told = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()

    assert "letters that this PDF cannot print" in told
    assert "Said about theory_of_change." in told, "other texts stay"


def test_signs_of_the_bidirectional_kind_and_controls_do_no_harm():
    _part, _copy, pdf = printed(make.complete_project(title="a\u202eb\u200bc\u0007d\U0001f600"))
    assert paper.pages(pdf) == 1


def test_the_project_page_offers_summary_record_and_redacted_copy(as_):
    project = make.complete_project(status="endorsed")
    page = as_(make.user("staff", "NG")).get(project.get_absolute_url()).content.decode()

    assert reverse("projects:project-summary", args=[project.ref]) in page
    assert f"{reverse('projects:project-copy', args=[project.ref])}?redacted=1" in page
