"""Updates, visits, what one follows: who reads and hears what; the second doors are feed, filter, mail and count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects import actions, tasks
from projects.models import Follow, Project, Update, Visit
from pvehub import access
from pvehub.jobs.models import Job
from pvehub.notifications import digests
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Delivery, Notice
from tests import make
from tests.machinery.daytime import next_morning

pytestmark = pytest.mark.django_db
CANARY = "canary7f3q"


def write(project, **said):
    said = {"kind": "donor", "text": f"The donor asked {CANARY}.", "happened_on": timezone.localdate()} | said
    return actions.write_update(project, by=said.pop("by", None) or project.manager, **said)


def text(response):
    return response.content.decode()


def test_an_update_of_the_team_is_read_by_its_people_and_opened_ones_by_more(as_):
    project = make.project(status="active")
    write(project)
    stranger = make.outsider()
    assert CANARY in text(as_(make.officer("UG")).get("/projects/updates/"))
    assert CANARY in text(as_(make.specialist("NBO")).get(f"/projects/{project.ref}/updates/"))
    for page in ("/projects/updates/", f"/projects/{project.ref}/updates/", project.get_absolute_url()):
        assert CANARY not in text(as_(stranger).get(page))

    write(project, text=f"Opened {CANARY}.", is_open=True)

    for page in ("/projects/updates/", f"/projects/{project.ref}/updates/", project.get_absolute_url()):
        found = text(as_(stranger).get(page))
        assert f"Opened {CANARY}" in found and "The donor asked" not in found


@pytest.mark.parametrize("tier", [2, 3])
def test_the_feed_holds_nothing_of_a_project_one_cannot_see(as_, tier):
    project = make.project(status="active", tier=tier, title=f"Title {CANARY}")
    write(project, is_open=True)
    for person in (make.outsider(), make.specialist("DKR"), make.administrator(), make.curator()):
        page = text(as_(person).get("/projects/updates/"))
        assert CANARY not in page and project.ref not in page
        assert as_(person).get(f"/projects/{project.ref}/updates/").status_code == 404


def test_the_feed_shows_the_endorsed_title_and_filters_by_what_was_endorsed(as_):
    project = make.complete_project(status="active", title="Endorsed words")
    write(project, is_open=True)
    Project.objects.filter(pk=project.pk).update(title=f"Working {CANARY}-title")
    project.countries.set([make.country("KE")])
    stranger = as_(make.outsider())
    page = text(stranger.get("/projects/updates/"))
    assert "Endorsed words" in page and f"{CANARY}-title" not in page
    assert project.ref in text(stranger.get("/projects/updates/?country=UG"))
    assert project.ref not in text(stranger.get("/projects/updates/?country=KE"))
    assert project.ref in text(as_(make.officer("UG")).get("/projects/updates/?country=KE"))


def test_the_feed_narrows_by_kind_and_theme_and_an_unknown_code_finds_nothing(as_):
    theme = make.term("themes", "SOCOH", "Social cohesion")
    project, other = make.project(status="active", themes=[theme]), make.project(status="active")
    Project.objects.filter(pk=project.pk).update(endorsed_content=None, status="in_endorsement")
    write(project, kind="government", text="Ministry.")
    write(other, kind="donor", text="Fund.")
    reader = as_(make.officer("UG"))
    assert "Ministry." in text(reader.get("/projects/updates/?theme=SOCOH"))
    assert "Fund." not in text(reader.get("/projects/updates/?theme=SOCOH"))
    assert "Fund." not in text(reader.get("/projects/updates/?kind=government"))
    for query in ("?country=ZZ", "?theme=NOPE", "?kind=x"):
        page = text(reader.get(f"/projects/updates/{query}"))
        assert "Ministry." not in page and "Fund." not in page


def test_who_may_write_and_take_back(as_):
    project = make.project(status="active")
    author = make.officer("UG")
    update = write(project, by=author)
    for person in (make.outsider(), make.specialist("NBO"), make.reviewer()):
        with pytest.raises(access.Refused):
            write(project, by=person)
    with pytest.raises(access.Refused):
        actions.take_back_update(update, by=make.officer("UG"))
    actions.take_back_update(update, by=make.chief("UG"))
    actions.take_back_update(update, by=project.manager)  # a second time nothing happens
    assert not Update.objects.exists()
    with pytest.raises(access.Unmet, match="ahead"):
        write(project, happened_on=timezone.localdate() + timedelta(days=3))
    Project.objects.filter(pk=project.pk).update(status="cancelled")
    with pytest.raises(access.Refused, match="cancelled"):
        write(Project.objects.get(pk=project.pk))


def test_visits_are_for_the_people_of_the_project(as_):
    project = make.project(status="active")
    page = f"/projects/{project.ref}/visits/add/"
    said = {"happened_on": timezone.localdate().isoformat(), "place": f"Market {CANARY}", "purpose": "To see."}
    assert as_(project.manager).post(page, said).status_code == 302
    visit = Visit.objects.get()
    assert CANARY in text(as_(make.specialist("NBO")).get(f"/projects/{project.ref}/updates/"))
    assert CANARY not in text(as_(make.outsider()).get(f"/projects/{project.ref}/updates/"))
    remove = f"/projects/{project.ref}/visits/{visit.pk}/remove/"
    assert as_(make.outsider()).post(remove).status_code == 404
    assert as_(project.manager).post(remove).status_code == 302
    assert not Visit.objects.exists()


def told(kind="projects.followed_news"):
    return set(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def run_jobs():
    for job in Job.objects.filter(name="projects.tasks.tell_followers"):
        tasks.tell_followers(*job.args)


def test_followers_hear_of_it_as_far_as_they_may_read_it():
    theme = make.term("themes", "SOCOH", "Social cohesion")
    project = make.complete_project(status="active", themes=[theme])
    by_country, by_theme, elsewhere = make.officer("UG"), make.specialist("NBO"), make.officer("UG")
    outside, twice = make.outsider(), make.officer("UG")
    for person, what in [
        (by_country, {"country": make.country("UG")}),
        (by_theme, {"theme": theme}),
        (elsewhere, {"country": make.country("NE")}),
        (outside, {"country": make.country("UG")}),
        (twice, {"country": make.country("UG")}),
        (twice, {"theme": theme}),
        (project.manager, {"theme": theme}),
    ]:
        make.follow(person, **what)

    update = write(project)
    run_jobs()
    tasks.tell_followers(update.pk)

    assert told() == {by_country.pk, by_theme.pk, twice.pk}
    assert Notice.objects.filter(kind="projects.followed_news").count() == 3
    write(project, is_open=True)
    run_jobs()
    assert outside.pk in told()


def test_a_country_only_of_the_working_copy_is_no_reason_to_tell_an_open_reader():
    project = make.complete_project(status="active")
    project.countries.add(make.country("NE"))
    stranger, officer = make.outsider(), make.officer("UG")
    make.follow(stranger, country=make.country("NE"))
    make.follow(officer, country=make.country("NE"))
    write(project, is_open=True)
    run_jobs()
    assert told() == {officer.pk}


def digest_of(person, mailoutbox, **at):
    with next_morning():
        Delivery.objects.filter(recipient=person).update(due_at=timezone.now() - timedelta(minutes=1))
        digests.gather()
        Delivery.objects.filter(recipient=person).update(next_try_at=timezone.now() - timedelta(minutes=1))
        sending.send()
    return [mail for mail in mailoutbox if mail.to == [person.email]]


@pytest.mark.parametrize("tier", [0, 2])
def test_the_digest_names_the_project_below_tier_two_and_says_nothing_above(tier, mailoutbox):
    project = make.project(status="active", tier=tier, title=f"Title {CANARY}")
    officer = make.officer("UG")
    make.follow(officer, country=make.country("UG"))
    write(project)
    run_jobs()

    (mail,) = digest_of(officer, mailoutbox)
    html = mail.alternatives[0][0]

    assert ("Something you follow changed" in mail.body) == (tier > 1)
    assert CANARY not in mail.body + html + mail.subject
    assert ("Donor" in mail.body) == (tier == 0)
    assert (f"{project.ref}: " in mail.body) == (tier == 0)


def test_what_one_may_no_longer_see_is_not_sent(mailoutbox):
    project = make.project(status="active")
    officer = make.officer("UG")
    make.follow(officer, country=make.country("UG"))
    update = write(project)
    run_jobs()
    officer.postings.update(ends_at=timezone.now())
    assert digest_of(officer, mailoutbox) == []
    other = make.officer("UG")
    make.follow(other, country=make.country("UG"))
    tasks.tell_followers(update.pk)
    actions.take_back_update(update, by=project.manager)
    assert digest_of(other, mailoutbox) == []


def test_nothing_goes_out_at_once_unless_asked(mailoutbox):
    project = make.project(status="active")
    officer = make.officer("UG")
    make.follow(officer, country=make.country("UG"))
    write(project)
    run_jobs()
    sending.send()
    assert mailoutbox == []
    assert Delivery.objects.get(recipient=officer).cadence == "daily"


def test_following_is_ones_own(as_):
    officer, other = make.officer("UG"), make.officer("UG")
    make.country("UG"), make.term("themes", "SOCOH", "Social cohesion")
    page = as_(officer)
    assert page.post("/projects/following/", {"country": "", "theme": ""}).status_code == 422
    assert page.post("/projects/following/", {"country": "UG", "theme": "SOCOH"}).status_code == 302
    page.post("/projects/following/", {"country": "UG", "theme": ""})
    assert Follow.objects.filter(user=officer).count() == 2
    assert "Social cohesion" in text(page.get("/projects/following/"))
    row = Follow.objects.filter(user=officer).first()
    assert as_(other).post(f"/projects/following/{row.pk}/end/").status_code == 404
    assert page.post(f"/projects/following/{row.pk}/end/").status_code == 302
    assert Follow.objects.filter(user=officer).count() == 1
    assert page.post("/projects/following/", {"country": "", "theme": "NOPE"}).status_code == 422
