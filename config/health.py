"""Is this process alive, and can it serve? Neither answer depends on Redis, since the pages do not."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from boards.readers import pulse


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer at all."""
    return _answer("alive", 200)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database is there and has every table this version needs.

    Whether worker and beat live is told, but pages are served without them.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _require_migrations()
    except (DatabaseError, _NotMigratedError):
        return _answer("not ready", 503)
    at = timezone.now()
    return _answer("ready", 200, worker_seconds=pulse.age("worker", at), beat_seconds=pulse.age("beat", at))


class _NotMigratedError(Exception):
    """The database is older than this version."""


@cache
def _require_migrations() -> None:
    """Raise while migrations are missing; once they are there, they are not looked for again."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotMigratedError


def _answer(status: str, code: int, **more: int | None) -> JsonResponse:
    return JsonResponse({"status": status, **more}, status=code, headers={"Cache-Control": "no-store"})
