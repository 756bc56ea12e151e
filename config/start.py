"""How every process begins: it says what it is, and a wrong setting is one sentence, not a traceback."""

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
