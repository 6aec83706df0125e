"""What the components draw: words beside colours, escaped text, labels tied to controls."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from pvehub.access import Blocker
from pvehub.ui.components import Cell, Stage, Task, words_between
from pvehub.ui.templatetags import ui


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


class Letter(forms.Form):
    subject = forms.CharField(label="Subject", help_text="One <line>.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    is_urgent = forms.BooleanField(label="Urgent", required=False)


def test_a_slot_is_drawn_inside_the_box_and_the_title_is_escaped():
    html = draw("{% panel title=title %}<p>in</p>{% endpanel %}", title="<b>")
    assert "<p>in</p>" in html
    assert "&lt;b&gt;" in html


def test_a_refused_button_is_disabled_and_says_why():
    html = draw('{% button "Endorse" why_not=sentence %}', sentence="It is not TRD's turn.")
    assert "disabled" in html
    assert "It is not TRD&#x27;s turn." in html


def test_a_button_that_is_allowed_is_a_submit_button():
    assert draw('{% button "Save" %}', sentence=None).strip() == "<button>Save</button>"


def test_text_of_people_is_escaped_and_carries_its_language_and_direction():
    html = draw('{% textblock text "ar" %}', text="<script>x</script>\n\nb")
    assert "<script>" not in html
    assert 'lang="ar" dir="auto"' in html
    assert html.count("<p>") == 2


def test_label_hint_and_error_are_tied_to_the_control():
    html = str(Letter({"subject": ""})["subject"].as_field_group())
    assert '<label for="id_subject">' in html
    assert 'id="id_subject_helptext"' in html
    assert 'id="id_subject_error"' in html
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'aria-invalid="true"' in html
    assert "One &lt;line&gt;." in html


def test_options_stand_in_a_fieldset_with_a_legend():
    html = str(Letter()["kind"].as_field_group())
    assert "<fieldset>" in html
    assert "<legend>Kind" in html


def test_the_summary_links_each_error_to_its_field():
    html = str(Letter({}))
    assert 'href="#id_subject"' in html
    assert 'href="#id_kind_0"' in html
    assert html.count('role="alert"') == 1


def test_the_summary_is_drawn_once_when_the_page_asks_for_it_too():
    assert draw("{% error_summary form %}{{ form }}", form=Letter({})).count('role="alert"') == 1


def test_a_form_that_was_not_sent_has_no_summary():
    assert 'role="alert"' not in str(Letter())


def test_blockers_are_listed_with_the_place_that_mends_them():
    html = draw("{% error_summary blockers=blockers %}", blockers=[Blocker("Results are empty.", "/x/")])
    assert '<a href="/x/">Results are empty.</a>' in html


def test_each_one_time_key_is_new():
    assert draw("{% once_key %}") != draw("{% once_key %}")


def test_a_moment_is_told_in_the_time_zone_of_the_reader():
    at = datetime(2026, 3, 1, 21, 30, tzinfo=UTC)
    with timezone.override("Africa/Kampala"):
        assert "2 Mar 2026, 00:30" in draw("{% moment at %}", at=at)
    assert "1 Mar 2026, 22:30" in draw('{% moment at "Europe/Zurich" %}', at=at)
    assert draw("{% moment at %}", at=None).strip() == "–"


def test_a_day_has_no_time():
    assert ">1 Mar 2026<" in draw("{% day on %}", on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("size", "said"), [(None, "0 bytes"), (1, "1 byte"), (14_541, "14.2 KB"), (3_250_586, "3.1 MB")]
)
def test_a_size_is_said_in_the_unit_people_use(size, said):
    assert ui.filesize(size) == said


def test_the_word_diff_gives_back_both_texts():
    old, new = "Young men at risk meet weekly.", "Young women and men meet every week."
    pieces = words_between(old, new)
    assert "".join(text for op, text in pieces if op != "+") == old
    assert "".join(text for op, text in pieces if op != "-") == new
    assert "<del>" in draw("{% diff pieces %}", pieces=pieces)


def test_the_matrix_has_25_cells_with_their_band_in_words():
    cells = [Cell(5, 5, "extreme", 2, "/risks/", here=True), {"likelihood": 1, "impact": 1, "band": "low", "count": 0}]
    html = draw("{% risk_matrix cells %}", cells=cells)
    assert html.count("<td") == 25
    assert "Extreme" in html
    assert '<a href="/risks/">2</a>' in html
    assert html.index("5 Almost certain") < html.index("1 Remote")


def test_a_locked_task_is_no_link_and_says_why():
    html = draw(
        "{% task_list rows %}", rows=[Task("Results", "/x/", why_not="Locked."), Task("People", "/y/", "Done", "ok")]
    )
    assert 'href="/x/"' not in html
    assert 'href="/y/"' in html
    assert "Locked." in html


def test_the_stage_where_the_case_stands_is_marked_for_all():
    html = draw("{% stage_bar stages %}", stages=[Stage("Draft", "done"), Stage("Review", "now")])
    assert html.count('aria-current="step"') == 1
    assert "(done)" in html


def test_crumbs_end_with_this_page():
    html = draw('{% crumbs "Projects" "/projects/" "This" %}')
    assert '<a href="/projects/">Projects</a>' in html
    assert '<span aria-current="page">This</span>' in html


def test_a_filter_in_force_is_a_chip_that_takes_it_away():
    request = RequestFactory().get("/list/?kind=b&subject=x&page=4")

    class Filtered:
        form = Letter(request.GET)

    html = draw("{% filter_panel filterset %}", filterset=Filtered(), request=request)
    assert "Kind: B" in html
    assert 'href="/list/?subject=x"' in html
    assert 'role="alert"' not in html


def test_nobody_is_the_system():
    assert "the system" in draw("{% person nobody %}", nobody=None)


def test_a_link_of_the_navigation_is_marked_under_its_pages_and_missing_where_there_is_none():
    request = RequestFactory().get("/ui/help/")
    assert 'aria-current="page"' in draw('{% nav_link "Help" "ui:help" %}', request=request)
    assert draw('{% nav_link "Nowhere" "nowhere:at-all" %}', request=request).strip() == ""


def test_a_stranger_gets_the_look_of_the_device():
    assert draw("{% display %}", user=AnonymousUser()).strip() == ""
