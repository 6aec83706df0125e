"""The words of a file in place: to whoever may open the file, page by page, under the name they may know."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def _words(file):
    return reverse("knowledge:attachment-preview", args=[file.resource.uid, file.pk])


def test_words_are_read_in_place_page_by_page(as_):
    made = make.resource(files=(("long.pdf", "beginning", 0),))
    file, client = made.attachments.get(), as_(make.outsider())
    file.text = [f"piece-{number}-of-many" for number in range(7)]
    file.save()

    first, second = (client.get(f"{_words(file)}?page={page}").content.decode() for page in (1, 2))

    assert "piece-0-of-many" in first
    assert "piece-5-of-many" not in first
    assert "piece-6-of-many" in second
    assert _words(file) in client.get(made.get_absolute_url()).content.decode()


def test_a_file_without_words_offers_none(as_):
    made = make.resource(files=(("scan.pdf", "x", 0),))
    file, client = made.attachments.get(), as_(make.outsider())
    file.text = []
    file.save()

    assert client.get(_words(file)).status_code == 404
    assert _words(file) not in client.get(made.get_absolute_url()).content.decode()


def test_of_a_masked_origin_the_words_come_under_a_number(as_):
    made = make.resource(is_masked=True, title="Of markets", files=(("quartzfile.pdf", "by the water", 0),))
    file = made.attachments.get()

    page = as_(make.outsider()).get(_words(file)).content.decode()

    assert "by the water" in page
    assert "quartzfile" not in page
    assert f"document-{file.pk}.pdf" in page
