"""Sending what is owed. Called by beat and by the worker, never by a web process.

Each mail takes two transactions. The first books the next try before anything is tried, so that a mail which kills its
worker comes round again later and not for ever. The second sends under the row's lock and commits that it is sent: of
two workers one sends, and a worker that dies gives the row back.

One sweep is at it at a time, in the whole portal: a mail server that hangs holds one process, and the others are there
for all else.
"""

import contextlib
import logging
import smtplib
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from pvehub.audit import faults

from . import mail, quiet
from .kinds import get
from .models import Delivery, Notice
from .querysets import abouts
from .telling import unwanted

log = logging.getLogger(__name__)
AT_MOST = 200  # mails a sweep
AT_ONCE = 200  # keys that are looked up together
SECONDS = 60.0  # no new mail is begun after that, far below the hard time limit
VERDICT = 180.0  # seconds a server that has a whole mail may take to say so; with the rest still below that limit
TURN = 710_002  # advisory lock: whoever sweeps
FULL_MAILBOX = 552  # 5xx by its number, and over as soon as somebody tidies up (RFC 5321, 4.5.3.1.10, on 452 and 552)
GIVE_UP_AFTER = 130  # tries; with the backoff below five days, as RFC 5321 (4.5.4.1) advises
FAULTS = 5  # tries that failed on our side: a template that cannot be rendered will not render tomorrow


class ServerAway(Exception):
    """The mail server does not answer, or takes nothing from us at the moment: the rest can wait for the next sweep."""


def backoff(attempts: int) -> timedelta:
    """How long after the n-th failed try the next one comes: 20 s, 40 s, 80 s ... an hour at most."""
    return timedelta(seconds=min(20 * 2 ** max(attempts - 1, 0), 3600))


def send() -> int:
    """Sends what is due, oldest first, over one connection. Returns how many were handled.

    While another sweep is at it, none: what was asked for meanwhile is that one's to send, so it looks once more after
    it has given up its turn, when nobody can have been turned away unseen.
    """
    done = 0
    for _ in range(2):
        with _turn() as mine:
            handled, is_empty = _sweep() if mine else (0, False)
        done += handled
        if not is_empty or not Delivery.objects.sendable(timezone.now()).exists():
            break
    return done


