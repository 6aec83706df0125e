"""The list of words that could harm: curators keep it, two where a red line is touched, and count how its hints are taken."""

import html
import re

import pytest
from django.urls import reverse

from endorsement.models import Finding
from knowledge import actions, lexicon
from knowledge.forms import as_written
from knowledge.models import HintCount, KeptWord, WordProposal
from projects.watchwords import Watchlist
from pvehub import access
from pvehub.audit import trail
from pvehub.vocabulary.loading import load_terms
from pvehub.vocabulary.models import Term
from tests import make

pytestmark = pytest.mark.django_db
FIGURES = "knowledge:word-figures"


def found(text):
    return [(hit.term, hit.severity) for hit in Watchlist(Term.objects.of("sensitive-terms")).hits(text)]


def posted(said, **more):
    """What the form sends of a word."""
    boxes = {name: value for name, value in as_written(said).items() if value is not False}
    return boxes | {"sample": "", "version": "0"} | more


def word(name):
    return Term.objects.get(list="sensitive-terms", name_en=name)


def figures_of(client, name):
    """The five figures in the row of a word; nothing where it has no row."""
    page = client.get(reverse(FIGURES)).content.decode()
    if f">{name}<" not in page:
        return []
    row = page[page.index(f">{name}<") :].split("</tr>")[0]
    return [cell.split("<")[0] for cell in row.split('<td class="n">')[1:]]


# ---- one curator, or two


def test_a_word_below_a_red_line_is_looked_for_at_once_in_the_forms_it_was_given():
    term = make.listed_word(severity="strong")
    assert found("The no-go areas of the town.") == [(term.code, "strong")]
    assert found("Une zone de non-droit.") == [(term.code, "strong")]
    event = trail.of(term).get()
    assert (event.verb, event.changes["ways_fr"]) == ("knowledge.term_added", ["", "zone de non-droit"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("red-line", {"severity": "strong"}),
        ("red-line", {"severity": "red-line", "is_retired": True}),
        ("red-line", {"severity": "red-line", "ways": {"en": ("no-go zone",)}}),
        ("strong", {"severity": "red-line"}),
    ],
)
def test_a_red_line_is_lowered_retired_changed_or_drawn_by_two(before, after):
    term, first = make.listed_word(severity=before), make.curator()
    stood = found("A no-go area.")
    assert stood == [(term.code, before)]

    proposal = actions.write_word(term, make.word_said(**after), by=first, seen=term.version)

    assert isinstance(proposal, WordProposal) and found("A no-go area.") == stood, "the list stands until two agree"
    with pytest.raises(access.Refused, match="a second curator has to agree"):
        actions.agree_word(proposal, by=first, seen=proposal.proposed_at.isoformat())
    with pytest.raises(access.Refused, match="Only curators of headquarters"):
        actions.agree_word(proposal, by=make.officer(), seen=proposal.proposed_at.isoformat())
    with pytest.raises(access.Moved, match="changed while you read"):
        actions.agree_word(proposal, by=make.curator(), seen="earlier")

    actions.agree_word(proposal, by=make.curator(), seen=proposal.proposed_at.isoformat())
    assert found("A no-go area.") != stood and not WordProposal.objects.exists()
    term.refresh_from_db()
    assert lexicon.as_it_stands(term) == make.word_said(
        **({"ways": dict.fromkeys(("en", "fr", "es"), ()) | after["ways"]} if "ways" in after else {})
        | {name: value for name, value in after.items() if name != "ways"}
    )


def test_a_new_red_line_word_is_read_by_curators_alone_until_a_second_agrees(as_):
    first, second = make.curator(), make.curator()
    sent = as_(first).post(reverse("knowledge:word-add"), posted(make.word_said(name="zanzibar", severity="red-line")))
    proposal = WordProposal.objects.get()
    assert sent.headers["Location"] == proposal.get_absolute_url()
    index = reverse("knowledge:word-index")
    for outsider in (make.officer(), make.administrator(), make.specialist("NBO")):
        assert as_(outsider).get(proposal.get_absolute_url()).status_code == 404
        assert "zanzibar" not in as_(outsider).get(index).content.decode()
    assert "zanzibar" in as_(second).get(index).content.decode()

    page = as_(second).get(proposal.get_absolute_url()).content.decode()
    assert "Proposed is a new word" in page and "zone de non-droit" in page
    seen = {"seen": proposal.proposed_at.isoformat()}
    assert as_(second).post(reverse("knowledge:word-agree", args=[proposal.pk]), seen).status_code == 302
    assert "zanzibar" in as_(make.officer()).get(index).content.decode()
    assert as_(second).post(reverse("knowledge:word-agree", args=[proposal.pk]), seen).status_code == 404


