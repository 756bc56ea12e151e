"""What somebody who answers has to see: the criteria, what is met, what the evidence suggests and why."""

from __future__ import annotations

from typing import Any

from hypotheses.criteria_table import table
from hypotheses.models import Verdict
from hypotheses.research import Research, results_by_key
from hypotheses.words import suggested_word, verdict_word

PROPER = (Verdict.Value.SUPPORTED, Verdict.Value.REFUTED, Verdict.Value.INCONCLUSIVE)
IMPROPER = (Verdict.Value.INVALID, Verdict.Value.NOT_TESTED)


def question(found: Research) -> dict[str, Any]:
    """For the tiles: nothing is preselected, and two of them need evidence that counts."""
    round_ = found.current
    rows = table(round_, results_by_key(round_, found.evaluation)) if round_ else []
    counted = found.evaluation.counted if found.evaluation else 0
    return {
        "round": round_,
        "rows": rows,
        "met": sum(row.state == "met" for row in rows),
        "has_baseline": any(row.baseline for row in rows),
        "tested": True,
        "counted": counted,
        "suggested": found.suggested,
        "suggested_word": suggested_word(found.suggested),
        "reason": found.reason,
        "answers": [(each.value, verdict_word(each), bool(counted) or each not in PROPER[:2]) for each in PROPER],
        "others": [(each.value, verdict_word(each)) for each in IMPROPER],
    }
