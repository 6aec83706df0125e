"""The same form sent twice acts once, also when both arrive at the same moment."""

import threading
import uuid

import pytest
from django.test import Client

from pvehub.access.models import AccessRequest
from tests import make

URL = "/access/ask/"


@pytest.mark.django_db
def test_the_second_post_gets_the_first_answer(as_):
    client, form = as_(make.officer()), {"address": "PVE-2026-0001", "reason": "Study", "once": str(uuid.uuid4())}

    first, second = client.post(URL, form), client.post(URL, form)

    assert first.headers["Location"] == second.headers["Location"]
    assert AccessRequest.objects.count() == 1


@pytest.mark.django_db
def test_a_form_that_came_back_with_errors_may_be_sent_again(as_):
    client, key = as_(make.officer()), str(uuid.uuid4())

    assert client.post(URL, {"address": "", "reason": "", "once": key}).status_code == 200
    assert client.post(URL, {"address": "x", "reason": "y", "once": key}).status_code == 302
    assert AccessRequest.objects.count() == 1


@pytest.mark.django_db
def test_the_key_of_one_person_is_not_the_key_of_another(as_):
    form = {"address": "x", "reason": "y", "once": str(uuid.uuid4())}

    as_(make.officer()).post(URL, form)
    as_(make.officer()).post(URL, form)

    assert AccessRequest.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_five_posts_at_the_same_moment_act_once():
    person, start = make.officer(), threading.Barrier(5)
    form, answers = {"address": "x", "reason": "y", "once": str(uuid.uuid4())}, []

    def send():
        from django.db import connection

        client = Client()
        client.force_login(person)
        start.wait()
        answers.append(client.post(URL, form).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * 5
    assert AccessRequest.objects.count() == 1
