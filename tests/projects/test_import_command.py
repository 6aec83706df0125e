"""The command that brings lists in: its contract word by word, and that a dry run leaves nothing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from projects.models import ImportBatch, OtherProject, Project
from tests import make
from tests.projects.sheets import xlsx
from tests.projects.test_importing import COLUMNS, LIST

MAPPING = {
    "external_id": "No",
    "title": "Name",
    "summary": "About",
    "start_on": "From",
    "end_on": "To",
    "budget": "Sum",
    "countries": "Where",
    "donors": "Paid by",
    "implementers": "Done by",
    "parent": "Part of",
    "themes": "Subject",
}


@pytest.fixture
def officer(db):
    make.reference()
    make.office("KE")
    return make.officer("UG")


def run(*arguments):
    out = io.StringIO()
    call_command("import_projects", *arguments, stdout=out)
    return out.getvalue()


def told(*arguments):
    return json.loads(run(*arguments, "--json").splitlines()[-1])


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_the_last_line_is_one_object_whose_counts_add_up(officer, path):
    said = told(path, "--by", officer.email)

    assert (said["rows"], said["new"], said["changed"], said["unchanged"], said["not_yours"]) == (13, 4, 0, 0, 1)
    assert said["refused"][0] == {
        "row": 8,
        "column": "ProjectEndDate",
        "reason": "The end lies before the start (2020-01-01).",
    }
    assert {tuple(each) for each in [*said["unclear"], *said["refused"]]} == {("row", "column", "reason")}
    assert [each["row"] for each in said["unclear"]] == [6, 7, 9, 10]
    assert [each["row"] for each in said["refused"]] == [8, 11, 12, 14]
    assert said["rows"] == sum(said[name] for name in ("new", "changed", "unchanged", "not_yours")) + sum(
        said["counts"][name] for name in ("unclear", "refused")
    )
    assert said["applied"] is False


def test_a_dry_run_leaves_nothing_and_applying_twice_changes_nothing(officer, path):
    run(path, "--by", officer.email)
    assert (Project.objects.count(), OtherProject.objects.count(), ImportBatch.objects.count()) == (0, 0, 0)

    assert told(path, "--by", officer.email, "--apply")["applied"] is True
    assert (Project.objects.count(), OtherProject.objects.count()) == (2, 2)
    again = told(path, "--by", officer.email, "--apply")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 4)
    assert (Project.objects.count(), OtherProject.objects.count()) == (2, 2)


def test_the_mapping_is_an_object_of_our_fields_and_their_columns(officer, tmp_path):
    header = list(MAPPING.values())
    row = ["X-1", "A title", "Words", "2024-01-02", "2025-01-02", "2.4e+07", "Uganda", "Sida", "IOM", "", "Nothing"]
    path, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    path.write_text(",".join(header) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    mapping.write_text(json.dumps(MAPPING), encoding="utf-8")
    said = told(path, "--by", officer.email, "--mapping", mapping, "--apply")

    assert (said["new"], said["unclear"], said["refused"]) == (1, [], [])
    project = Project.objects.get()
    assert (project.title, project.summary, str(project.budget)) == ("A title", "Words", "24000000.00")
    assert (str(project.start_on), str(project.end_on)) == ("2024-01-02", "2025-01-02")
    assert [part.organization.name for part in project.participations.all()] == ["Sida"]


@pytest.mark.parametrize("said", [{"columns": COLUMNS, "currency": "EUR"}, COLUMNS | {"currency": "EUR"}])
def test_both_forms_of_a_mapping_are_taken(officer, path, tmp_path, said):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(said), encoding="utf-8")
    told(path, "--by", officer.email, "--mapping", mapping, "--apply")
    assert set(Project.objects.values_list("currency", flat=True)) == {"EUR"}


def test_what_the_mapping_does_not_name_is_not_guessed(officer, tmp_path):
    path, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    path.write_text("ID,Title,Country,Implementer\nX,One,Uganda,GIZ\n", encoding="utf-8")
    mapping.write_text('{"countries": "Country"}', encoding="utf-8")
    told(path, "--by", officer.email, "--mapping", mapping, "--apply")
    assert (Project.objects.count(), OtherProject.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("no json", "is no JSON"),
        ("[]", "one JSON object"),
        ('{"colour": "Red"}', "fields that do not exist: colour"),
        ('{"title": "Nowhere"}', "no column “Nowhere”"),
        ('{"title": 5}', "A mapping reads"),
    ],
)
def test_a_wrong_mapping_refuses_the_list_in_one_sentence(officer, path, tmp_path, said, sentence):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(said, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        run(path, "--by", officer.email, "--mapping", mapping)


def test_who_or_what_is_not_there_is_said_in_one_sentence(officer, path, tmp_path):
    with pytest.raises(CommandError, match="No active person"):
        run(path, "--by", "nobody@test.example")
    with pytest.raises(CommandError, match="There is no office XX"):
        run(path, "--by", officer.email, "--office", "XX")
    with pytest.raises(CommandError, match=r"nothing\.csv: No such file"):
        run(tmp_path / "nothing.csv", "--by", officer.email)
    with pytest.raises(CommandError, match="own office"):
        run(path, "--by", officer.email, "--office", "KE")


def test_a_spreadsheet_says_the_same_as_the_csv(officer, path, tmp_path):
    book = tmp_path / "list.xlsx"
    book.write_bytes(xlsx(LIST))
    one, other = told(path, "--by", officer.email), told(book, "--by", officer.email)
    for name in ("new", "unclear", "refused", "counts"):
        assert one[name] == other[name]
