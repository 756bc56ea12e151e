"""The baseline a round takes when its author named none: what is live, as the room above says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boards.models import Card
from hypotheses import hooks
from hypotheses.models import Criterion, Round


def take_default(card: Card, round_: Round) -> str:
    """Give a draft with relative criteria and no baseline the default one, unstored; says which, or nothing."""
    relative = [row for row in round_.criteria.all() if row.relative_to == Criterion.RelativeTo.BASELINE]
    if round_.is_locked or round_.baseline_metrics or not relative:
        return ""
    found = hooks.baseline(card)
    if found is None:
        return ""
    round_.baseline_metrics = dict(found.metrics)
    return _("Compared with %(name)s, since no other baseline was chosen.") % {"name": found.name}
