"""The review round: what stands in it, that each row is saved for itself, that no word is lost, and what it weighs."""

import gzip
import re
import threading
import uuid
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import connections
from django.utils import timezone

from pvehub.audit import trail
from risks import actions, permissions
from risks.models import Risk
from risks.scoring import Rating
from tests import make
from tests.machinery.amount import ROUNDS

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def officer(register):
    return register.project.manager


@pytest.fixture
def client(officer, as_):
    return as_(officer)


def due(register, **more):
    """A risk that is due today, as its actions would have left it."""
    risk = make.risk(register, **more)
    risk.next_review_on = timezone.localdate()
    risk.save()
    return risk


def url_of(register):
    return f"/risks/{register.code}/review/"


class Fields(HTMLParser):
    """The fields of the round's form with their values, as a browser would send them."""

    def __init__(self, page):
        super().__init__()
        self.found, self.select = {}, ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("type") in ("hidden", "number"):
            self.found[given["name"]] = given["value"]
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self.found[self.select] = given["value"]


def fields(page):
    return Fields(page).found


def sent(client, url):
    """The form as the browser would send it back, unanswered."""
    return fields(client.get(url).content.decode())


def test_due_are_those_of_fourteen_days_the_overdue_and_the_never_rated(register, client):
    today = timezone.localdate()
    shown, hidden = [], []
    for days in (-400, 0, 14):
        risk = due(register)
        risk.next_review_on = today + timedelta(days=days)
        risk.save()
        shown.append(risk)
    shown.append(make.risk(register, is_rated=False))
    hidden.append(make.risk(register))
    closed = due(register, state="closed")
    page = client.get(url_of(register)).content.decode()
    assert all(f"id=r{risk.pk}>" in page for risk in shown)
    assert not any(f"id=r{risk.pk}>" in page for risk in [*hidden, closed])
    everything = client.get(f"{url_of(register)}?all=1").content.decode()
    assert f"id=r{hidden[0].pk}>" in everything and f"id=r{closed.pk}>" not in everything


def test_three_answers_are_saved_in_one_post(register, client, fresh, verbs_of):
    same, changed, closed, left = (due(register, current=HIGH) for _ in range(4))
    form = sent(client, url_of(register))
    form |= {f"a{same.pk}": "same", f"a{changed.pk}": "changed", f"a{closed.pk}": "closed"}
    form |= {f"l{changed.pk}": "4", f"p{changed.pk}": "5", f"w{changed.pk}": "Two threats.", f"c{changed.pk}": "low"}
    form |= {f"w{closed.pk}": "The market moved."}

    answer = client.post(url_of(register), form)

    assert answer.status_code == 302
    assert verbs_of(same) == ["risks.reviewed"] and fresh(same).next_review_on > timezone.localdate()
    now = fresh(changed).assessment
    assert (now.number, now.current_likelihood, now.current_detail) == (2, 4, {"people": 5, "programme": 4})
    assert (now.current_band, now.confidence, now.rationale) == ("extreme", "low", "Two threats.")
    assert (now.inherent_detail, now.target_band, now.speed) == ({"programme": 4}, "high", "weeks")
    assert (fresh(closed).state, fresh(closed).state_reason) == ("closed", "The market moved.")
    assert verbs_of(left) == []


def test_a_row_that_fails_keeps_its_words_and_the_others_are_saved(register, client, fresh, verbs_of):
    good, no_number, no_why, unsaid = (due(register, current=HIGH) for _ in range(4))
    form = sent(client, url_of(register))
    form |= {
        f"a{good.pk}": "same",
        f"a{no_number.pk}": "changed",
        f"a{no_why.pk}": "changed",
        f"a{unsaid.pk}": "closed",
    }
    form |= {f"l{no_number.pk}": "7", f"w{no_number.pk}": "my own long words", f"m{no_number.pk}": "2"}
    page = client.post(url_of(register), form)
    text = page.content.decode()
    assert page.status_code == 200 and "my own long words" in text
    typed = fields(text)
    assert (typed[f"l{no_number.pk}"], typed[f"m{no_number.pk}"]) == ("7", "2")
    assert text.count("class=errorlist") == 3
    assert verbs_of(good) == ["risks.reviewed"]
    assert [fresh(risk).assessment.number for risk in (no_number, no_why, unsaid)] == [1, 1, 1]
    form = {name: value for name, value in form.items() if name[0] != "a"} | {"once": str(uuid.uuid4())}
    form |= {f"a{no_number.pk}": "changed", f"l{no_number.pk}": "2"}
    assert client.post(url_of(register), form).status_code == 302
    assert fresh(no_number).assessment.current_likelihood == 2


