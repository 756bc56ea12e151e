"""What the codes of a board are called in a notebook, and in which language it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec

from django.utils.translation import gettext_noop as noop
from django.utils.translation import override

from accounts.language import current

Given = ParamSpec("Given")

CARDS = {"hypothesis": noop("hypothesis"), "exploration": noop("exploration"), "task": noop("task")}
ROUNDS = {
    "draft": noop("draft"),
    "testing": noop("testing"),
    "in_review": noop("in review"),
    "gated": noop("gated"),
    "concluded": noop("concluded"),
}
ENTRIES = {
    "note": noop("note"),
    "result": noop("result"),
    "decision": noop("decision"),
    "deviation": noop("deviation"),
    "help": noop("help"),
}
OUTCOMES = {
    "stop": noop("Stop"),
    "continue": noop("Continue"),
    "extend": noop("Extend"),
    "split": noop("Split"),
    "park": noop("Park"),
}
AMENDMENTS = {
    "clarify": noop("Clarify"),
    "tighten": noop("Tighten"),
    "loosen": noop("Loosen"),
    "replace": noop("Replace"),
    "add_guardrail": noop("Add Guardrail"),
}
AMENDED = {
    "proposed": noop("Proposed"),
    "approved": noop("Approved"),
    "declined": noop("Declined"),
    "withdrawn": noop("Withdrawn"),
    "lapsed": noop("Lapsed"),
}
STATUSES = {
    "running": noop("running"),
    "finished": noop("finished"),
    "failed": noop("failed"),
    "killed": noop("killed"),
}


def in_one_language(write: Callable[Given, Iterator[str]]) -> Callable[Given, Iterator[str]]:
    """The language of who asked for the notebook: its lines are written while the answer is on its way to them.

    It is set for each line anew, so that nothing else that is done in between speaks it.
    """

    @wraps(write)
    def written(*args: Given.args, **kwargs: Given.kwargs) -> Iterator[str]:
        return _spoken(write(*args, **kwargs), current())

    return written


def _spoken(lines: Iterator[str], language: str) -> Iterator[str]:
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
