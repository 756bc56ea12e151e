"""What an operator wants to know at a glance: does each part that the product leans on answer?"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core.cache import cache
from django.core.checks import WARNING, run_checks
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from boards.readers import pulse
from config.celery import app

SILENT_SECONDS = 90
TRY_SECONDS = 3


class State(StrEnum):
    OK = "ok"
    NOTE = "note"
    BAD = "BAD"


@dataclass(frozen=True)
class Finding:
    part: str
    state: State
    text: str


def check_up() -> list[Finding]:
    """One finding per part; a part that raises is bad, and the others are still looked at."""
    return [_look(part, check) for part, check in PARTS.items()]


def _look(part: str, check: Callable[[], tuple[State, str]]) -> Finding:
    try:
        return Finding(part, *check())
    except Exception as error:  # whatever a part of the installation throws is the finding
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        return Finding(part, State.BAD, first_line)


def _settings() -> tuple[State, str]:
    found = run_checks(include_deployment_checks=not settings.DEBUG)
    serious = [each for each in found if each.level >= WARNING and not each.is_silenced()]
    if serious:
        return State.BAD, "; ".join(f"{each.id} {each.msg}" for each in serious)
    if settings.DEBUG:
        return State.NOTE, "DEBUG is on: for trying and developing only"
    return State.OK, f"for {settings.SITE_URL}"


def _database() -> tuple[State, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    version = ".".join(str(part) for part in connection.get_database_version())
    return State.OK, f"{connection.display_name} {version}, {connection.settings_dict['NAME']}"


def _migrations() -> tuple[State, str]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return State.BAD, f"{len(missing)} to apply: run `manage.py migrate`"
    return State.OK, "all applied"


def _cache() -> tuple[State, str]:
    word = uuid.uuid4().hex
    cache.set("doctor", word, 10)
    if cache.get("doctor") != word:
        return State.BAD, f"does not keep what it is given ({settings.CACHES['default']['BACKEND']})"
    return State.OK, "Redis" if settings.REDIS_URL else "a table of the database"


def _broker() -> tuple[State, str]:
    with app.connection_for_write(connect_timeout=TRY_SECONDS) as link:
        link.ensure_connection(max_retries=1, timeout=TRY_SECONDS)
    return State.OK, "Redis" if settings.REDIS_URL else "a folder in the data folder"


def _alive(who: pulse.Who) -> Callable[[], tuple[State, str]]:
    def check() -> tuple[State, str]:
        seconds = pulse.age(who, timezone.now())
        if seconds is None:
            return State.BAD, "no sign of life; is it running?"
        return (State.OK if seconds <= SILENT_SECONDS else State.BAD), f"last seen {seconds} s ago"

    return check


def _mail() -> tuple[State, str]:
    if not settings.EMAIL_URL:
        return State.NOTE, "EMAIL_URL is not set: nothing is sent"
    with get_connection():
        return State.OK, f"{settings.EMAIL_BACKEND.rsplit('.', 2)[-2]}, from {settings.DEFAULT_FROM_EMAIL}"


def _data_folder() -> tuple[State, str]:
    with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"doctor")
        file.flush()
    return State.OK, f"{settings.DATA_DIR} can be written"


PARTS: dict[str, Callable[[], tuple[State, str]]] = {
    "settings": _settings,
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
    "broker": _broker,
    "worker": _alive("worker"),
    "beat": _alive("beat"),
    "mail": _mail,
    "data folder": _data_folder,
}
