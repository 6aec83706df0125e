"""What a reader cannot see is behind no door: not by a word, a link, a file, an old text, nor by having followed it."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from knowledge import actions, linking
from knowledge.actions import Tags, Text
from pvehub import index
from pvehub.notifications import tasks as mailing
from pvehub.notifications.models import Delivery, Notice
from tests import make
from tests.machinery.daytime import next_morning

pytestmark = pytest.mark.django_db
TOKEN, NEVER = "qwertzopolis", "asdfghopolis"
BOXES = (reverse("search:search-list"), reverse("knowledge:resource-list"))
# What differs anyhow between two answers to the same question.
_OF_A_REQUEST = ("Content-Length", "Content-Security-Policy", "X-Request-ID")
# The list offers every theme of the vocabulary, which all staff read, whatever has it.
_OFFERED = f'<option value="SECRET">{TOKEN}</option>'
_OWN = re.compile(r'(csrfmiddlewaretoken|once)" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": "[^"]*"')


def _whole(response, words):
    """Everything that came, the headers too, with the words that were asked taken out wherever they are said back."""
    body = response.content.decode().replace(_OFFERED, "").replace(words, "?").replace(quote(words), "?")
    told = {name: value for name, value in response.headers.items() if name not in _OF_A_REQUEST}
    return response.status_code, _OWN.sub("", body), told


def _contested_and_answered(author):
    """A text for a few, on which readers and curators said the word in every place where one can say something."""
    curator, officer = make.curator(), make.officer("UG")
    made = make.resource(state="in_curation", tier=2, author=author, curator=curator)
    seen = make.waiting_hash(made)
    actions.request_changes(made, by=curator, seen=seen, checklist={}, reason=f"Leave {TOKEN} out.")
    text = made.revisions.newest().first()
    actions.edit(made, by=author, text=Text(text.title, "Another summary.", "en", text.fields), tags=Tags(tier=2))
    sent = actions.submit(made, by=author)
    actions.publish(made, by=curator, seen=sent.sha256, checklist=make.TICKED, reason=f"Of {TOKEN}, well told.")
    contest = actions.contest(made, by=officer, why=f"{TOKEN} burnt down.", where=TOKEN)
    actions.answer(contest, by=curator, outcome="holds", answer=f"{TOKEN} stands.")
    collection = make.collection(officer, made, title=f"Of {TOKEN}")
    actions.note_item(collection.items.get(), by=officer, note=f"For {TOKEN}")
    return made


def _restricted(place):
    """A resource of tier 2 that holds the word in one place."""
    author = make.officer("UG")
    if place == "comment":
        return _contested_and_answered(author)
    if place == "tag":
        return make.resource(author=author, tier=2, themes=[make.term("themes", "SECRET", TOKEN)])
    facts = {
        "title": {"title": f"Of {TOKEN}"},
        "body": {"fields": {"happened": f"We met in {TOKEN}."}},
        "file name": {"files": ((f"{TOKEN}.pdf", "plain", 2),)},
        "file text": {"files": (("a.pdf", TOKEN, 2),)},
    }
    return make.resource(author=author, tier=2, **facts[place])


@pytest.mark.scenario("knowledge-1")
@pytest.mark.parametrize("place", ["title", "body", "tag", "file name", "file text", "comment"])
def test_a_word_of_a_tier_2_resource_is_for_an_outsider_one_that_never_existed(place, as_):
    made = _restricted(place)
    make.resource(title="Something else")
    index.refresh()  # what is suggested is measured at night
    outsider, officer = as_(make.outsider()), as_(make.officer("UG"))

    for url in BOXES:
        for asked in ("{}", '"a {}x'):  # the word; near it, beside another
            told, missing = ({"q": asked.format(word)} for word in (TOKEN, NEVER))
            assert _whole(outsider.get(url, told), TOKEN) == _whole(outsider.get(url, missing), NEVER), (url, asked)
        answer = outsider.get(url, {"q": TOKEN})
        page = answer.content.decode()
        assert answer.context["page"].total == 0 and "Nothing found" in page
        assert made.title not in page and str(made.uid) not in page
    assert not answer.context.get("corrected")
    if place not in ("tag", "comment"):  # these two are not searched for by anybody
        assert officer.get(BOXES[0], {"q": TOKEN}).context["page"].total == 1
    newest = outsider.get(BOXES[0])
    assert TOKEN not in newest.content.decode() and {row.thing.title for row in newest.context["page"].rows} == {
        "Something else"
    }


def _permalink(resource):
    return resource.get_absolute_url()


@pytest.mark.scenario("knowledge-3")
def test_a_link_to_a_hidden_item_is_plain_text_for_an_outsider_and_nothing_beside_it_tells(as_):
    theme = make.term("themes", "SOCOH")
    hidden = make.resource(tier=2, title="Canarytitle of the lake", themes=[theme], summary="Canarysummary.")
    address = _permalink(hidden)
    shown = make.resource(
        title="An open page", themes=[theme], fields={"happened": f"First.\n\nRead {address} before."}, summary="Open."
    )
    # The hidden one leads back: that is how it is used.
    text = hidden.published_revision
    fields = text.fields | {"context": f"See {_permalink(shown)}"}
    author = hidden.created_by
    actions.edit(
        hidden, by=author, text=Text(text.title, text.summary, "en", fields), tags=Tags(tier=2, themes=[theme])
    )
    _publish(hidden)
    actions.verify(hidden, by=author)  # only what holds is related
    outsider, officer = as_(make.outsider()), as_(make.officer("UG"))
    url = shown.get_absolute_url()
    texts = (url, f"{url}texts/1/")

    for page in (outsider.get(each).content.decode() for each in texts):
        assert f"Read {address} before." in page and f'href="{address}"' not in page
        assert "Canary" not in page
        assert page.count(str(hidden.uid)) == 1
    for page in (officer.get(each).content.decode() for each in texts):
        assert re.search(
            rf'Read <a href="{address}" lang="en"><bdi>Canarytitle of the lake</bdi></a>\s* before\.', page
        )
    theirs, ours = outsider.get(url).context["referring"], officer.get(url).context["referring"]
    assert (theirs, ours) == ([], [hidden])
    assert officer.get(url).content.decode().count("Canarytitle") > 2  # in the text, as related, as what refers to it
    found = outsider.get(BOXES[0], {"q": "read before"}).content.decode()
    assert "Canary" not in found and f'href="{address}"' not in found


def _publish(resource):
    sent, curator = actions.submit(resource, by=resource.created_by), make.curator()
    actions.claim(resource, by=curator)
    actions.publish(resource, by=curator, seen=sent.sha256, checklist=make.TICKED)
    resource.refresh_from_db()


@pytest.mark.parametrize(
    ("written", "is_link"),
    [
        ("{address}", True),
        ("({address})", True),
        ("{address}.", True),
        ("{host}{address}", True),
        ("{uid}", True),
        ("{upper}", True),
        ("https://elsewhere.example{address}", False),
        ("{address}texts/1/", False),
        ("/elsewhere{address}", False),
        ("{uid}0", False),
        ("x{uid}", False),
    ],
)
def test_what_is_taken_for_the_address_of_another(written, is_link, settings):
    made = make.resource()
    facts = {"address": _permalink(made), "uid": made.uid, "upper": str(made.uid).upper(), "host": settings.SITE_URL}
    text = f"before {written.format(**facts)} behind"

    found = linking.pieces(text, {made.uid: made})

    assert [target for _said, target in found if target] == ([made] if is_link else [])
    assert "".join(said for said, _target in found) == text
    assert linking.uids_in([text]) == ([made.uid] if is_link else [])


def test_what_somebody_writes_into_a_text_stays_text(as_):
    made = make.resource(title="<b>Other</b>")
    text = f"One <script>alert(1)</script> {_permalink(made)} & two\nthree\n\nfour"
    page = as_(make.outsider()).get(make.resource(fields={"happened": text}).get_absolute_url()).content.decode()

    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert "<bdi>&lt;b&gt;Other&lt;/b&gt;</bdi>" in page
    assert "two<br>three</p>" in page.replace("\n", "") and "<p>four" in page


def test_a_link_to_what_was_superseded_leads_whoever_could_read_it_to_its_tombstone(as_):
    author = make.officer("UG")
    old, new = make.resource(author=author, title="Old ways"), make.resource(author=author, title="New ways")
    page = make.resource(fields={"happened": f"As in {_permalink(old)}"})
    actions.supersede(old, new, by=author, reason="Tried again.")
    reader = as_(make.outsider())

    assert f'href="{_permalink(old)}"' in reader.get(page.get_absolute_url()).content.decode()
    assert reader.get(_permalink(old)).status_code == 410


@pytest.mark.scenario("knowledge-4")
def test_files_previews_old_texts_and_parts_of_files_are_not_there_for_outsider_ended_session_and_nobody(as_):
    made = make.resource(tier=2, files=(("a.pdf", "plain", 2),))
    make.next_text(made, summary="Another.")
    attachment = made.attachments.get()
    file = attachment.get_absolute_url()
    doors = (file, f"{file}text/", f"{made.get_absolute_url()}texts/1/", f"{made.get_absolute_url()}texts/2/")
    officer, ended = as_(make.officer("UG")), as_(make.officer("UG"))
    tag = ended.get(file)["ETag"]
    ended.session.flush()
    strangers = {"outsider": as_(make.outsider()), "ended": ended, "nobody": Client()}

    for who, client in strangers.items():
        nothing = client.get(file.replace(str(attachment.pk), "99999999"))
        assert nothing.status_code == 404
        for url in doors:
            for headers in ({}, {"range": "bytes=0-3"}, {"if-none-match": tag}, {"if-range": tag, "range": "bytes=4-"}):
                answer = client.get(url, headers=headers)
                assert answer.status_code == 404, (who, url, headers)
                assert answer.content == nothing.content, (who, url)
            assert client.head(url).status_code == 404
    for url in doors:
        assert officer.get(url).status_code == 200
    part = officer.get(file, headers={"range": "bytes=0-3"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"%PDF")
    assert strangers["nobody"].get(made.get_absolute_url()).status_code == 302  # its page leads to the sign-in


@pytest.mark.scenario("knowledge-6")
def test_access_lost_after_following_is_silence_in_mail_bell_and_feed_and_comes_back_with_the_access(as_, mailoutbox):
    author, reader = make.chief("UG"), make.user("staff", "KE")
    made = make.resource(author=author, title="Canarypage")
    actions.follow(made, by=reader)
    feed, token = reverse("knowledge:feed"), make.feed(reader)[1]

    def told(tier):
        """What the reader hears of a new text that is for the readers of this tier."""
        mailoutbox.clear()
        before = Notice.objects.filter(recipient=reader).count()
        text = made.revisions.newest().first()
        new = Text(text.title, f"{text.summary}.", text.language, text.fields)
        actions.edit(made, by=author, text=new, tags=Tags(tier=tier))
        _publish(made)
        with next_morning():
            mailing.send()
            client = as_(reader)
            return {
                "mail": sum(reader.email in mail.to for mail in mailoutbox if "token" not in mail.subject),
                "new in the bell": Notice.objects.filter(recipient=reader).count() - before,
                "named in the bell": "Canarypage" in client.get(reverse("notifications:notice-list")).content.decode(),
                "feed": "Canarypage" in Client().get(feed, {"token": token}).content.decode(),
                "page": client.get(made.get_absolute_url()).status_code,
            }

    there = {"mail": 1, "new in the bell": 1, "named in the bell": True, "feed": True, "page": 200}
    gone = {"mail": 0, "new in the bell": 0, "named in the bell": False, "feed": False, "page": 404}
    assert told(0) == there
    assert told(2) == gone
    assert made.follows.filter(user=reader).exists()  # inert, not forgotten
    assert told(0) == there


def test_what_is_on_its_way_when_the_access_ends_is_not_mailed(mailoutbox):
    author, reader = make.chief("UG"), make.user("staff", "KE")
    made = make.resource(author=author, title="Canarypage")
    actions.follow(made, by=reader)
    make.next_text(made, summary="Another.")
    assert Delivery.objects.filter(recipient=reader).exists()
    text = made.published_revision
    closed = Tags(tier=2)
    actions.edit(made, by=author, text=Text(text.title, text.summary, text.language, text.fields), tags=closed)

    with next_morning():
        mailing.send()

    assert not [mail for mail in mailoutbox if reader.email in mail.to]
