"""Registers of other organizations: columns guessed, level words mapped and reported, nothing dropped without a word."""

import uuid

import pytest

from pvehub.audit import trail
from risks.models import Risk
from tests import make
from tests.risks.sheets import apply, brought, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def manager(register):
    return register.project.manager


@pytest.fixture
def client(manager, as_):
    return as_(manager)


FOREIGN = """RISK REGISTER 2026,,,,,,,
Risk description,Category,Likelihood,Impact,Mitigation measures,Due date,Risk owner,Score
Floods cut the road,Weather,H,L/M,Store at the depot,2027-03-01,Ministry,12
Staff leave,,Very likely,Catastrophic,Pay on time,,,20
Nobody comes,,Soon,Medium to High,,,,9
"""


def foreign(client, register, content=FOREIGN, **chosen):
    """Upload a sheet from elsewhere and confirm its columns; the dry run and its address."""
    page, url = brought(client, register, content.encode(), "theirs.csv")
    said = {name: field.value() or "" for name, field in ((f.name, f) for f in page.context["form"])}
    answer = client.post(url, said | {"default_category": "CTX", "once": uuid.uuid4()} | chosen)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.url), answer.url


def test_level_words_are_mapped_and_reported_and_what_is_not_understood_stays_a_draft(register, client, manager):
    page, url = foreign(client, register)
    shown = page.content.decode()

    assert verdicts(page) == {"new": 3}
    told = {(reading.word, reading.is_read): reading.sentence for reading, _n in page.context["plan"].readings}
    assert told[("L/M", True)] == "between 2 and 3; the worse counts: 3 Serious"
    assert told[("H", True)] == "4 Likely" and told[("Catastrophic", True)] == "5 Critical"
    assert told[("Soon", False)].startswith("not understood")
    for sentence in (
        "These columns are not read: Score.",
        "The sheet has one rating",
        "counted as Programme",
        "imported without confidence",
        "the fastest is taken",
        "Owner “Ministry”",
        "Category “Weather”",
    ):
        assert sentence in shown, sentence

    apply(client, page, url)
    floods, leave, nobody = Risk.objects.filter(register=register).with_rating().order_by("number")
    rated = floods.assessment
    assert floods.category.code == "CTX" and floods.owner == manager and floods.state == "draft"
    assert (rated.current_likelihood, rated.current_detail, rated.current_band) == (4, {"programme": 3}, "high")
    assert rated.inherent_band == rated.target_band == "high" and rated.confidence == "low" and rated.speed == "hours"
    assert "“L/M”" in rated.rationale and "without confidence" in rated.rationale and "theirs.csv" in rated.rationale
    assert (leave.assessment.current_likelihood, leave.assessment.current_impact) == (5, 5)
    assert nobody.assessment is None and "“Soon”" in trail.of(nobody).last().note
    assert [t.text for t in floods.treatments.all()] == ["Store at the depot"]
    assert not leave.treatments.exists() and "Pay on time" in trail.of(leave).last().note
    assert "“Ministry”" in trail.of(floods).last().note and "“Weather”" in trail.of(floods).last().note


def test_a_sheet_from_elsewhere_twice_is_once(register, client):
    page, url = foreign(client, register)
    apply(client, page, url)

    page, url = foreign(client, register)

    assert verdicts(page) == {"unchanged": 3} and "It stands here already as R01." in page.content.decode()


def test_without_a_category_to_fall_back_on_a_row_is_refused_and_named(register, client):
    page, _url = foreign(client, register, default_category="")

    assert verdicts(page) == {"refused": 3} and "names no category of ours" in page.content.decode()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Risque;Probabilité;Gravité;Mesures d'atténuation",
            ("Risque", "Probabilité", "Gravité", "Mesures d'atténuation"),
        ),
        (
            "Riesgo;Probabilidad;Impacto;Medidas de mitigación",
            ("Riesgo", "Probabilidad", "Impacto", "Medidas de mitigación"),
        ),
        (
            "Risk;Residual likelihood;Residual impact;Controls",
            ("Risk", "Residual likelihood", "Residual impact", "Controls"),
        ),
    ],
)
def test_columns_are_guessed_from_their_names_in_three_languages(register, client, header, expected):
    page, _url = brought(client, register, f"{header}\na;Élevé;Alto;c\n".encode(), "x.csv")
    form = page.context["form"]

    names = ("event", "current_likelihood", "current_impact", "measure")
    assert tuple(form[name].value() for name in names) == expected


def test_contacts_of_people_in_a_sheet_are_warned_of(register, client):
    page, _url = foreign(client, register, FOREIGN.replace("Pay on time", "Call Jane on +256 700 123 456"))

    assert "looks like an e-mail address or a telephone number" in page.content.decode()
