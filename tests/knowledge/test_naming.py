"""Colleagues who are named: by what is typed, and from the page that says what they know."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from knowledge.forms.naming import MOST, NamesField
from tests import make

pytestmark = pytest.mark.django_db


def test_a_name_with_a_comma_of_its_own_is_found_among_others():
    jane, musa = make.user("staff", "KE", name="Otieno, Jane"), make.user("staff", "NG", name="Musa")
    field = NamesField()

    assert field.clean("Otieno, Jane, Musa") == [jane, musa]
    assert field.clean("Musa; Otieno, Jane (KE), musa") == [musa, jane]
    with pytest.raises(ValidationError, match=r"Nobody who serves at an office is called this: Otieno, Bello\."):
        field.clean("Otieno, Bello, Musa")
    with pytest.raises(ValidationError, match="Name ten colleagues at most"):
        field.clean(",".join(f"nobody {n}" for n in range(MOST + 1)))


def test_who_knows_something_is_asked_in_one_click_and_the_curator_sees_what_is_flagged(as_):
    jane, asker = make.user("staff", "KE", name="Otieno, Jane"), make.officer("UG")
    make.expertise(jane)
    page = as_(asker).get(reverse("knowledge:expert-detail", args=[jane.uid])).content.decode()
    assert f"{reverse('knowledge:discussion-new')}?named=Otieno%2C%20Jane%20(KE)" in page

    form = as_(asker).get(reverse("knowledge:discussion-new") + "?named=Otieno%2C%20Jane%20(KE)").content.decode()
    assert 'value="Otieno, Jane (KE)"' in form

    flag = make.flag()
    asked = reverse("knowledge:discussion-detail", args=[flag.discussion.uid])
    said = "Flagged: decide on the words"
    assert said in as_(make.curator()).get(asked).content.decode()
    assert said not in as_(flag.discussion.author).get(asked).content.decode()
    assert said not in as_(flag.by).get(asked).content.decode()
