"""What other rooms say about moving a card: may it enter a lane, and what happens when it does.

boards knows nothing of hypotheses and time-boxes; they register here in their `AppConfig.ready`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import FieldError, Refusal
from boards.events import Cause
from boards.models import Board, Card, Lane


class LaneRuleBroken(Refusal):
    """The card does not yet meet what the lane asks; `errors` lists all that is missing."""

    status = 422
    code = "lane_rule"
    title = noop("The lane asks for more")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A card on its way from one lane into another (`source` is None for a new card)."""

    board: Board
    card: Card
    source: Lane | None
    target: Lane
    cause: Cause


class LaneRule(Protocol):
    def begin(self, entry: Entry) -> None:
        """Give a card that has just been made its first rows, before its fact is recorded."""

    def missing(self, entry: Entry) -> list[FieldError]:
        """What the card lacks to enter; empty when it may."""

    def entered(self, entry: Entry) -> None:
        """Act on the entry, inside the move's transaction and under the board lock."""


_rules: list[LaneRule] = []


def register(rule: LaneRule) -> None:
    _rules.append(rule)


def check(entry: Entry) -> None:
    """Refuse with one list of everything that is missing, so that the person needs one dialog only."""
    missing = [error for rule in _rules for error in rule.missing(entry)]
    if missing:
        said = _("%(card)s cannot enter %(lane)s yet.") % {"card": entry.card.ref, "lane": entry.target.name}
        raise LaneRuleBroken(said, errors=missing)


def begin(entry: Entry) -> None:
    for rule in _rules:
        rule.begin(entry)


def entered(entry: Entry) -> None:
    for rule in _rules:
        rule.entered(entry)
