"""The sentences of an agenda, in the language of who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Board, Event
from boards.sentences import sentence
from cadence.models import MeetingKind
from hypotheses.words import verdict_word

KINDS = {
    MeetingKind.RETROSPECTIVE: noop("retrospective"),
    MeetingKind.ITEM_REVIEW: noop("item review"),
    MeetingKind.BACKLOG_SELECTION: noop("backlog selection"),
}
TITLES = {
    "items": noop("Items of the iteration"),
    "backlog": noop("Top of the backlog"),
    "actions": noop("Open actions"),
    "verdicts": noop("Answers"),
    "surprises": noop("Surprises"),
    "expired": noop("Time-boxes that ran out"),
    "overrides": noop("Overrides"),
    "silent": noop("Silent cards"),
}
SENTENCES = {
    "verdict": noop("%(verdict)s: %(learned)s"),
    "surprise": noop("%(verdict)s, with a forecast of %(percent)s%%"),
    "wip": noop("WIP limit of %(lane)s passed over: %(reason)s"),
    "override": noop("Verdict against the suggestion: %(reason)s"),
    "silent": noop("Nobody has written for %(n)s working days"),
    "action": noop("%(people)s · %(lane)s · from the %(meeting)s of %(day)s"),
    "outcome": noop("Outcome: %(outcome)s"),
    "tasks": noop("%(done)s of %(all)s tasks done, no outcome yet"),
    "place": noop("%(place)s. in the backlog"),
}
Sections = Iterable[dict[str, Any]]


def in_words(board: Board, sections: Sections) -> list[dict[str, Any]]:
    """The sections with their titles, and a text instead of the facts of each line."""
    sections = list(sections)
    events = _events(board, sections)
    return [
        {
            "name": section["name"],
            "title": _(TITLES[section["name"]]),
            "lines": [_line(line, events) for line in section["lines"]],
            "rest": section["rest"],
        }
        for section in sections
    ]


def _events(board: Board, sections: Sections) -> dict[int, Event]:
    """Those that speak for themselves, by their numbers."""
    lines = [line for section in sections for line in section["lines"]]
    wanted = [line["data"]["seq"] for line in lines if line.get("say") == "event"]
    if not wanted:
        return {}
    found = Event.objects.filter(board=board, seq__in=wanted).select_related("actor", "card")
    return {event.seq: event for event in found}


def _line(line: dict[str, Any], events: dict[int, Event]) -> dict[str, Any]:
    """Meetings that were closed long ago keep sentences instead of facts."""
    text = line["text"] if "text" in line else _text(line["say"], line["data"], events)
    return {"text": text, "ref": line["ref"], "title": line["title"]}


def _text(say: str, data: dict[str, Any], events: dict[int, Event]) -> str:
    if say == "event":
        return sentence(events[data["seq"]])
    return " ".join((_(SENTENCES[say]) % {**data, **_said(data)}).split())


def _said(data: dict[str, Any]) -> dict[str, str]:
    """The facts that are words themselves."""
    said = {}
    if "verdict" in data:
        said["verdict"] = verdict_word(data["verdict"])
    if "meeting" in data:
        said["people"] = ", ".join(data["people"]) or _("nobody")
        said["meeting"] = _(KINDS[MeetingKind(data["meeting"])])
        said["day"] = date_format(datetime.fromisoformat(data["held_at"]), _("j M"))
    return said
