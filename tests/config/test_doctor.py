"""`manage.py doctor` says in one line each whether the parts of an installation answer."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from boards.readers import pulse
from config.checkup import PARTS, check_up


def told(expected_code: int) -> dict[str, str]:
    out = StringIO()
    if expected_code:
        with pytest.raises(SystemExit) as left:
            call_command("doctor", stdout=out)
        assert left.value.code == expected_code
    else:
        call_command("doctor", stdout=out)
    return {line[5:18].strip(): line for line in out.getvalue().splitlines()}


@pytest.fixture
def both_alive(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "_noted", {})
    call_command("createcachetable")
    pulse.note("worker", timezone.now())
    pulse.note("beat", timezone.now())


def test_a_sound_installation_has_a_line_for_each_part(both_alive: None, settings: Settings) -> None:
    settings.DEBUG = True
    lines = told(0)
    assert set(lines) == set(PARTS)
    assert lines["migrations"] == "ok   migrations   all applied"
    assert lines["mail"] == "note mail         EMAIL_URL is not set: nothing is sent"


def test_a_silent_worker_is_bad(both_alive: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "age", lambda who, at: None if who == "worker" else 5)
    lines = told(1)
    assert lines["worker"] == "BAD  worker       no sign of life; is it running?"
    assert lines["beat"] == "ok   beat         last seen 5 s ago"


def test_a_part_that_raises_does_not_hide_the_others(both_alive: None, settings: Settings) -> None:
    settings.DATA_DIR = "/nowhere/at/all"
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    found = {each.part: each.state for each in check_up()}
    assert (found["data folder"], found["mail"], found["database"]) == ("BAD", "BAD", "ok")
