"""Two people press at the same moment, on two connections to a real PostgreSQL; and the same on naive code."""

import uuid
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from endorsement.models import Case, Decision, Draft, Letter
from endorsement.workflow import Status
from projects.models import Project
from pvehub.audit.models import Event
from pvehub.notifications.models import Delivery, Notice
from tests import make
from tests.machinery.amount import ROUNDS
from tests.machinery.together import at_once

DECIDERS = 200  # the number the story names, in every run
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


def again(case):
    """Before the decision once more: decisions and letters of earlier rounds stay, as they would."""
    Project.objects.filter(pk=case.project_id).update(status="in_endorsement", open_sections=[], endorsed_content=None)
    return make.put(case, Status.DECISION)


@pytest.mark.scenario("endorsement-1")
def test_two_deciders_at_once_make_one_decision_and_one_letter():
    case = make.case(Status.DECISION)
    people = {"endorse": make.head(name="Head Endorsing"), "refuse": make.head(name="Head Declining")}
    clients = {name: Client() for name in people}
    for name, client in clients.items():
        client.force_login(people[name])
    seen, words = case.current_submission.sha256, {"endorse": "My sound reasons.", "refuse": "My weighty doubts."}
    typed = {
        "endorse": {"risk_statement": "Low.", "rationale": words["endorse"], "seen": seen},
        "refuse": {"reason": "evidence", "what_would_change": "A survey.", "rationale": words["refuse"], "seen": seen},
    }
    forms = {name: {f"{name}-{field}": text for field, text in said.items()} for name, said in typed.items()}
    forms["endorse"] |= {"conditions-TOTAL_FORMS": "0", "conditions-INITIAL_FORMS": "0"}
    for n in range(1, DECIDERS + 1):
        case = again(case)

        answers = at_once(*(partial(clients[name].post, f"/cases/{case.ref}/{name}/", forms[name]) for name in forms))

        assert sorted(answer.status_code for answer in answers) == [302, 409], answers
        won, lost = sorted(forms, key=lambda name: answers[list(forms).index(name)].status_code)
        page = answers[list(forms).index(lost)].content.decode()
        assert words[lost] in page and people[won].name in page
        assert Draft.objects.get(author=people[lost]).words[f"{lost}-rationale"] == words[lost]
        assert (Decision.objects.count(), Letter.objects.count()) == (n, n)
        case.refresh_from_db()
        assert case.status == {"endorse": Status.ENDORSED, "refuse": Status.NOT_ENDORSED}[won]
    numbers = Letter.objects.order_by("pk").values_list("number", flat=True)
    assert [int(number.rsplit("/")[-1]) for number in numbers] == list(range(1, DECIDERS + 1))


def test_the_same_on_naive_code_decides_twice():
    case = make.case(Status.DECISION)
    submission, people = case.current_submission, [make.head(), make.head()]

    def naive(by):
        with transaction.atomic():
            found = Case.objects.get(pk=case.pk)
            if found.status != Status.DECISION:
                return None
            made = Decision.objects.create(
                case=found,
                submission=submission,
                sha256=submission.sha256,
                outcome="endorsed",
                rationale="Sound.",
                seat="trd-head",
                decided_by=by,
                decided_at=timezone.now(),
            )
            Case.objects.filter(pk=found.pk).update(status=Status.ENDORSED)
            return made

    doubles = 0
    for _n in range(ROUNDS):
        again(case)
        results = at_once(*(lambda by=by: naive(by) for by in people))
        doubles += sum(isinstance(result, Decision) for result in results) == 2
        if doubles:
            break
    assert doubles, "the test would not notice code that reads, then writes, without a lock"


@pytest.mark.scenario("endorsement-3")
def test_the_same_post_five_times_at_once_is_one_decision_and_one_word_to_each(tmp_path):
    case = make.case(Status.DECISION)
    head = make.someone("trd-head")
    key, clients = str(uuid.uuid4()), [Client() for _n in range(5)]
    for client in clients:
        client.force_login(head)
    typed = {
        "once": key,
        "endorse-rationale": "Sound.",
        "endorse-risk_statement": "Low.",
        "endorse-seen": case.current_submission.sha256,
        "conditions-TOTAL_FORMS": "0",
        "conditions-INITIAL_FORMS": "0",
    }
    url = reverse("endorsement:case-endorse", args=[case.ref])

    responses = at_once(*(lambda client=client: client.post(url, typed) for client in clients))

    assert [(response.status_code, response.headers["Location"]) for response in responses] == [
        (302, case.get_absolute_url())
    ] * 5
    assert Decision.objects.count() == Letter.objects.count() == 1
    assert Event.objects.filter(kind="endorsement.case", verb="endorsement.endorsed").count() == 1
    told = list(Notice.objects.filter(kind="endorsement.endorsed").values_list("recipient", flat=True))
    assert len(told) == len(set(told)) == 4
    assert Delivery.objects.filter(notice__kind="endorsement.endorsed").count() == 4