def test_what_is_taken_back_changes_nothing_and_a_second_act_on_it_is_told_that_it_is_gone():
    proposal = make.word_proposal()
    actions.take_back_word(proposal, by=make.curator())
    assert not WordProposal.objects.exists() and found("A no-go area.") == []
    with pytest.raises(access.Moved, match="agreed or taken back meanwhile"):
        actions.agree_word(proposal, by=make.curator(), seen=proposal.proposed_at.isoformat())


def test_two_curators_do_not_write_over_each_other_and_words_are_kept():
    term = make.listed_word()
    actions.write_word(term, make.word_said(since="2018"), by=make.curator(), seen=term.version)
    with pytest.raises(access.Moved, match="Somebody changed this word") as problem:
        actions.write_word(term, make.word_said(since="2020"), by=make.curator(), seen=term.version)
    assert "2020" in problem.value.kept.values()

    term = word("no-go area")
    mine = actions.write_word(term, make.word_said(severity="red-line"), by=make.curator(), seen=term.version)
    with pytest.raises(access.Moved, match="A colleague has proposed"):
        actions.write_word(term, make.word_said(severity="red-line"), by=make.curator(), seen=term.version)
    again = actions.write_word(
        term, make.word_said(severity="red-line", since="1999"), by=mine.proposed_by, seen=term.version
    )
    assert again.pk == mine.pk and again.said["since"] == "1999"
    actions.write_word(term, make.word_said(since="2021"), by=make.curator(), seen=term.version)
    with pytest.raises(access.Moved, match="Somebody changed this word"):
        actions.agree_word(again, by=make.curator(), seen=again.proposed_at.isoformat())


def test_nobody_else_writes_words():
    with pytest.raises(access.Refused, match="Only curators of headquarters"):
        actions.write_word(None, make.word_said(), by=make.specialist("NBO"))


def test_a_word_kept_as_it_stands_makes_no_history_and_two_names_never_share_a_code():
    term = make.listed_word()
    actions.write_word(term, make.word_said(), by=make.curator(), seen=term.version)
    term.refresh_from_db()
    assert term.version == 2 and trail.of(term).count() == 1
    assert make.listed_word(name="No go, area").code == f"{term.code}-2"


def test_a_proposal_is_taken_back_on_its_page(as_):
    proposal = make.word_proposal()
    sent = as_(make.curator()).post(reverse("knowledge:word-agree", args=[proposal.pk]), {"back": "1"})
    assert sent.status_code == 302 and not WordProposal.objects.exists()


def test_a_word_without_ways_is_shown_and_found_as_its_name_and_its_variants():
    told = {"severity": "strong", "variants_fr": "zone rouge", "ways_en": ""}
    term = Term.objects.create(list="sensitive-terms", code="red", name_en="red zone", attributes=told)
    ways = lexicon.as_it_stands(term).ways
    assert ways == {"en": ("red zone",), "fr": ("zone rouge",), "es": ()} and found("A red zone.") == [
        ("red", "strong")
    ]


def test_a_pair_of_which_one_end_holds_no_word_is_not_looked_for():
    make.listed_word(ways={"en": ("12 ~ drugs", "no-go area"), "fr": ("~ x",), "es": ()})
    assert [severity for _term, severity in found("No-go area. Drugs, x and drugs.")] == ["strong"]


# ---- the file that comes with the product


def test_loading_brings_what_is_new_refreshes_what_nobody_touched_and_leaves_what_curators_wrote():
    load_terms()
    lowered, retired, stale = word("enemy"), word("lone wolf"), word("jihadist")
    said = lexicon.as_it_stands(lowered)
    actions.write_word(
        lowered,
        make.word_said(name="enemy", ways=said.ways, why=("Another reason", "", "")),
        by=make.curator(),
        seen=lowered.version,
    )
    actions.write_word(
        retired, make.word_said(name="lone wolf", is_retired=True), by=make.curator(), seen=retired.version
    )
    own = make.listed_word()
    Term.objects.filter(pk=stale.pk).update(attributes={"severity": "advisory"})
    Term.objects.filter(name_en="fundamentalist").delete()

    load_terms()

    assert word("enemy").attributes["why"] == "Another reason" and word("enemy").attributes["variants_fr"] == "ennemi"
    assert word("lone wolf").is_retired and found("A lone wolf.") == []
    assert word("jihadist").attributes["severity"] == "strong", "nobody touched it"
    assert Term.objects.filter(name_en="fundamentalist").exists(), "it is new here"
    assert Term.objects.filter(pk=own.pk, name_en="no-go area").exists()


# ---- the form


