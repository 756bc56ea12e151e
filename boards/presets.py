"""The lanes a new board starts with. They stay editable."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.utils.translation import pgettext

from boards.models import Board, BoardPreset, Lane


@dataclass(frozen=True)
class LaneSketch:
    name: str
    role: str
    runs_box: bool = False
    needs_verdict: bool = False
    wip_limit: int | None = None
    wip_mode: str = Lane.WipMode.OFF
    policy: str = ""


def lanes_like(board: Board) -> tuple[LaneSketch, ...]:
    """The lanes of a board with their rules and limits, and nothing of what lies in them."""
    names = [field.name for field in fields(LaneSketch)]
    return tuple(LaneSketch(**{name: getattr(lane, name) for name in names}) for lane in board.lanes.all())


def lanes_of(preset: str) -> tuple[LaneSketch, ...]:
    """The lanes of a preset, named in the language of the moment; on the board they are names like any others."""
    backlog = LaneSketch(pgettext("lane", "backlog"), Lane.Role.BACKLOG)
    to_do = LaneSketch(pgettext("lane", "to do"), Lane.Role.QUEUE)
    answered = LaneSketch(pgettext("lane", "done"), Lane.Role.DONE, needs_verdict=True)
    if preset == BoardPreset.BLANK:
        return (backlog,)
    if preset == BoardPreset.DEVELOPMENT:
        return (backlog, to_do, *_of_development())
    return (backlog, to_do, *_of_research(preset), answered)


def _of_development() -> tuple[LaneSketch, ...]:
    return (
        LaneSketch(pgettext("lane", "in progress"), Lane.Role.ACTIVE),
        LaneSketch(pgettext("lane", "code review"), Lane.Role.REVIEW),
        LaneSketch(pgettext("lane", "done"), Lane.Role.DONE),
    )


def _of_research(preset: str) -> tuple[LaneSketch, ...]:
    test = LaneSketch(pgettext("lane", "test hypothesis"), Lane.Role.ACTIVE, runs_box=True)
    update = LaneSketch(pgettext("lane", "update model"), Lane.Role.ACTIVE)
    if preset == BoardPreset.RESEARCH:
        return (test, LaneSketch(pgettext("lane", "review"), Lane.Role.REVIEW))
    if preset == BoardPreset.ML:
        return (test, LaneSketch(pgettext("lane", "code review"), Lane.Role.REVIEW), update)
    return (
        test,
        LaneSketch(pgettext("lane", "code review hypothesis"), Lane.Role.REVIEW),
        update,
        LaneSketch(pgettext("lane", "code review update model"), Lane.Role.REVIEW),
    )
