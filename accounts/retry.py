"""When the database asks for a transaction to be run again, it is: in one place, for pages and API alike."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import Error as DatabaseProblem
from django.db import InterfaceError, OperationalError, connection

Result = TypeVar("Result")

PAUSES = (0.02, 0.05, 0.1)
# Two transactions could not both be had: run this one again.
_AGAIN = {"40001", "40P01"}
# Nothing is wrong with the request; lock and statement timeouts, and a server that is full, stopping or away.
_PASSING_CLASSES = ("40", "53", "08", "57")
_PASSING_CODES = {"55P03"}
_PASSING_WORDS = ("locked", "busy", "disk is full", "disk i/o", "unable to open")


def again(act: Callable[[], Result]) -> Result:
    """Run `act`, up to three more times after a deadlock or a failed serialization, with growing random pauses.

    Inside another transaction nothing is repeated: only the outermost one can be run again.
    """
    for pause in PAUSES:
        try:
            return act()
        except OperationalError as error:
            if not asks_again(error):
                raise
        time.sleep(random.uniform(0, pause))  # noqa: S311 - jitter, no secret
    return act()


def asks_again(error: Exception) -> bool:
    """Whether the transaction has only to be run again, and we are not in the middle of another one."""
    return isinstance(error, OperationalError) and _code(error) in _AGAIN and not connection.in_atomic_block


def is_passing(error: DatabaseProblem) -> bool:
    """Whether the same request may well succeed in a moment."""
    code = _code(error)
    if code:
        return code in _PASSING_CODES or code.startswith(_PASSING_CLASSES)
    if connection.vendor == "sqlite":
        return any(word in str(error).lower() for word in _PASSING_WORDS)
    return isinstance(error, (OperationalError, InterfaceError))


def _code(error: DatabaseProblem) -> str:
    return getattr(error.__cause__, "pgcode", None) or ""
