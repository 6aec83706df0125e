"""What tests of registers have at hand."""

from collections.abc import Callable
from typing import Any

import pytest

from pvehub.audit import trail
from risks.models import Risk
from tests import make


@pytest.fixture
def method(db: None) -> Any:
    """Categories, library, matrix v1."""
    return make.risk_method()


@pytest.fixture
def verbs_of(db: None) -> Callable[[Any], list[str]]:
    """The verbs in a thing's history, oldest first."""
    return lambda thing: [event.verb for event in trail.of(thing)]


@pytest.fixture
def fresh(db: None) -> Callable[[Risk], Risk]:
    """The risk as the database has it now, with rating and plan."""
    return lambda risk: (
        Risk.objects.with_rating()
        .with_treatments()
        .select_related("assessment__matrix", "register__project")
        .get(pk=risk.pk)
    )
