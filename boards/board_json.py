"""Boards and lanes as the API shows them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from boards.models import Board, Lane

_OPEN = Q(cards__archived_at=None, cards__trashed_at=None)


def board_summary(board: Board) -> dict[str, Any]:
    return {
        "key": board.key,
        "name": board.name,
        "team": board.team.slug,
        "preset": board.preset,
        "seq": board.seq,
        "version": board.version,
        "created_at": board.created_at,
        "url": f"{settings.SITE_URL}/boards/{board.key}/",
    }


def board_as_dict(board: Board) -> dict[str, Any]:
    return {
        **board_summary(board),
        "description": board.description,
        "lanes": lanes_as_dicts(board),
        "calendar": board.calendar().spec,
        "settings": board.settings(),
    }


def lanes_as_dicts(board: Board) -> list[dict[str, Any]]:
    lanes = board.lanes.annotate(open_cards=Count("cards", filter=_OPEN))
    return [lane_as_dict(lane, lane.open_cards) for lane in lanes]


def lane_as_dict(lane: Lane, cards: int) -> dict[str, Any]:
    return {
        "id": lane.pk,
        "name": lane.name,
        "role": lane.role,
        "position": lane.position,
        "wip_limit": lane.wip_limit,
        "wip_mode": lane.wip_mode,
        "policy": lane.policy,
        "runs_box": lane.runs_box,
        "needs_verdict": lane.needs_verdict,
        "cards": cards,
    }
