"""What belongs here is said where somebody begins to write, where nothing was found, and in the help."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db
SCOPE = reverse("knowledge:scope")


@pytest.mark.parametrize(
    "url", [reverse("knowledge:resource-contribute"), "/search/?q=nosuchword", reverse("ui:help")], ids=str
)
def test_the_page_on_what_belongs_here_is_one_step_away(url, as_):
    assert f'href="{SCOPE}"' in as_(make.outsider()).get(url).content.decode()


def test_it_names_what_does_not_belong_here_and_leads_to_the_thirteen_principles(as_):
    client = as_(make.outsider())

    page = client.get(SCOPE).content.decode()
    principles = client.get(reverse("knowledge:principles")).content.decode()

    for out in ("Proposals", "Situation reports", "Personal data", "Intelligence on groups"):
        assert out in page
    assert f'href="{reverse("knowledge:principles")}"' in page
    assert principles.count('scope="row"') == 13
