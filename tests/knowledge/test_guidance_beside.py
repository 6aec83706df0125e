"""Guidance where the work is: beside a risk of its category, as far as the reader may read it."""

import pytest
from django.template import Context, Template

from tests import make

pytestmark = pytest.mark.django_db


def test_guidance_on_a_category_of_risk_stands_beside_risks_of_it_for_who_may_read_it():
    partners, safety = make.term("risk-categories", "PAR", "Partners"), make.term("risk-categories", "SAF", "Safety")
    make.guidance(title="Choose partners slowly", risk_categories=[partners])
    make.guidance(title="Travel by day", risk_categories=[safety])
    make.guidance(title="The canary note", risk_categories=[partners], tier=2)
    tag = Template('{% load guidance %}{% guidance_for "PAR" %}')

    beside = tag.render(Context({"user": make.outsider()}))
    assert "Choose partners slowly" in beside
    assert "G-0001" in beside
    assert "Travel by day" not in beside
    assert "canary" not in beside
    assert (
        Template('{% load guidance %}{% guidance_for "STG" %}').render(Context({"user": make.outsider()})).strip() == ""
    )
