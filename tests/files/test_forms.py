"""The upload field: says what is taken, and asks name and size before anybody sends a form twice."""

from typing import Any

import pytest
from django import forms

from pvehub.files.forms import UploadField
from pvehub.files.kinds import MOST_BYTES
from tests.files import build


class Attaching(forms.Form):
    file = UploadField()


def test_the_field_says_which_files_are_taken_and_how_large() -> None:
    field = Attaching().fields["file"]

    assert "docx" in str(field.help_text) and "25.0" in str(field.help_text)
    assert ".jpg" in field.widget.attrs["accept"] and ".pdf" in field.widget.attrs["accept"]


def test_a_good_upload_passes_as_it_came(upload: Any) -> None:
    form = Attaching(files={"file": upload("a.pdf", build.pdf())})

    assert form.is_valid()
    assert form.cleaned_data["file"].name == "a.pdf"


@pytest.mark.parametrize(("name", "size", "word"), [("a.exe", 1, "not taken"), ("a.pdf", MOST_BYTES + 1, "larger")])
def test_a_wrong_kind_or_size_is_one_sentence_at_the_field(upload: Any, name: str, size: int, word: str) -> None:
    file = upload(name, b"x")
    file.size = size
    form = Attaching(files={"file": file})

    assert not form.is_valid()
    assert word in form.errors["file"][0]


def test_a_field_that_is_not_required_may_stay_empty() -> None:
    assert UploadField(required=False).clean(None) is None
