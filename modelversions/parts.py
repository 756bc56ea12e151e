"""What an opened card shows of models: the baseline it is offered, and the versions it made."""

from __future__ import annotations

from typing import Any

from boards.card_parts import Look, Part
from hypotheses.parts import is_open, research
from modelversions.baseline import live_baseline
from modelversions.models import VersionCard


def model(look: Look) -> dict[str, Any]:
    """The offer stands while a draft has no baseline of its own."""
    round_ = research(look).current
    drafting = bool(
        look.writes and look.card.is_circular and is_open(round_) and not (round_ and round_.is_locked)
    )
    bare = drafting and not (round_ and round_.baseline_metrics)
    made = VersionCard.objects.filter(card=look.card).select_related("version").order_by("version_id")
    return {"offer": live_baseline(look.card) if bare else None, "versions": [each.version for each in made]}


PARTS = (Part(name="model", template="modelversions/card_model.html", place=45, context=model, aside=True),)