def test_the_form_keeps_what_was_typed_and_says_what_cannot_be_looked_for(as_):
    client, url = as_(make.curator()), reverse("knowledge:word-add")
    for wrong, sentence in (
        ({"ways_en": "123"}, "“123” holds no word that can be looked for."),
        ({"ways_en": "a ~ b ~ c"}, "“a ~ b ~ c” holds no word"),
        ({"ways_en": "x" * 81}, "is too long to be looked for"),
        ({"ways_en": "", "ways_fr": ""}, "Say in at least one language how it is said."),
        ({"ways_es": "\n".join(f"palabra {n}" for n in range(41))}, "At most 40 ways in one language."),
        ({"severity": "unheard"}, "unheard"),
        ({"why": ""}, "required"),
    ):
        answer = client.post(url, posted(make.word_said()) | wrong)
        assert answer.status_code == 422 and sentence in answer.content.decode(), wrong
        assert "area that few services reach" in answer.content.decode()
    make.listed_word()
    answer = client.post(url, posted(make.word_said(name="No-go Area")))
    assert answer.status_code == 422 and "is on the list already" in answer.content.decode()
    assert Term.objects.filter(list="sensitive-terms").count() == 1


def test_a_word_is_tried_on_a_sentence_before_it_is_kept(as_):
    client, url = as_(make.curator()), reverse("knowledge:word-add")
    said = make.word_said(ways={"en": ("tourist ~ drugs",), "fr": (), "es": ()})
    for sample, told in (
        ("Tourists bring many drugs.", "“<bdi>Tourists bring many drugs</bdi>”"),
        ("Tourists came. Drugs too.", "Nothing would be found in it."),
        ("“Tourists bring drugs”, it said.", "Nothing would be found in it."),
    ):
        page = client.post(url, posted(said, sample=sample) | {"try": "1"})
        assert page.status_code == 200 and told in page.content.decode(), sample
    assert not Term.objects.filter(list="sensitive-terms").exists()


def test_a_word_is_changed_on_its_page_which_tells_its_history(as_):
    term, client = make.listed_word(), as_(make.curator())
    url = reverse("knowledge:word-edit", args=[term.pk])
    page = client.get(url).content.decode()
    assert 'name="version" value="2"' in page and "zone de non-droit" in page
    kept = client.post(url, posted(make.word_said(since="May 2019"), version="2"))
    assert kept.status_code == 302 and word("no-go area").attributes["since"] == "May 2019"
    assert "– → May 2019" in client.get(url).content.decode()
    late = client.post(url, posted(make.word_said(since="June"), version="2"))
    assert late.status_code == 409 and "June" in late.content.decode()


# ---- how hints are taken


def test_a_hint_is_counted_once_a_form_and_as_replaced_when_it_is_and_never_on_reading(as_):
    make.watched()
    client, url = as_(make.officer()), reverse("knowledge:word-check")
    form = {"words_in": ["title|Title"], "title": "The enemy waits", "words_to": "/knowledge/mine/"}
    for live in ({"HX-Request": "true"}, {}):
        page = client.post(url, form, headers=live).content.decode()
        assert page.count('name="words_seen" value="enemy"') == 1
        client.post(url, form | {"words_seen": ["enemy"]}, headers=live)
    row = HintCount.objects.get()
    assert (row.term.code, row.shown, row.taken, row.month.day) == ("enemy", 2, 0, 1)

    client.post(url, form | {"words_seen": ["enemy"], "replace": "title:4:9:0"})
    client.post(url, form | {"words_seen": ["enemy"], "replace": "title:0:3:0"})  # no such place
    row.refresh_from_db()
    assert (row.shown, row.taken) == (2, 1)
    client.get(reverse("knowledge:word-index"))
    actions.count_hints({"no such word": 4}, "no such word")
    row.refresh_from_db()
    assert HintCount.objects.count() == 1 and (row.shown, row.taken) == (2, 1)


