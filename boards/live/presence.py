"""Who is here, as the streams tell it: read once a second for all watched boards, sent where it changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from boards.actions.face import person_face
from boards.live.frames import message
from boards.models import Presence

MOST = 50


def presences(board_ids: Collection[int], at: datetime) -> dict[int, bytes]:
    """The message of each board, in the same order while nothing changes."""
    rows = Presence.objects.here(at).filter(board__in=board_ids).select_related("person")
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in board_ids}
    for row in rows.order_by("board", "person__name", "person"):
        if len(found[row.board_id]) < MOST:
            found[row.board_id].append({**person_face(row.person), "card": row.card_ref, "field": row.field})
    return {pk: message("presence", {"here": here}) for pk, here in found.items()}
