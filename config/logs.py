"""One line per record, as text or JSON, with the request it belongs to and without secrets."""

import json
import logging
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from config.middleware import GetResponse

request_id: ContextVar[str] = ContextVar("request_id", default="-")

SECRET = re.compile(
    r"""(?ix)
    (?<=://) [^\s/@:]* : [^\s/@]+ (?=@)                    # name:password in an address
    | (?<=bearer\ ) [^\s'",]+
    | \b plk_[a-z0-9_-]{16,}                              # an API token
    | (?<=/calendars/) [^\s'"?/]+                         # a calendar feed
    | (?<=/reset/) [^\s'"?]+ | (?<=/invitations/) [^\s'"?/]+
    | (?<=password=) [^\s&'"]+ | (?<=secret=) [^\s&'"]+ | (?<=token=) [^\s&'"]+
    """
)


def without_secrets(text: str) -> str:
    """Blank out what looks like a password, a token or a one-time link."""
    return SECRET.sub("***", text)


class TextFormatter(logging.Formatter):
    """For people: a line break in a message is shown as \\n, so that nobody can forge a line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (named by logging)
        record.request_id = request_id.get()
        line = super().formatMessage(record)
        return without_secrets(line.replace("\r", "\\r").replace("\n", "\\n"))

    def formatException(self, ei: Any) -> str:  # noqa: N802 (named by logging)
        return without_secrets(super().formatException(ei))


class JsonFormatter(logging.Formatter):
    """For collectors: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request_id": request_id.get(),
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class RequestIdMiddleware:
    """Gives every request a number that its log lines, its answer and its error page share."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = secrets.token_hex(8)
        request.META["REQUEST_ID"] = number
        token = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        return response


def logging_config(style: str, level: str) -> dict[str, Any]:
    """Return the logging configuration: everything to standard error, nothing by mail."""
    formatter = {"json": "config.logs.JsonFormatter", "text": "config.logs.TextFormatter"}[style]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["nowhere"], "level": level, "propagate": True},
            # A scanner that guesses host names would fill the log.
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        },
    }
