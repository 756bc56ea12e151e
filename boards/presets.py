"""The lanes a new board starts with. They stay editable."""

from __future__ import annotations

from dataclasses import dataclass, fields

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


_BACKLOG = LaneSketch("backlog", Lane.Role.BACKLOG)
_TO_DO = LaneSketch("to do", Lane.Role.QUEUE)
_TEST = LaneSketch("test hypothesis", Lane.Role.ACTIVE, runs_box=True)
_DONE = LaneSketch("done", Lane.Role.DONE, needs_verdict=True)

PRESETS: dict[str, tuple[LaneSketch, ...]] = {
    BoardPreset.ML: (
        _BACKLOG,
        _TO_DO,
        _TEST,
        LaneSketch("code review", Lane.Role.REVIEW),
        LaneSketch("update model", Lane.Role.ACTIVE),
        _DONE,
    ),
    BoardPreset.VALUECHECK: (
        _BACKLOG,
        _TO_DO,
        _TEST,
        LaneSketch("code review hypothesis", Lane.Role.REVIEW),
        LaneSketch("update model", Lane.Role.ACTIVE),
        LaneSketch("code review update model", Lane.Role.REVIEW),
        _DONE,
    ),
    BoardPreset.RESEARCH: (_BACKLOG, _TO_DO, _TEST, LaneSketch("review", Lane.Role.REVIEW), _DONE),
    BoardPreset.DEVELOPMENT: (
        _BACKLOG,
        _TO_DO,
        LaneSketch("in progress", Lane.Role.ACTIVE),
        LaneSketch("code review", Lane.Role.REVIEW),
        LaneSketch("done", Lane.Role.DONE),
    ),
    BoardPreset.BLANK: (_BACKLOG,),
}
