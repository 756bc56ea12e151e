"""The groups of news, what is told by default, and what each person has chosen instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as noop

from boards.models import Event, Notification, Preference

INBOX, MAIL = Preference.Channel.INBOX, Preference.Channel.MAIL


@dataclass(frozen=True)
class Group:
    """News of one sort. `inbox` is None where there is no such channel; `within` is the label in a sentence."""

    key: str
    label: str
    within: str
    inbox: bool | None
    mail: bool

    def default(self, channel: str) -> bool:
        return self.mail if channel == MAIL else bool(self.inbox)

    @property
    def channels(self) -> tuple[Preference.Channel, ...]:
        return (MAIL,) if self.inbox is None else (INBOX, MAIL)


GROUPS = {
    group.key: group
    for group in (
        Group("mention", noop("Somebody mentions you"), noop("somebody mentions you"), True, True),
        Group(
            "decision",
            noop("A decision or an answer of yours is due"),
            noop("a decision or an answer of yours is due"),
            True,
            True,
        ),
        Group("assigned", noop("A card is assigned to you"), noop("a card is assigned to you"), True, False),
        Group(
            "timebox",
            noop("Time-boxes: half, nearly and all used"),
            noop("time-boxes: half, nearly and all used"),
            True,
            True,
        ),
        Group(
            "meeting",
            noop("Meetings, and increments that end"),
            noop("meetings, and increments that end"),
            True,
            True,
        ),
        Group(
            "verdict",
            noop("Answers: verdicts, decisions, amendments, releases"),
            noop("answers: verdicts, decisions, amendments, releases"),
            True,
            False,
        ),
        Group("help", noop("Somebody asks for help"), noop("somebody asks for help"), True, False),
        Group(
            "card",
            noop("Other news of your cards: notes, blocks, moves of what you watch"),
            noop("other news of your cards: notes, blocks, moves of what you watch"),
            True,
            False,
        ),
        Group("digest", noop("The digest"), noop("the digest"), None, True),
    )
}
# What cannot wait for a window to close.
URGENT = ("mention", "decision", "meeting")
_AREAS = {
    "timebox": "timebox",
    **dict.fromkeys(("meeting", "increment", "iteration"), "meeting"),
    **dict.fromkeys(("verdict", "gate", "stage", "round", "amendment", "model"), "verdict"),
}


def group_of(event: Event, reason: str, *, needs_action: bool) -> str:
    """Which group this is for somebody who is told for this reason."""
    if reason == "mention":
        return "mention"
    if needs_action:
        return "decision"
    if reason == "assignee" and event.kind in ("card.created", "card.edited"):
        return "assigned"
    if event.kind == "log.added" and event.data.get("log_kind") == "help":
        return "help"
    return _AREAS.get(event.kind.partition(".")[0], "card")


def group_of_told(told: Notification) -> str:
    return group_of(told.event, told.reason, needs_action=told.needs_action)


class Wishes:
    """What some people have chosen, read once."""

    def __init__(self, person_ids: Iterable[int]) -> None:
        rows = Preference.objects.filter(person__in=list(person_ids))
        self._chosen = {(row.person_id, row.group, row.channel): row.is_on for row in rows}

    def wants(self, person_id: int, group: str, channel: str) -> bool:
        return self._chosen.get((person_id, group, channel), GROUPS[group].default(channel))

    def matrix(self, person_id: int) -> dict[str, dict[str, bool]]:
        """Every group with its channels."""
        return {
            key: {channel: self.wants(person_id, key, channel) for channel in group.channels}
            for key, group in GROUPS.items()
        }