@contextlib.contextmanager
def _turn() -> Iterator[bool]:
    """The turn to sweep, if nobody has it. It belongs to the session: with the worker's connection it is free again.

    Of a machine that vanished, the database learns by asking: after a minute, not after the two hours that are usual.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),"
            " set_config('tcp_keepalives_count', '3', false), pg_try_advisory_lock(%s)",
            [TURN],
        )
        mine = cursor.fetchone()[-1]
    try:
        yield mine
    finally:
        if mine:
            # Where the session is lost, so is the lock, and what happened is told by the error on its way.
            with contextlib.suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def _sweep() -> tuple[int, bool]:
    """How many mails were handled, and whether none is left."""
    end, done, is_empty = time.monotonic() + SECONDS, 0, False
    line = get_connection(timeout=settings.EMAIL_TIMEOUT or 20, verdict=VERDICT)
    try:
        for key in _due():
            delivery = _book(key)
            if delivery is not None:
                _deliver(delivery, line)
                done += 1
            if done >= AT_MOST or time.monotonic() > end:
                break
        else:
            is_empty = True
        line.close()
    except ServerAway as away:
        log.warning("The mail server is away: %s", away)
    finally:
        _hang_up(line)
    return done, is_empty


def _due() -> Iterator[int]:
    """The keys of what is due, oldest first. Looked up in batches: asked for one at a time, the database would sort all
    that is due for each of them. A batch that comes a second time is in other hands, which ends it."""
    seen: list[int] = []
    while keys := list(Delivery.objects.sendable(timezone.now()).values_list("pk", flat=True)[:AT_ONCE]):
        if keys == seen:
            return
        yield from keys
        seen = keys


@transaction.atomic
def _book(key: int) -> Delivery | None:
    """This mail with its next try booked; nothing when it is not to be sent now, or another worker was here before us."""
    now = timezone.now()
    due = Delivery.objects.sendable(now).filter(pk=key).select_for_update(of=("self",), skip_locked=True)
    delivery: Delivery | None = due.select_related("recipient", "notice").first()
    if delivery is None:
        return None
    notice = delivery.notice
    kind = get(notice.kind) if notice else None
    is_urgent = notice is not None and kind is not None and kind.is_urgent_with(notice.facts)
    if quiet.is_night(now, delivery.recipient.time_zone) and not is_urgent:
        delivery.due_at = delivery.next_try_at = quiet.morning(now, delivery.recipient.time_zone)
        delivery.save(update_fields=["due_at", "next_try_at"])
        return None
    if delivery.attempts >= GIVE_UP_AFTER:
        delivery.state = Delivery.State.PARKED
        delivery.last_error = delivery.last_error or faults.STOPPED
        delivery.save(update_fields=["state", "last_error"])
        return None
    delivery.attempts += 1
    delivery.next_try_at = now + backoff(delivery.attempts)
    delivery.save(update_fields=["attempts", "next_try_at"])
    return delivery


def _deliver(booked: Delivery, line: Any) -> None:
    try:
        with transaction.atomic():
            delivery = (
                Delivery.objects.waiting()
                .filter(pk=booked.pk, attempts=booked.attempts)
                .select_for_update(of=("self",), skip_locked=True)
                .select_related("recipient", "notice")
                .first()
            )
            if delivery is not None:
                _send_one(delivery, line, timezone.now())
    except (
        DatabaseError
    ):  # also one that hides a mail which went out: the booked try repeats it under the same Message-ID
        raise
    except (OSError, smtplib.SMTPException) as error:
        _refused(booked, line, error)
    except Exception as error:
        log.exception("Mail %s cannot be made.", booked.pk)
        _note(booked, faults.words(error), fault=True)


def _send_one(delivery: Delivery, line: Any, now: datetime) -> None:
    message, why_not = _message(delivery)
    if message is None:
        delivery.state, delivery.last_error = Delivery.State.DROPPED, why_not
    else:
        line.open()  # one that we opened ourselves stays open for the next mail
        line.send_messages([message])
        delivery.state, delivery.sent_at, delivery.last_error = Delivery.State.SENT, now, ""
    delivery.save(update_fields=["state", "sent_at", "last_error"])


def _message(delivery: Delivery) -> tuple[Any, str]:
    """The mail, or why it is no longer owed: asked now, not when it was written."""
    person = delivery.recipient
    if not person.is_active:
        return None, "The person is no longer active."
    notices = [delivery.notice] if delivery.notice else _gathered(delivery)
    seen = abouts([(notice.about_kind, notice.about_id) for notice in notices], person)
    switched_off = unwanted(person.pk, notices)
    rows = []
    why_not = "All of it was read or withdrawn meanwhile."
    for notice in notices:
        about = seen.get((notice.about_kind, notice.about_id))
        why_not = _why_not(notice, about)
        if not why_not and notice.pk in switched_off:
            why_not = "The person no longer wants it."
        if not why_not:
            rows.append((notice, about))
    if delivery.notice is None:
        return (mail.of_digest(delivery, rows) if rows else None), why_not
    kind = get(delivery.notice.kind)
    return (
        (None, why_not)
        if why_not or kind is None
        else (mail.of_notice(delivery, kind, delivery.notice, rows[0][1]), "")
    )


def _gathered(digest: Delivery) -> list[Notice]:
    """What a digest holds, without what the person has read in the portal meanwhile."""
    gathered = Notice.objects.filter(deliveries__gathered_into=digest).unread()
    return list(gathered.order_by("created_at", "pk"))


def _why_not(notice: Notice, about: Any) -> str:
    kind = get(notice.kind)
    if kind is None:
        return "This kind of notice is no more."
    if notice.about_kind and about is None:
        return "The person may no longer see it."
    if kind.relevant and not kind.relevant(about, notice.facts):
        return "It was settled meanwhile."
    return ""


def _refused(booked: Delivery, line: Any, error: Exception) -> None:
    """The mail server's word: one address or one mail refused for good is parked, all else is tried again.

    A connection that breaks after it has carried mails says nothing about the server: many take so many on each, or end
    one that is idle. The next mail gets a new one, and only when that breaks as well the server is away.
    """
    code = _code(error)
    log.warning("Mail %s was not taken: %s %s", booked.pk, type(error).__name__, code or "")
    is_refusal = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    about_this_mail = is_refusal and 400 <= code < 600  # any other number is an answer to something else
    words = faults.FULL if faults.is_full(error) else f"{type(error).__name__}: {_words(error)}".rstrip(": ")
    if about_this_mail and code >= 500 and code != FULL_MAILBOX:
        Delivery.objects.waiting().filter(pk=booked.pk).update(state=Delivery.State.PARKED, last_error=words[:500])
    else:
        _note(booked, words)
    if not about_this_mail or code == 421:  # 421: the server closes the channel
        had_carried = getattr(line, "carried", 0)
        _hang_up(line)
        if not had_carried:
            raise ServerAway(words) from error


def _note(booked: Delivery, words: str, *, fault: bool = False) -> None:
    told: dict[str, Any] = {"last_error": words[:500]}
    if fault:
        told["faults"] = booked.faults + 1
        if booked.faults + 1 >= FAULTS:
            told["state"] = Delivery.State.PARKED
    Delivery.objects.waiting().filter(pk=booked.pk).update(**told)


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0) or 0)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(words)}" for code, words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPException):
        return str(error)  # of the library: which command was not understood, that the line was cut
    return str(getattr(error, "strerror", None) or "")  # without the file or address it is about


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _hang_up(line: Any) -> None:
    if hasattr(line, "hang_up"):  # where mail is written to files there is nobody at the other end
        line.hang_up()
