"""config is an app so that its command `run` is found and the Celery app is known before a task is sent."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import celery  # noqa: F401 (shared_task finds its app by this import)

        autodiscover_modules("events")  # whoever lists the kinds of events lists those of every room

        # Nothing is sent for an app without models, such as this one.
        post_migrate.connect(create_cache_table, sender=apps.get_app_config("contenttypes"))
        user_logged_in.connect(end_session_in_time)


def create_cache_table(using: str, **_: Any) -> None:
    """Tries, and without Redis the whole cache, are in a table; `migrate` is all an operator has to run."""
    call_command("createcachetable", database=using, verbosity=0)


def end_session_in_time(request: HttpRequest | None, **_: Any) -> None:
    """A session ends 14 days after the sign-in, however often it is used."""
    if request is not None:
        request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
