"""The parts of an opened card about what was promised: who thinks what of it, and what changed since the lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from accounts.access import Verb, holders
from boards.card_parts import Look, Part
from hypotheses.amendment_words import KINDS, STATES, Line, lines
from hypotheses.known import results_known
from hypotheses.models import Amendment, Forecast, Round
from hypotheses.parts import is_open, research
from hypotheses.result_forms import ForecastForm


@dataclass(frozen=True)
class Thought:
    """What a person thinks now, and thought before; `place` is where it stands on a line from 0 to 100."""

    newest: Forecast
    earlier: list[Forecast]

    @property
    def percent(self) -> int:
        return round(self.newest.p * 100)

    @property
    def before(self) -> str:
        return ", ".join(f"{round(each.p * 100)} %" for each in self.earlier)


def thoughts(round_: Round) -> list[Thought]:
    """One a person, in the order in which they first spoke: the author's comes with the lock."""
    said: dict[int, list[Forecast]] = {}
    for row in round_.forecasts.select_related("person"):
        said.setdefault(row.person_id, []).append(row)
    return [Thought(rows[-1], rows[:-1]) for rows in said.values()]


def forecasts(look: Look) -> dict[str, Any]:
    """Shown from the lock on; the form for as long as this viewer may say something."""
    round_ = research(look).current
    if round_ is None or not round_.is_locked:
        return {"thoughts": []}
    found = thoughts(round_)
    mine = next((each for each in found if each.newest.person_id == look.person.pk), None)
    known = look.once("results_known", lambda card: results_known(round_))
    return {
        "thoughts": found,
        "mine": mine,
        "known": known,
        "testing": is_open(round_),
        "may_say": look.writes and is_open(round_) and (mine is not None or not known),
        "form": look.forms.get("forecasts") or ForecastForm(),
    }


@dataclass(frozen=True)
class Shown:
    amendment: Amendment
    word: str
    state: str
    lines: list[Line]
    may_approve: bool
    is_mine: bool


def amendments(look: Look) -> dict[str, Any]:
    """Of the newest round, newest first; what waits can be approved by anybody but its author."""
    round_ = research(look).current
    rows = round_.amendments.select_related("author", "decided_by").order_by("-at", "-pk") if round_ else []
    testing = bool(round_ and round_.is_locked and is_open(round_))
    found = [_shown(look, row) for row in rows]
    waits = any(each.amendment.is_open for each in found)
    known = bool(waits and round_ and look.once("results_known", lambda card: results_known(round_)))
    return {
        "rows": found,
        "known": known,
        "may_amend": look.writes and testing and not waits,
    }


def _shown(look: Look, row: Amendment) -> Shown:
    is_mine = row.author_id == look.person.pk
    alone = row.is_open and is_mine and not _others(look)
    return Shown(
        amendment=row,
        word=gettext(KINDS[Amendment.Kind(row.kind)][0]),
        state=gettext(STATES[Amendment.State(row.state)]),
        lines=lines(row),
        may_approve=look.writes and row.is_open and (alone or not is_mine),
        is_mine=is_mine,
    )


def _others(look: Look) -> set[int]:
    return set(holders(Verb.WRITE_CARD, look.board.team_id)) - {look.person.pk}


PARTS = (
    Part(name="forecasts", template="hypotheses/forecasts.html", place=55, context=forecasts),
    Part(name="amendments", template="hypotheses/amendments.html", place=62, context=amendments),
)
