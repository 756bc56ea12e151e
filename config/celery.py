"""The Celery app: `celery -A config.celery worker` and `beat`."""

import warnings
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

import config.redis_broker  # noqa: F401 (its schemes)
from config import spool, start

start.begin("job")
if settings.DEBUG:  # an attempt on one's own machine may run as root
    warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
app = Celery("prooflane")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def take_back_what_was_in_hand(**_: Any) -> None:
    """With the broker in a folder there is one worker: what its predecessor had in hand is waiting again."""
    if settings.CELERY_BROKER_URL.startswith("spool:"):
        spool.reclaim(settings.CELERY_BROKER_TRANSPORT_OPTIONS)


@worker_init.connect
def settle(**_: Any) -> None:
    """Before the worker splits into its processes, which then share what it has loaded."""
    start.settle()
