"""Whether anybody can know a result of a round: from then on forecasts are late and targets must not move."""

from __future__ import annotations

from hypotheses.models import Attestation, Round, Run


def results_known(round_: Round) -> bool:
    """A run with numbers or a report that came in after the lock, finished or not, or an answer to a criterion.

    What was there before the lock is what "already looked" asks about; a link is there to be read.
    """
    if round_.locked_at is None:
        return False
    seen = Run.objects.filter(round=round_, first_seen__gte=round_.locked_at)
    if any(run.metrics or run.kind == Run.Kind.REPORT for run in seen.only("metrics", "kind")):
        return True
    return Attestation.objects.filter(criterion__round=round_).exists()
