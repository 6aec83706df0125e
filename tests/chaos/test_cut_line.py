"""The line is cut at any byte of a POST: nothing is half written, no typed word is lost, and sent again it acts once."""

import pytest
from django.db import connection

from endorsement.models import Case, Comment, Decision, Letter, Thread
from endorsement.workflow import Status
from projects import content
from projects.models import FieldDraft, Project
from tests import make
from tests.machinery import amount
from tests.machinery.web import Line

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(3600)]

TYPED = "Two on each visit; no list leaves the centre & nobody is named – à Ggaba, 50 % of them women."
# Written by a request that changes nothing: who signed in when, what was read.
ASIDE = {"django_session", "audit_reading", "django_cache", "audit_seal"}
CUTS = None if amount.FULL else 40  # None: at every byte


def everything():
    """The digest of every row of every table."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - ASIDE)
        rows = "md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', {rows} FROM \"{name}\" t" for name in tables))
        return dict(cursor.fetchall())


def changed(before):
    now = everything()
    return {name for name in now if now[name] != before[name]}


def offsets(request):
    """Where it is cut: around the end of the head, the end of the body, and evenly through what was typed."""
    body, end = request.index(b"\r\n\r\n") + 4, len(request)
    if CUTS is None:
        return range(1, end)
    step = max(1, (end - body) // CUTS)
    return sorted({1, body // 2, *range(body - 2, body + 2), *range(body, end, step), *range(end - 4, end)} - {end})


def nothing_half_written(line, request):
    """Cut everywhere but at its end: no row of any table differs from what it was."""
    before = everything()
    for at in offsets(request):
        line.cut(request, at)
        if found := changed(before):
            pytest.fail(f"cut at byte {at} of {len(request)}, after “{request[:at][-60:]!r}”: {sorted(found)} changed")


def once(line, request, made):
    """The last bytes went out and no answer came back; the same is sent again, and again: one result, one answer."""
    line.cut(request, len(request))
    answers = {line.send(request), line.send(request)}
    assert len(answers) == 1
    ((status, _where),) = answers
    assert status == 302
    assert made() == 1


@pytest.fixture
def at_a_form(web, as_):
    """The line of a person who has just signed in."""
    return lambda person: Line(web, as_(person))


def by_itself(line, project, page):
    """What the script of the page sends while a person types."""
    shown = line.form(page, 'id="answers"')
    said = {name: shown[name] for name in ("csrfmiddlewaretoken", "held")}
    said |= {"field": "staff_safety", "revision": shown["revision-staff_safety"], "text": TYPED}
    return line.post(f"/projects/{project.ref}/draft/", said, multipart=True)


def test_a_section_that_was_typed_keeps_its_draft_and_is_saved_whole(at_a_form):
    project = make.project(title="Market committees", manager=make.officer("UG"))
    line, page = at_a_form(project.manager), f"/projects/{project.ref}/sections/safety/"
    status, _where = line.send(by_itself(line, project, page))
    assert status == 200
    shown = line.form(page, 'id="answers"')
    request = line.post(page, shown | {"staff_safety": TYPED + " Daily.", "participant_safety": TYPED, "stay": "1"})

    nothing_half_written(line, request)

    assert FieldDraft.objects.get(project=project).text == TYPED
    assert TYPED.replace("&", "&amp;") in line.get(page)
    line.cut(request, len(request))
    read = content.read(Project.objects.get(pk=project.pk)).data
    assert (read["staff_safety"], read["participant_safety"]) == (TYPED + " Daily.", TYPED)
    assert not FieldDraft.objects.exists()


def test_a_draft_that_the_page_sends_by_itself_is_kept_whole_or_not_at_all(at_a_form):
    project = make.project(title="Market committees", manager=make.officer("UG"))
    line, page = at_a_form(project.manager), f"/projects/{project.ref}/sections/safety/"
    request = by_itself(line, project, page)

    nothing_half_written(line, request)

    line.cut(request, len(request))
    assert FieldDraft.objects.get().text == TYPED


def test_an_answer_to_headquarters_is_written_once_and_whole(at_a_form):
    case = make.case(Status.RETURNED)
    line, thread = at_a_form(case.project.manager), Thread.objects.get()
    page = f"/cases/{case.ref}/threads/{thread.pk}/reply/"
    request = line.post(page, line.form(page, 'name="text"') | {"text": TYPED})

    nothing_half_written(line, request)

    once(line, request, Comment.objects.filter(text=TYPED).count)


def test_a_decision_is_taken_once_or_not_at_all(at_a_form):
    case = make.case(Status.DECISION)
    line = at_a_form(make.someone("trd-head"))
    typed = {"endorse-rationale": TYPED, "endorse-risk_statement": TYPED, "conditions-TOTAL_FORMS": "0"}
    shown = line.form(f"/cases/{case.ref}/decide/", 'name="endorse-rationale"')
    request = line.post(f"/cases/{case.ref}/endorse/", shown | typed)

    nothing_half_written(line, request)

    once(line, request, Decision.objects.count)
    assert Letter.objects.count() == 1
    assert Case.objects.get().status == Status.ENDORSED
