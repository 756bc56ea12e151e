"""The log: one line per record, and no secret in it."""

import json
import logging
import sys
from types import TracebackType

import pytest

from config.logs import JsonFormatter, TextFormatter, request_id, without_secrets

TOKEN = "plk_" + "aB3-" * 10
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | None


def record(message: str, exc_info: ExcInfo = None) -> logging.LogRecord:
    return logging.LogRecord("room", logging.WARNING, __file__, 1, message, None, exc_info)


@pytest.mark.parametrize(
    "text",
    [
        "connect to postgres://me:{}@host/db",
        "redis://:{}@host:6379/0",
        "Authorization: Bearer {}",
        "GET /password/reset/Mg/{}/ 200",
        "GET /invitations/{}/ 404",
        "body: password={}&next=/",
    ],
)
def test_secrets_are_blanked_out(text: str) -> None:
    secret = "s3cret-Value_1"
    assert secret not in without_secrets(text.format(secret))


def test_a_token_is_blanked_out_wherever_it_stands() -> None:
    assert TOKEN not in without_secrets(f"'{TOKEN}' was refused")


def test_ordinary_text_stays() -> None:
    text = "Not Found: /boards/CHURN/ from http://127.0.0.1:8000/c/CHURN-1/"
    assert without_secrets(text) == text


def test_a_client_cannot_forge_a_line() -> None:
    line = TextFormatter().format(record("Not Found: /x\r\n2026 ERROR forged"))
    assert "\n" not in line
    assert "\r" not in line


def test_json_lines_carry_request_and_exception() -> None:
    token = request_id.set("abc")
    try:
        raise ValueError("postgres://me:s3cret@host/db")
    except ValueError:
        line = JsonFormatter().format(record("it broke\nhere", sys.exc_info()))  # type: ignore[arg-type]
    finally:
        request_id.reset(token)
    entry = json.loads(line)
    assert "\n" not in line
    assert entry["request_id"] == "abc"
    assert entry["message"] == "it broke\nhere"
    assert "ValueError" in entry["exception"]
    assert "s3cret" not in line
