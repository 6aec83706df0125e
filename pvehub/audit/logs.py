"""Log lines as JSON with the request's id; no secrets and no content of records."""

import json
import logging
import uuid
from contextvars import ContextVar
from typing import Any

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


class RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id()
        return True


class Json(logging.Formatter):
    """One object a line. An exception is named by type and place; its text may hold content, so it is left out."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if not record.exc_info else record.msg,
            "request": getattr(record, "request_id", ""),
        }
        if record.exc_info and record.exc_info[1] is not None:
            problem, tail = record.exc_info[1], record.exc_info[2]
            while tail and tail.tb_next:
                tail = tail.tb_next
            line["error"] = type(problem).__name__
            if tail:
                line["where"] = f"{tail.tb_frame.f_globals.get('__name__')}:{tail.tb_lineno}"
        return json.dumps(line, ensure_ascii=False, default=str)
