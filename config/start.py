"""How every process begins: it says what it is, and a wrong setting is one sentence, not a traceback."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Role = Literal["command", "wsgi", "asgi", "job"]
# gunicorn gives up on a worker that ends with 3; with another code it would start the next one for ever.
WRONG_SETTING = 3
# New objects until the collector looks: one request makes a few thousand, and nearly all of them go by themselves.
NEW_OBJECTS = 20_000

role: Role = "command"


def begin(as_role: Role) -> None:
    """Name what this process is and read its settings; a process that has read them keeps what it was."""
    global role
    if settings.configured:
        return
    role = as_role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with plain_refusal():
        _ = settings.DEBUG


@contextmanager
def plain_refusal() -> Iterator[None]:
    """End the process with the sentence of a wrong setting."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.stderr.write(f"prooflane: {error}\n")
        sys.exit(WRONG_SETTING)


def settle() -> None:
    """What a server has loaded stays for its life: load the rest of it, and let the collector pass it over."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