def test_figures_tell_texts_and_cases_together_and_nothing_under_three(as_, django_assert_max_num_queries):
    curator = as_(make.curator())
    make.watched()
    case = make.found_case(summary="Our enemy fears a counter-narrative.")  # one case: shown, kept
    Finding.objects.filter(term="enemy").update(state="cleared", judged_by=case.lead, judged_at=case.moved_at)
    assert figures_of(curator, "enemy") == [], "one case tells of somebody"
    assert "No word has been shown often enough to say." in curator.get(reverse(FIGURES)).content.decode()

    for n in range(2):
        resource = make.worded_resource(f"The enemy {n}", state="draft")
        KeptWord.objects.create(
            resource=resource,
            field="title",
            term="enemy",
            quoted="enemy",
            reason="canary8zq",
            said_by=resource.created_by,
            said_at=resource.created_at,
            ruling="stays",
            judged_by=case.lead,
            judged_at=resource.created_at,
        )
    actions.count_hints({"enemy": 4}, "enemy")
    actions.count_hints({"enemy": 0}, "enemy")
    actions.count_hints({"enemy": 0})

    assert figures_of(curator, "enemy") == ["5", "–", "3", "3", "–"]
    assert figures_of(curator, "counter-narrative") == []
    for n in range(3):
        actions.count_hints({make.listed_word(name=f"word {n}").code: 3 + n})
    with django_assert_max_num_queries(12):
        page = curator.get(reverse(FIGURES)).content.decode()
    assert re.findall(r">(enemy|word \d)<", page) == ["enemy", "word 2", "word 1", "word 0"]
    assert "canary8zq" not in page and case.ref not in page
    assert as_(make.officer()).get(reverse(FIGURES)).status_code == 403


# ---- where words are checked


def boxes(page, action):
    """What a browser sends from the form that checks its words and goes on to `action`."""
    form = next(part for part in page.split("<form")[1:] if f'name="words_to" value="{action}"' in part)
    form = form.split("</form>")[0]
    assert f'formaction="{reverse("knowledge:word-check")}"' in form
    sent = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(html.unescape(value))
    return sent


def _places():
    make.watched()
    officer, organizer = make.officer("UG"), make.organizer()
    talk, meeting = make.discussion(by=officer), make.meeting(by=organizer)
    consultation = make.consultation()
    project = make.project(manager=officer)
    row = project.outcomes.create(text="Calm", change="communal")

    def url(name, *args):
        return reverse(name, args=args)

    reply, said = url("knowledge:discussion-reply", talk.uid), url("knowledge:consultation-comment", consultation.pk)
    add = url("projects:row-add", project.ref, "outcomes")
    return [
        (officer, url("knowledge:discussion-new"), ""),
        (officer, talk.get_absolute_url(), reply),
        (officer, url("knowledge:discussion-change", talk.uid), ""),
        (officer, consultation.get_absolute_url(), said),
        (organizer, url("knowledge:meeting-edit", meeting.uid), ""),
        (officer, add, ""),
        (officer, url("projects:row-edit", project.ref, "outcomes", row.pk), ""),
        (officer, url("projects:row-add", project.ref, "activities"), ""),
    ]


def test_words_are_checked_where_people_talk_meet_comment_and_fill_in_rows(as_):
    for person, page, to in _places():
        told = as_(person).get(page)
        assert told.status_code == 200, page
        sent = boxes(told.content.decode(), to or page)
        name = next(each.partition("|")[0] for each in sent["words_in"] if "text" in each or "title" in each)
        live = as_(person).post(
            reverse("knowledge:word-check"), sent | {name: "Our enemy"}, headers={"HX-Request": "true"}
        )
        assert "“<bdi>enemy</bdi>”" in live.content.decode(), page


def test_a_reply_goes_up_with_the_better_word_and_without_a_script(as_):
    make.watched()
    talk = make.discussion()
    client, reply = as_(make.officer("UG")), reverse("knowledge:discussion-reply", args=[talk.uid])
    sent = boxes(client.get(talk.get_absolute_url()).content.decode(), reply) | {"text": "No counter-narrative."}
    check = reverse("knowledge:word-check")
    page = client.post(check, sent).content.decode()
    (better,) = re.findall(r'name="replace" value="([^"]+)">Put “alternative narrative”', page)
    page = client.post(check, sent | {"replace": better}).content.decode()
    assert f'formaction="{reply}"' in page and 'name="text" value="No alternative narrative."' in page
    assert client.post(reply, sent | {"text": "No alternative narrative."}).status_code == 302
    assert talk.replies.get().text == "No alternative narrative."


def test_the_hint_on_a_counter_narrative_leads_to_good_practices_one_may_read(as_):
    case = make.worded_case(summary="A counter-narrative and our enemy.")
    link = f'href="{reverse("search:search-list")}?q=alternative%20narratives&amp;kind=practice"'
    client = as_(case.project.manager)
    form = {"words_in": ["title|Title"], "title": "Counter-narrative and enemy", "words_to": "/knowledge/mine/"}
    for page in (
        client.get(reverse("endorsement:case-submit", args=[case.ref])),
        client.post(reverse("knowledge:word-check"), form),
        client.post(reverse("knowledge:word-check"), form, headers={"HX-Request": "true"}),
    ):
        assert page.content.decode().count(link) == 1
    assert client.get(f"{reverse('search:search-list')}?q=alternative%20narratives&kind=practice").status_code == 200
