"""Log lines as JSON with the request's id; no secrets and no content of records."""

import contextlib
import json
import logging
import re
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

ADDRESS = re.compile(r"[^\s<>@,;:\"'()]+@[^\s<>@,;:\"'()]+")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    return _request_id.get()


def begin_request() -> str:
    """A fresh id; one sent along by a stranger is never believed."""
    number = uuid.uuid4().hex
    _request_id.set(number)
    return number


def end_request() -> None:
    _request_id.set("")


@contextlib.contextmanager
def caused_by(number: str) -> Iterator[None]:
    """Background work carries the id of the request that asked for it; where a timer did, one of its own."""
    token = _request_id.set(number or uuid.uuid4().hex)
    try:
        yield
    finally:
        _request_id.reset(token)


def begin_task(task: Any = None, **signal: Any) -> None:
    """What a worker or beat runs carries the id of the request that kicked it, or one of its own."""
    _request_id.set(getattr(task.request, "request_number", "") or uuid.uuid4().hex)


def end_task(**signal: Any) -> None:
    end_request()


class RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        # Django speaks of an answer when every middleware is through, and with it the request's own time.
        of_request = getattr(getattr(record, "request", None), "number", "")
        record.request_id = of_request or current_request_id()
        return True


class Json(logging.Formatter):
    """One object a line. An exception is named by type and place; its text may hold content, so it is left out.

    So may an address of the portal (a key, a word that was asked): a request is named by its route. A mail server quotes
    people's addresses; they are left out of every message. So does the web server the first line that it did not
    understand; only that it did not is told.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": ADDRESS.sub("(address)", str(record.msg) if record.exc_info else record.getMessage()),
            "request": getattr(record, "request_id", ""),
        }
        if record.name == "gunicorn.error" and line["message"].startswith("Invalid request"):
            line["message"] = "Invalid request."
        if request := getattr(record, "request", None):
            match, status = getattr(request, "resolver_match", None), getattr(record, "status_code", 0)
            line["message"] = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Refused"
            line["route"] = match.view_name if match else ""
        if record.exc_info and record.exc_info[1] is not None:
            problem, tail = record.exc_info[1], record.exc_info[2]
            while tail and tail.tb_next:
                tail = tail.tb_next
            line["error"] = type(problem).__name__
            if tail:
                line["where"] = f"{tail.tb_frame.f_globals.get('__name__')}:{tail.tb_lineno}"
        return json.dumps(line, ensure_ascii=False, default=str)
