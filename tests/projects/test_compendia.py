"""Documents over many projects: what they hold for whom, when they are not handed out, what a redacted one never says."""

import gzip
import io
import re
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects import actions, permissions, tasks
from projects.compendium import binding
from projects.models import Compendium, CompendiumVolume, Project
from projects.views.compendia import PAGE
from pvehub import access, jobs
from pvehub.audit.models import Event, Reading
from tests import make
from tests.projects.test_documents import text_of

pytestmark = pytest.mark.django_db
OPTIONS = {"what": "whole", "form": "pdf", "language": "en"}


def asked(client, query="", **options):
    """What a person does: the form, and the worker after it."""
    response = client.post(reverse("projects:compendium-create") + query, OPTIONS | options)
    assert response.status_code == 302, response.content
    while jobs.sweep():
        pass
    return Compendium.objects.get(pk=int(response["Location"].rstrip("/").rpartition("/")[2]))


def words_of(response):
    """Every word of a Word file, its properties among them, and the headers."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return " ".join(archive.read(name).decode() for name in archive.namelist()) + str(response.headers)


def handed_out(client, row):
    """Every byte of it: the file, or the cover and all its pages."""
    page = reverse(f"projects:compendium-{'download' if row.is_file else 'print'}", args=[row.pk])
    answers = [client.get(page)]
    if not row.is_file and answers[0].status_code == 200:
        answers += [client.get(page, {"part": n}) for n in range(1, len(answers[0].context["sheets"]) + 1)]
    assert {answer.status_code for answer in answers} == {200}
    return " ".join(map(words_of if row.form == "docx" else text_of, answers))


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_compendium_of_a_filter_holds_what_the_list_shows_and_no_other(form, as_):
    officer = make.officer("UG")
    make.complete_project(manager=officer, title="Traders of the lake")
    make.complete_project(manager=officer, title="Elders of the hills")
    client = as_(officer)

    row = asked(client, "?q=lake", form=form)
    told = handed_out(client, row)

    assert "Traders of the lake" in told
    assert "Elders of the hills" not in told
    assert row.filter_words == [["Words", "lake", "unknown"]] and "Filter: Words" in told


def test_as_a_word_file_it_holds_the_same_and_redacted_no_partner_place_person_or_amount(as_):
    project = make.secret_project(status="endorsed", canary="7f3q")
    client = as_(make.readers(project)["open"])
    told = handed_out(client, asked(client, what="whole", form="docx"))
    redacted = handed_out(client, asked(client, what="whole", form="docx", is_redacted="on"))

    assert "open7f3q" in told and "team7f3q" not in told + redacted and "Zanabari Council" in told
    assert told.count("Classification 0: All staff") >= 3 and "Projects by status" in told
    assert "open7f3q" in redacted and "Redacted copy" in redacted
    assert not [word for word in make.secret_words() if word.lower() in redacted.lower()]


@pytest.mark.parametrize("form", ["pdf", "html"])
@pytest.mark.parametrize("what", ["summary", "open", "whole"])
def test_a_redacted_compendium_holds_no_partner_place_person_or_amount(what, form, as_):
    project = make.secret_project(status="endorsed")
    for person in make.readers(project).values():
        client = as_(person)
        row = asked(client, "?q=open&region=NBO", what=what, form=form, is_redacted="on")
        told = handed_out(client, row)

        assert project.ref in told and "Redacted copy" in told
        assert not [word for word in make.secret_words() if word.lower() in told.lower()], person


@pytest.mark.parametrize("form", ["pdf", "html"])
@pytest.mark.parametrize(
    ("what", "reads"), [("whole", "open"), ("open", "working"), ("open", "whole"), ("open", "open")]
)
def test_what_is_not_open_stands_in_no_byte_of_the_open_sections(what, reads, form, as_):
    project = make.secret_project(status="endorsed", canary="7f3q")
    client = as_(make.readers(project)[reads])
    told = handed_out(client, asked(client, what=what, form=form))

    assert "open7f3q" in told and "team7f3q" not in told


def test_the_whole_record_is_in_it_where_it_is_read(as_):
    project = make.secret_project(status="endorsed", canary="7f3q")
    client = as_(make.readers(project)["whole"])

    assert "team7f3q" in handed_out(client, asked(client))


def test_the_mark_of_the_whole_is_the_strictest_of_its_parts_on_each_page(as_):
    officer = make.officer("UG")
    make.complete_project(manager=officer, title="Calm")
    make.complete_project(manager=officer, title="Close", tier=2)
    client = as_(officer)
    response = client.get(reverse("projects:compendium-download", args=[asked(client, what="summary").pk]))
    document = pypdfium2.PdfDocument(response.content)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    outline = [(mark.level, mark.get_title()) for mark in document.get_toc() if mark.level < 3]
    document.close()

    assert all(text.count("Classification 2: Restricted") >= 2 for text in texts)
    assert "Classification 0: All staff" in "".join(texts), "each project bears its own mark, too"
    assert outline == [(0, "Office NBO"), (1, "Uganda"), (2, "Calm"), (2, "Close")]


def test_projects_stand_by_region_and_country_and_are_counted(as_):
    people = {code: make.officer(code) for code in ("UG", "KE", "NE")}
    for code, person in people.items():
        make.complete_project(manager=person, office=code, status="endorsed", title=f"In {code}")
    client = as_(make.reviewer())
    row = asked(client, form="html", what="summary")
    document = client.get(reverse("projects:compendium-print", args=[row.pk])).context["document"]

    places = [(group["title"], country["title"]) for group in document["groups"] for country in group["countries"]]
    assert places == [("Office DKR", "Niger"), ("Office NBO", "Kenya"), ("Office NBO", "Uganda")]
    by_region = {line["label"]: line["count"] for line in document["figures"][0]["rows"]}
    assert by_region == {"Office DKR": "1", "Office NBO": "2"}


def test_a_tier_raised_between_the_asking_and_the_writing_leaks_nothing(as_):
    outsider, manager = make.user("staff", "NG"), make.officer("UG")
    kept = make.secret_project(status="endorsed", canary="kept1", manager=manager)
    lost = make.secret_project(status="endorsed", canary="lost1", manager=manager)
    row = make.compendium(outsider, [kept, lost], written=False)
    actions.raise_tier(lost, 2, by=manager)
    jobs.sweep()
    row.refresh_from_db()
    told = handed_out(as_(outsider), row)

    assert [pk for pk, _tier, _reads in row.parts] == [kept.pk]
    assert "openkept1" in told and "openlost1" not in told and lost.ref not in told
    assert "1 project of the filter was no longer yours" in as_(outsider).get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("form", ["pdf", "html"])
@pytest.mark.parametrize("what_happens", ["out of sight", "tier raised", "reads less"])
def test_a_compendium_is_not_handed_out_once_its_owner_lost_a_part_of_it(what_happens, form, as_):
    manager = make.officer("UG")
    project = make.secret_project(status="endorsed", canary="7f3q", manager=manager)
    owner = make.user("staff", "NG") if what_happens == "out of sight" else make.reviewer()
    if what_happens == "reads less":
        owner = make.user("staff", "NG")
        member = make.member(project, owner)
    row = make.compendium(owner, [project], form=form)
    client = as_(owner)
    assert "7f3q" in handed_out(client, row)

    if what_happens == "reads less":
        member.until_at = timezone.now()
        member.save()
    else:
        actions.raise_tier(project, 2, by=manager)

    for name in ("compendium-download", "compendium-print"):
        answer = client.get(reverse(f"projects:{name}", args=[row.pk]))
        assert answer.status_code == 403 and "7f3q" not in text_of(answer)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Since it was written" in page and "Have a new one written" in page
    assert project.ref not in page and "7f3q" not in page


def test_a_new_one_holds_what_is_still_seen(as_):
    manager, owner = make.officer("UG"), make.user("staff", "NG")
    kept, lost = (make.secret_project(status="endorsed", manager=manager) for _ in range(2))
    row = make.compendium(owner, [kept, lost])
    actions.raise_tier(lost, 2, by=manager)

    response = as_(owner).post(reverse("projects:compendium-again", args=[row.pk]), {"redacted": "1"})
    new = Compendium.objects.newest().first()

    assert response["Location"] == new.get_absolute_url()
    assert (new.asked, new.is_redacted, new.what) == ([kept.pk], True, row.what)


@pytest.mark.parametrize("name", ["detail", "download", "print", "again", "drop"])
def test_for_everybody_else_it_does_not_exist(name, as_):
    officer, colleague = make.officer("UG"), make.officer("UG")
    row = make.compendium(officer, [make.complete_project(manager=officer)])
    url = reverse(f"projects:compendium-{name}", args=[row.pk])

    for person in (colleague, make.administrator(), make.head()):
        client = as_(person)
        assert (client.post if name in {"again", "drop"} else client.get)(url).status_code == 404
    assert Compendium.objects.count() == 1


def test_it_ends_with_the_posting_of_its_owner(as_):
    officer = make.officer("UG")
    row = make.compendium(officer, [make.complete_project(manager=officer)])
    officer.postings.update(ends_at=timezone.now())

    assert as_(officer).get(row.get_absolute_url()).status_code == 404
    assert permissions.why_not_make_compendium(officer, 1)


def test_a_person_who_lost_the_posting_while_it_waited_gets_an_empty_one():
    officer = make.officer("UG")
    row = make.compendium(officer, [make.complete_project(manager=make.officer("UG"))], written=False)
    officer.postings.update(ends_at=timezone.now())
    jobs.sweep()
    row.refresh_from_db()

    assert row.parts == [] and not CompendiumVolume.objects.exists()
    assert permissions.why_not_hand_out(officer, row) == "You may read none of its projects any more."


def test_after_its_days_it_is_gone_for_good(as_, time_machine):
    officer = make.officer("UG")
    row = make.compendium(officer, [make.complete_project(manager=officer)])
    client = as_(officer)
    time_machine.move_to(timezone.now() + timedelta(days=7, seconds=1))

    assert client.get(row.get_absolute_url()).status_code in {302, 404}
    assert permissions.why_not_hand_out(officer, row) == "Its seven days are over."
    assert tasks.drop_expired_compendia() == 1
    assert not CompendiumVolume.objects.exists()


def test_the_history_keeps_which_projects_it_told_of_and_each_reading(as_):
    officer = make.officer("UG")
    project = make.complete_project(manager=officer, tier=1)
    client = as_(officer)
    row = asked(client)
    client.get(row.get_absolute_url())
    client.get(reverse("projects:compendium-download", args=[row.pk]))
    client.post(reverse("projects:compendium-drop", args=[row.pk]))

    events = Event.objects.filter(kind="projects.compendium", thing_id=row.pk).order_by("seq")
    assert [event.verb.removeprefix("projects.compendium_") for event in events] == ["asked", "written", "dropped"]
    assert events[1].changes["parts"][1] == [[project.pk, 1, "working"]]
    readings = Reading.objects.filter(kind="projects.compendium", thing_id=row.pk).order_by("pk")
    assert [(reading.what, reading.actor_uid) for reading in readings] == [
        ("open", officer.uid),
        ("download", officer.uid),
    ]


def test_it_is_written_once_however_often_the_job_runs():
    officer = make.officer("UG")
    row = make.compendium(officer, [make.complete_project(manager=officer)])
    first = bytes(row.volumes.get().content)

    tasks.write_compendium(row.pk)
    tasks.write_compendium(10**6)

    assert bytes(CompendiumVolume.objects.get().content) == first
    assert Event.objects.filter(verb="projects.compendium_written").count() == 1


def test_while_it_waits_the_page_says_how_far_it_is_without_a_script(as_):
    officer = make.officer("UG")
    row = make.compendium(officer, [make.complete_project(manager=officer)], written=False)
    page = as_(officer).get(row.get_absolute_url()).content.decode()

    assert reverse("jobs:job-detail", args=[row.job_id]) in page and "Waiting" in page
    assert as_(officer).get(reverse("projects:compendium-download", args=[row.pk])).status_code == 403


def test_a_filter_without_projects_and_one_with_too_many_are_refused_in_a_sentence(as_):
    officer = make.officer("UG")
    client = as_(officer)
    page = client.get(reverse("projects:compendium-create"))
    answer = client.post(reverse("projects:compendium-create"), OPTIONS)

    assert "No project matches this filter." in page.content.decode()
    assert answer.status_code == 403
    assert "at most 500" in permissions.why_not_make_compendium(officer, 501)


@pytest.mark.parametrize("what", ["summary", "open", "whole"])
def test_a_page_to_read_and_print_keeps_to_the_budget_of_a_long_page(what, as_):
    manager = make.officer("UG")
    projects = [make.secret_project(manager=manager) for _ in range(PAGE["whole"])]
    row = make.compendium(manager, projects, what=what, form="html")
    page = as_(manager).get(reverse("projects:compendium-print", args=[row.pk]), {"part": 1}).content
    share = PAGE[what] / len(projects)

    assert len(gzip.compress(page)) * share <= 60 * 1024
    assert len(re.findall(rb"<[a-z]", page)) * share <= 3_000


def test_a_long_one_comes_in_volumes_each_with_its_contents_and_the_mark_of_the_whole(as_, monkeypatch):
    monkeypatch.setattr(binding, "VOLUME", 3_000)
    officer = make.officer("UG")
    for number in range(3):
        make.complete_project(manager=officer, title=f"Market {number}", tier=2 if number == 2 else 0)
    client = as_(officer)
    row = asked(client, what="summary")
    page = client.get(row.get_absolute_url()).content.decode()
    url = reverse("projects:compendium-download", args=[row.pk])
    told = [text_of(client.get(url, {"volume": n})) for n in range(1, row.volumes.count() + 1)]

    assert len(told) > 1 and "Download volume 2" in page
    assert all("Classification 2: Restricted" in volume and "Contents" in volume for volume in told)
    assert [sum(f"Market {n}" in volume for volume in told) for n in range(3)] == [1, 1, 1]
    assert ["Projects by status" in volume for volume in told] == [True] + [False] * (len(told) - 1)
    assert client.get(url, {"volume": 9}).status_code == client.get(url, {"volume": "x"}).status_code == 404


def test_choices_and_countries_are_counted_in_the_language_of_the_document(as_):
    officer = make.officer("NE")
    make.complete_project(manager=officer, office="NE", status="endorsed", language="fr", classification="specific")
    make.complete_project(manager=make.officer("UG"), status="endorsed", classification="specific")
    client = as_(make.reviewer())
    row = asked(client, form="html", what="summary")
    document = client.get(reverse("projects:compendium-print", args=[row.pk])).context["document"]

    [by_class] = [table for table in document["figures"] if table["title"] == "Projects by class"]
    assert by_class["rows"] == [{"label": "PVE-specific", "count": "2"}]


def test_nobody_keeps_more_than_twenty():
    officer = make.officer("UG")
    project = make.complete_project(manager=officer)
    for _ in range(permissions.MOST_COMPENDIA):
        make.compendium(officer, [project], written=False)

    with pytest.raises(access.Refused, match="20 compendia already"):
        make.compendium(officer, [project], written=False)


def test_many_projects_are_read_in_as_many_queries_as_one():
    manager = make.officer("UG")

    def cost(many, **said):
        for _ in range(many):
            make.secret_project(status="endorsed", manager=manager)
        row = make.compendium(make.reviewer(), list(Project.objects.all()), written=False, **said)
        with CaptureQueriesContext(connection) as seen:
            written, _told = binding.read(row, say=lambda done, total: None)
        assert len(written) == Project.objects.count()
        return len(seen)

    assert cost(1) == cost(4)
    assert cost(1, is_redacted=True) == cost(4, is_redacted=True) <= 45


def test_handing_out_costs_the_same_however_many_projects(as_):
    officer = make.officer("UG")
    few = make.compendium(officer, [make.complete_project(manager=officer)])
    many = make.compendium(officer, [make.complete_project(manager=officer) for _ in range(6)])
    client = as_(officer)
    client.get(few.get_absolute_url())
    costs = []
    for row in (few, many):
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("projects:compendium-download", args=[row.pk]))
        costs.append(len(seen))

    assert costs[0] == costs[1] <= 12