def test_a_row_that_somebody_changed_meanwhile_says_so_and_is_sent_again(register, client, fresh):
    moved, gone, fine = due(register), due(register), due(register)
    form = sent(client, url_of(register))
    colleague = make.officer()
    actions.review_unchanged(moved, by=colleague)
    actions.close(gone, reason="Over.", by=colleague)
    form |= {f"a{risk.pk}": "changed" for risk in (moved, gone)} | {f"a{fine.pk}": "same"}
    form |= {f"w{moved.pk}": "words of mine", f"w{gone.pk}": "words of the closed", f"l{moved.pk}": "5"}
    text = client.post(url_of(register), form).content.decode()
    assert text.count("Somebody was here meanwhile") == 2 and colleague.name in text
    assert "words of mine" in text and "words of the closed" in text
    assert fresh(moved).assessment.number == 1 and fresh(fine).next_review_on > timezone.localdate()
    seen = {name: value for name, value in fields(text).items() if name[0] == "s"}
    form = {f"a{moved.pk}": "changed", "once": str(uuid.uuid4())} | seen
    form |= {f"w{moved.pk}": "words of mine", f"l{moved.pk}": "5", f"g{moved.pk}": "2"}
    assert client.post(url_of(register), form).status_code == 302
    assert fresh(moved).assessment.current_likelihood == 5


def test_the_same_form_sent_twice_is_saved_once(register, client, verbs_of):
    same, changed = due(register), due(register)
    form = sent(client, url_of(register))
    form |= {f"a{same.pk}": "same", f"a{changed.pk}": "changed", f"w{changed.pk}": "New.", f"l{changed.pk}": "3"}
    for _ in range(2):
        assert client.post(url_of(register), form).status_code == 302
    assert verbs_of(same) == ["risks.reviewed"] and verbs_of(changed) == ["risks.assessed"]


@pytest.mark.django_db(transaction=True)
def test_each_row_is_a_transaction_of_its_own(as_):
    """A line that is cut after the first row leaves the first row saved."""
    register = make.register(make.project(status="draft"))
    first, second = due(register), due(register)
    client = as_(register.project.manager)
    form = sent(client, url_of(register)) | {f"a{first.pk}": "same", f"a{second.pk}": "same"}
    connection, seen = connections["default"], []

    def fail_at_second(execute, sql, params, many, context):
        if sql.startswith('UPDATE "risks_risk"'):
            seen.append(sql)
            if len(seen) == 2:
                raise RuntimeError("the line is cut")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_second), pytest.raises(RuntimeError):
        client.post(url_of(register), form)

    dates = dict(Risk.objects.values_list("pk", "next_review_on"))
    assert dates[first.pk] > timezone.localdate() and dates[second.pk] == timezone.localdate()
    assert client.post(url_of(register), form).status_code == 302
    assert Risk.objects.get(pk=second.pk).next_review_on > timezone.localdate()


def test_a_never_rated_risk_is_rated_on_its_own_page_or_closed(register, client, fresh):
    risk = make.risk(register, is_rated=False)
    page = client.get(url_of(register)).content.decode()
    assert f"{risk.get_absolute_url()}assess/" in page
    form = {f"a{risk.pk}": "changed", f"s{risk.pk}": "0", f"l{risk.pk}": "2", f"p{risk.pk}": "2", f"w{risk.pk}": "w"}
    assert client.post(url_of(register), form).status_code == 200
    assert fresh(risk).assessment is None
    form[f"a{risk.pk}"] = "same"
    assert "Rate this risk first" in client.post(url_of(register), form).content.decode()


def test_closing_in_the_round_drops_measures_only_when_ticked(register, client):
    kept, dropped = due(register), due(register)
    stays, goes = make.treatment(kept), make.treatment(dropped)
    form = sent(client, url_of(register))
    form |= {f"a{risk.pk}": "closed" for risk in (kept, dropped)}
    form |= {f"w{risk.pk}": "Over." for risk in (kept, dropped)} | {f"x{dropped.pk}": "on"}
    assert client.post(url_of(register), form).status_code == 302
    stays.refresh_from_db(), goes.refresh_from_db()
    assert (stays.progress, goes.progress) == ("planned", "dropped")


def test_only_what_one_may_read_and_review_is_there(register, as_, fresh):
    owner, other = make.officer(), make.officer()
    secret = due(register, visibility="restricted", owner=owner, event="canaryround")
    plain = due(register)
    mine = as_(owner).get(url_of(register)).content.decode()
    assert "canaryround" in mine
    theirs = as_(other).get(url_of(register)).content.decode()
    assert "canaryround" not in theirs and "1 more risk is restricted" in theirs and f"id=r{plain.pk}>" in theirs
    form = {f"a{secret.pk}": "closed", f"s{secret.pk}": "0", f"w{secret.pk}": "x"}
    assert "canary" not in as_(other).post(url_of(register), form, follow=True).content.decode()
    assert fresh(secret).state == "open"
    register.project.submitted_once_at = timezone.now()
    register.project.save()
    reviewer = as_(make.reviewer())
    assert f"id=r{plain.pk}>" not in reviewer.get(url_of(register)).content.decode()
    form = {f"a{plain.pk}": "same", f"s{plain.pk}": "0"}
    assert "Only the owner" in reviewer.post(url_of(register), form).content.decode()
    assert fresh(plain).next_review_on == timezone.localdate()
    assert as_(make.officer("KE")).get(url_of(register)).status_code == 404


