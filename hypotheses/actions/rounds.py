"""The rounds of a research card: the open one, and a new one after a verdict."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions import Place, move_card
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Board, Card, Lane
from hypotheses import hooks
from hypotheses.events import RoundReopened
from hypotheses.face import criteria_face, round_face
from hypotheses.models import Round

COPIED = (
    *Round.PARTS,
    "plan_if_pass",
    "plan_if_fail",
    "budget_minutes",
    "run_policy",
    "baseline_run",
    "baseline_metrics",
)


class NotResearch(Invalid):
    status = 422
    code = "not_research"
    title = noop("Not a research card")
    sentence = noop("A task has no hypothesis; change its kind to hypothesis or exploration first.")


def latest_round(card: Card) -> Round | None:
    return Round.objects.of(card).prefetch_related("criteria").first()


def open_round(card: Card, cause: Cause) -> Round:
    """The card's round that has no verdict yet; the first one is made when asked for.

    The caller holds the board lock.
    """
    if not card.is_circular:
        raise NotResearch
    current = latest_round(card)
    if current is None:
        return Round.objects.create(card=card, n=1, author=card.author, created_at=cause.at)
    if current.state == Round.State.CONCLUDED:
        raise Conflict(_("%(ref)s has its verdict; re-open it to start another round.") % {"ref": card.ref})
    return current


def current_round(card: Card) -> Round:
    """The newest round, concluded or not, or `NotFound`."""
    found = latest_round(card)
    if found is None:
        raise NotFound(_("%(ref)s has no hypothesis yet.") % {"ref": card.ref})
    return found


def reopen_round(*, cause: Cause, card: Card) -> Round:
    """Start round n+1 as a draft with the text copied and no evidence. Old verdicts stay for ever.

    A card that lies in a done lane goes back to the top of the first queue.
    """
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        old = current_round(card)
        if old.state != Round.State.CONCLUDED:
            raise Conflict(_("Round %(n)s of %(ref)s is still open.") % {"n": old.n, "ref": card.ref})
        new = _copy(old, cause)
        face = {"round": round_face(new), "criteria": criteria_face(new, None), "verdict": None, "timebox": None}
        save_card(card, cause, face=face)
        record(board, RoundReopened(n=new.n), cause, card=card)
        hooks.drafted(board, card, new, cause)
        _bring_back(board, card, cause)
    return new


def _copy(old: Round, cause: Cause) -> Round:
    new = Round.objects.create(
        card=old.card,
        n=old.n + 1,
        author=cause.actor,
        created_at=cause.at,
        **{name: getattr(old, name) for name in COPIED},
    )
    for row in old.criteria.all():
        row.pk, row.round = None, new
        row.save(force_insert=True)
    return new


def _bring_back(board: Board, card: Card, cause: Cause) -> None:
    if not card.lane.is_done:
        return
    queue = board.lanes.filter(role=Lane.Role.QUEUE).first() or board.lanes.first()
    if queue is not None:
        move_card(cause=cause, card=card, place=Place(lane=queue, to=None if queue.is_backlog else "top"))
