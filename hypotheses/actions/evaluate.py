"""After new evidence: what it suggests is stored on the round and shown on the card."""

from __future__ import annotations

from typing import Any

from boards.models import Card
from hypotheses.evaluation import Evaluation
from hypotheses.face import criteria_face, round_face
from hypotheses.models import Round
from hypotheses.results import results_of


def suggest(card: Card, round_: Round) -> tuple[Evaluation, dict[str, Any]]:
    """Evaluate, store the suggestion, and return it with the parts of the card's summary that follow from it."""
    # Rows read before this change would hide the new run.
    getattr(round_, "_prefetched_objects_cache", {}).clear()
    evaluation = results_of(round_)
    if round_.is_locked:
        round_.suggested, round_.reason = str(evaluation.suggested), str(evaluation.reason)
        round_.save(update_fields=["suggested", "reason"])
    face = {
        "round": round_face(round_),
        "criteria": criteria_face(round_, evaluation),
        "runs": card.runs.count(),
    }
    return evaluation, face