def test_a_locked_register_takes_no_change_only(method, as_, fresh):
    register = make.register(make.project(status="in_endorsement"))
    same, changed = due(register), due(register)
    client = as_(register.project.manager)
    assert client.get(url_of(register)).content.decode().count(" disabled") == 4
    form = {f"s{risk.pk}": "0" for risk in (same, changed)} | {f"a{same.pk}": "same", f"a{changed.pk}": "changed"}
    form |= {f"w{changed.pk}": "words kept", f"l{changed.pk}": "2", f"p{changed.pk}": "2"}
    page = client.post(url_of(register), form).content.decode()
    assert "words kept" in page and "with its reviewers" in page
    assert fresh(same).next_review_on > timezone.localdate() and fresh(changed).assessment.number == 1


def test_the_rows_of_a_round_are_those_that_the_permission_lets_review(register, as_):
    """The shortcut of the page, one question for the whole register, says the same as the rule of each risk."""
    owner = make.user(role="staff", office="UG")
    for number in range(4):
        make.risk(register, owner=owner if number % 2 else None)
    from risks.rounds import review

    for person in (register.project.manager, owner, make.officer(), make.chief(), make.reviewer()):
        rows = set(review.of_register(register, person))
        assert rows == {
            risk for risk in Risk.objects.visible_to(person) if permissions.why_not_review(person, risk) is None
        }


def test_my_round_holds_what_i_own_in_all_registers(as_, fresh):
    owner = make.officer()
    rows = [due(make.register(make.project(manager=make.officer())), owner=owner) for _ in range(3)]
    other = due(rows[0].register)
    client = as_(owner)
    page = client.get("/risks/review/").content.decode()
    assert all(f"id=r{risk.pk}>" in page for risk in rows) and f"id=r{other.pk}>" not in page
    form = sent(client, "/risks/review/") | {f"a{risk.pk}": "same" for risk in rows}
    assert client.post("/risks/review/", form).headers["Location"] == "/risks/review/"
    assert all(fresh(risk).next_review_on > timezone.localdate() for risk in rows)


def test_forty_due_risks_weigh_sixty_kilobytes_at_most(register, client):
    event = "Former members and their families are seen as favoured over neighbours who lost more " * 2
    for _ in range(43):
        risk = due(register, current=Rating(3, {"people": 4, "programme": 3, "trust": 2}), event=event)
        make.treatment(risk)
    page = client.get(url_of(register))
    text = page.content.decode()
    assert text.count("<fieldset") == 40 and "43" in text
    assert len(gzip.compress(page.content)) <= 9 * 1024
    assert len(page.content) <= 60 * 1024, len(page.content)
    assert len(re.findall(r"<\w", text)) <= 3000


def test_a_round_costs_the_same_with_1_3_and_40_risks(register, client, django_assert_max_num_queries):
    costs = []
    client.get(url_of(register))
    for n in (1, 2, 37):
        for _ in range(n):
            make.treatment(due(register))
        with django_assert_max_num_queries(30) as found:
            client.get(url_of(register))
        with django_assert_max_num_queries(12) as mine:
            client.get("/risks/review/")
        costs.append((len(found), len(mine)))
    assert len(set(costs)) == 1, costs


def at_once(*acts):
    """Run the acts in threads that start together; what each gave or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait(timeout=30)
            results[number] = act()
        except Exception as problem:
            results[number] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_the_same_row_at_once_one_is_told_and_the_same_form_counts_once():
    register = make.register(make.project(status="draft"))
    one, other = register.project.manager, make.officer()
    for _ in range(ROUNDS):
        risk, key = due(register), uuid.uuid4()

        def answer(by, key, why="", risk=risk):
            return lambda: actions.answer_review(risk, "same", seen=0, key=key, by=by, why=why)

        twice = at_once(answer(one, key), answer(one, key))
        assert sorted(twice) == [False, True]
        assert trail.of(risk).count() == 1

        risk = due(register)
        ends = at_once(answer(one, uuid.uuid4(), risk=risk), answer(other, uuid.uuid4(), "my words", risk=risk))
        assert sorted(type(end).__name__ for end in ends) == ["Moved", "bool"]
        assert trail.of(risk).count() == 1
