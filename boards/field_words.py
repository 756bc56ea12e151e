"""What fields and values of the log are called in a sentence; one nobody has named yet goes by its own name."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as noop

_FIELDS = (
    *(noop("name"), noop("title"), noop("kind"), noop("description"), noop("story"), noop("assignees")),
    *(noop("labels"), noop("priority"), noop("value"), noop("weight"), noop("due"), noop("calendar")),
    *(noop("on continue"), noop("expiry"), noop("max extensions"), noop("rank by"), noop("development board")),
    *(noop("capacity days"), noop("cut after"), noop("role"), noop("wip limit"), noop("wip mode"), noop("policy")),
    *(noop("runs box"), noop("needs verdict"), noop("filter"), noop("grouping"), noop("density"), noop("shared")),
    *(noop("position"), noop("belief"), noop("outcome"), noop("signal"), noop("because"), noop("for whom")),
    *(noop("plan if pass"), noop("plan if fail"), noop("budget"), noop("budget minutes"), noop("forecast")),
    *(noop("run policy"), noop("baseline run"), noop("baseline metrics"), noop("criteria"), noop("goal")),
    *(noop("asks"), noop("proof"), noop("metric"), noop("direction"), noop("baseline"), noop("baseline value")),
    *(
        noop("state"),
        noop("cards"),
        noop("metrics"),
        noop("registry url"),
        noop("registry version"),
        noop("notes"),
    ),
)
_VALUES = (
    *(noop("supported"), noop("refuted"), noop("inconclusive"), noop("invalid"), noop("not tested")),
    *(noop("testing"), noop("in review"), noop("gated"), noop("concluded")),
    *(noop("clarify"), noop("tighten"), noop("loosen"), noop("replace"), noop("add guardrail")),
    *(noop("admin"), noop("product owner"), noop("member"), noop("viewer")),
    *(noop("blocks"), noop("relates"), noop("found in"), noop("spawned from"), noop("parent")),
)


def field_word(name: str) -> str:
    """`due_at` is due."""
    word = name.removesuffix("_at").replace("_", " ")
    return gettext(word) if word in _FIELDS else word


def value_word(name: str) -> str:
    """`not_tested` is not tested."""
    word = name.replace("_", " ")
    if word == "draft":
        return pgettext("state of a round", "draft")
    return gettext(word) if word in _VALUES else word
