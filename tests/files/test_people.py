"""Lists of people are not kept; reports that mention a few of them are."""

import pytest

from pvehub import files
from pvehub.files.checks import people

MAILS = "\n".join(f"Person {letter}\t{letter}.name@mission.example" for letter in "abcdefg")
PHONES = "\n".join(f"Name {number}, +256 772 12345{number}" for number in range(6))
LOCAL = "Nom\tTéléphone\n" + "\n".join(f"Nom {number}\t96 12 34 5{number}" for number in range(6))
PASSPORTS = "\n".join(f"Person {number}, passport no. AB12345{number}" for number in range(6))
CARDS = "name\tNational ID\n" + "\n".join(f"Person {number}\t90012345{number}" for number in range(6))
ARABIC = "الاسم\tهاتف\n" + "\n".join(f"اسم\t07901234{number:02}" for number in range(6))


@pytest.mark.parametrize("text", [MAILS, PHONES, LOCAL, PASSPORTS, CARDS, ARABIC])
def test_five_people_who_can_be_reached_are_too_many(text: str) -> None:
    with pytest.raises(files.Rejected, match="data minimization"):
        people.check(text)


OFFICES = "\n".join(f"info@{name}.example, contact@{name}.example" for name in "abcdefg")
BUDGET = "Line\tAmount\tUSD\n" + "\n".join(f"Item {number}\t1 250 00{number}\t120 000.50" for number in range(20))
DATES = "\n".join(
    f"0{number}.02.2026 10:30 meeting with 120 000 people, ref PVE-2026-004{number}" for number in range(9)
)
REACHED = "\n".join(f"The mobile teams reached {number}20 000 people in 2025 and 2026." for number in range(1, 9))
ONE = "Write to a.name@mission.example or call +256 772 123456.\n" * 9
FOUR = "\n".join(MAILS.splitlines()[:4])


@pytest.mark.parametrize("text", [OFFICES, BUDGET, DATES, REACHED, ONE, FOUR, ""])
def test_offices_budgets_dates_and_a_few_contacts_are_no_list(text: str) -> None:
    people.check(text)


@pytest.mark.django_db
def test_a_list_is_refused_in_a_file_and_nothing_is_kept(upload: object, kept: object) -> None:
    with pytest.raises(files.Rejected, match="up to line 5"):
        files.store(upload("list.csv", MAILS.replace("\t", ",")), by=None)  # type: ignore[operator]
    assert kept() == []  # type: ignore[operator]
