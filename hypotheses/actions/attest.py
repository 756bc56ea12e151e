"""Confirming or denying a criterion that no metric can show."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb, membership_of
from accounts.errors import Conflict, Forbidden, NotFound
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses import hooks
from hypotheses.actions.evaluate import suggest
from hypotheses.actions.rounds import current_round
from hypotheses.events import CriterionAttested
from hypotheses.models import Attestation, Criterion, Round


def attest(*, cause: Cause, card: Card, key: str, met: bool, note: str = "") -> Attestation:
    """Say of a locked round's attested criterion whether it is met; by its named role, never by the author."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = current_round(card)
        if not round_.is_locked or round_.state == Round.State.CONCLUDED:
            raise Conflict(_("Criteria are attested between the lock and the verdict."))
        criterion = round_.criteria.filter(key=key, mode=Criterion.Mode.ATTESTED).first()
        if criterion is None:
            raise NotFound(_("%(ref)s has no attested criterion %(key)s.") % {"ref": card.ref, "key": key})
        _may_attest(board, round_, criterion, cause)
        row = Attestation.objects.create(
            criterion=criterion, person=cause.actor, met=met, note=note.strip(), at=cause.at
        )
        evaluation, face = suggest(card, round_)
        save_card(card, cause, face=face)
        fact = CriterionAttested(
            n=round_.n,
            criterion=key,
            met=met,
            suggested=str(evaluation.suggested),
            reason=str(evaluation.reason),
        )
        record(board, fact, cause, card=card)
        hooks.evaluated(board, card, round_, cause)
    return row


def _may_attest(board: Board, round_: Round, criterion: Criterion, cause: Cause) -> None:
    if cause.actor.pk == round_.author_id:
        raise Forbidden(_("The author of a hypothesis cannot attest it."))
    membership = membership_of(cause.actor, board.team_id)
    if membership is None or membership.role != criterion.attested_by:
        raise Forbidden(_("This is for a %(role)s to say.") % {"role": criterion.get_attested_by_display()})
