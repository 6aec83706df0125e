"""The management response of an evaluation stands in the ledger of promises, and tells nothing of a masked origin."""

import pytest
from django.urls import reverse

from knowledge import actions
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db


def test_the_management_response_uses_the_same_ledger(as_):
    resource = make.evaluation()
    author = resource.created_by
    row = actions.recommend(resource, by=author, text="Widen the sample.")

    with pytest.raises(access.Refused):
        actions.promise(row, by=author, text="A survey", role="project-officer", office=make.office("UG"))
    with pytest.raises(access.Unmet):
        actions.respond(row, by=author, answer="partly")
    actions.respond(row, by=author, answer="partly", why="Only in towns.")
    action = actions.promise(row, by=author, text="A survey in towns", role="project-officer", office=make.office("UG"))

    with pytest.raises(access.Unmet):
        actions.respond(row, by=author, answer="rejected", why="No money.")
    page = as_(make.outsider()).get(resource.get_absolute_url()).content.decode()
    assert action.text in page
    assert "Only in towns." in page
    with pytest.raises(access.Refused):
        actions.recommend(make.resource(), by=author, text="A lesson has no response.")


def test_of_a_masked_evaluation_no_owner_tells_where_it_was_made(as_):
    open_one, masked = make.evaluation(), make.evaluation(title="Masked one")
    for resource in (open_one, masked):
        make.promise(
            make.recommendation(resource), text=f"Kampala promises {resource.pk}", role="project-officer", office="UG"
        )
    outsider = make.outsider("NE")
    url = reverse("knowledge:promise-list")
    assert as_(outsider).get(url).content.decode().count("Kampala promises") == 2

    actions.mask(masked, by=make.curator(), reason="People were threatened.")

    seen = as_(outsider)
    assert seen.get(url).content.decode().count("Kampala promises") == 1
    assert "Kampala promises" not in seen.get(masked.get_absolute_url()).content.decode()
    assert seen.get(reverse("knowledge:response-detail", args=[masked.uid])).status_code == 404


def test_an_evaluation_is_answered_on_its_pages(as_):
    resource = make.evaluation()
    author = resource.created_by
    client = as_(author)

    client.post(reverse("knowledge:resource-recommend", args=[resource.uid]), {"text": "Widen the sample."})
    row = resource.recommendations.get()
    answer = reverse("knowledge:recommendation-answer", args=[row.pk])
    refused = client.post(answer, {"answer": "rejected", "why": ""})
    answered = client.post(answer, {"answer": "accepted"})
    page = client.get(reverse("knowledge:response-detail", args=[resource.uid])).content.decode()

    assert refused.status_code == 422
    assert "Say why it is not accepted" in refused.content.decode()
    assert answered.status_code == 302
    assert "Accepted" in page
    assert reverse("knowledge:recommendation-promise", args=[row.pk]) in page
    actions.archive(resource, by=author, reason="Old.")
    resource.refresh_from_db()
    with pytest.raises(access.Refused):
        actions.recommend(resource, by=author, text="Too late.")


def test_what_the_text_of_an_evaluation_recommends_is_entered_once(as_):
    resource = make.evaluation(fields={"recommendations": "Widen the sample\nGo on\n\nGo on"})
    author = resource.created_by
    actions.recommend(resource, by=author, text="Go on")
    client, url = as_(author), reverse("knowledge:resource-recommend", args=[resource.uid])

    offered = client.get(url).content.decode()
    assert "Its text names these recommendations" in offered
    for _twice in range(2):
        assert client.post(url, {"act": "told"}).status_code == 302

    assert [str(row) for row in resource.recommendations.order_by("number")] == ["1. Go on", "2. Widen the sample"]
    assert "Its text names these recommendations" not in client.get(url).content.decode()
    assert as_(make.outsider()).post(url, {"act": "told"}).status_code == 403
