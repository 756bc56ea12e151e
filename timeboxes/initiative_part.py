"""The part of an opened card that says which initiative it belongs to, and whether it ends after it."""

from __future__ import annotations

from typing import Any

from boards.card_parts import Look, Part
from timeboxes.initiative_json import current_stage, ends_late
from timeboxes.models import Initiative
from timeboxes.parts import box_of


def initiative(look: Look) -> dict[str, Any]:
    face = look.card.face.get("initiative")
    found = Initiative.objects.filter(pk=face["id"]).prefetch_related("stages").first() if face else None
    stage, box = current_stage(found) if found else None, look.once("timebox", box_of)
    choices = list(look.board.initiatives.order_by("name")) if look.writes else []
    return {
        "initiative": found,
        "stage": stage,
        "is_late": ends_late(stage, box.ends_at if box else None),
        "choices": choices,
    }


PART = Part(name="initiative", template="timeboxes/card_initiative.html", place=25, context=initiative, aside=True)
