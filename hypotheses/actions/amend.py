"""Changing what a lock froze: proposed with a reason, in force once a second person approves, told for ever."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, holders
from accounts.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, Refusal
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses import hooks
from hypotheses.actions.amended_text import amended_text, apply_text
from hypotheses.actions.evaluate import suggest
from hypotheses.actions.lock import fingerprint, registration
from hypotheses.actions.rounds import current_round
from hypotheses.amending import kind_of
from hypotheses.amendment_words import KINDS_INSIDE
from hypotheses.events import AmendmentDeclined, AmendmentProposed, RoundAmended
from hypotheses.known import results_known
from hypotheses.models import Amendment, Round
from hypotheses.words import too_long

TEXT_LENGTH = 4_000
CLOSED = {
    Amendment.State.APPROVED: noop("This amendment is approved already."),
    Amendment.State.DECLINED: noop("This amendment is declined already."),
    Amendment.State.WITHDRAWN: noop("This amendment is withdrawn already."),
    Amendment.State.LAPSED: noop("This amendment is lapsed already."),
}


class NotAmendable(Conflict):
    code = "not_amendable"
    title = noop("Nothing to amend")
    sentence = noop("Only a locked round without a verdict is amended; a draft is simply edited.")


class AmendmentPending(Conflict):
    code = "amendment_pending"
    title = noop("Another amendment waits")
    sentence = noop("One amendment at a time: decide on the one that waits first.")


class AnotherKind(Refusal):
    """The change is of another kind than was said; `errors` names the field `kind`."""

    status = 422
    code = "another_kind"
    title = noop("Another kind of change")


def propose_amendment(
    *,
    cause: Cause,
    card: Card,
    kind: str,
    reason: str,
    changes: dict[str, Any],
    criteria: list[dict[str, Any]] | None = None,
) -> Amendment:
    """Ask for another text of the locked round; nothing changes before somebody else approves.

    `kind` must be what the change is, or `replace`: a looser target is never called a clarification. Budget and
    forecast are not amended: a decision extends, and forecasts are added.
    """
    reason = _text("reason", reason)
    if not reason:
        raise Invalid.field("reason", _("Say why; whoever approves has to know."), "required")
    if kind not in Amendment.Kind.values:
        raise Invalid.field("kind", f"kind is one of {', '.join(Amendment.Kind.values)}.", "invalid_choice")
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = _amendable(card)
        before, after = amended_text(board, card, round_, changes, criteria)
        _check_kind(kind, kind_of(before, after))
        amendment = Amendment.objects.create(
            round=round_,
            kind=kind,
            reason=reason,
            before=before,
            after=after,
            author=cause.actor,
            at=cause.at,
            results_known=results_known(round_),
        )
        save_card(card, cause)
        record(board, _proposed(round_, amendment), cause, card=card)
    return amendment


def approve_amendment(*, cause: Cause, amendment: Amendment, note: str = "") -> Amendment:
    """Put it in force. Results being known, anything but a clarification makes the round exploratory.

    1. lock, and read again  2. may the person?  3. the text, the hash, the round's mark
    4. what the evidence suggests now, the fact, and what follows from it.
    """
    with transaction.atomic():
        board, card, amendment = _lock_open(amendment, cause)
        round_ = amendment.round
        _may_approve(board, amendment, cause)
        amendment.results_known = results_known(round_)
        apply_text(round_, amendment.after)
        round_.exploratory = round_.exploratory or amendment.explores
        round_.save()
        amendment.registration_hash = fingerprint(registration(card, round_))
        _close(amendment, Amendment.State.APPROVED, note, cause)
        _, face = suggest(card, round_)
        save_card(card, cause, face=face)
        record(board, _amended(round_, amendment), cause, card=card)
        hooks.evaluated(board, card, round_, cause)
    return amendment


def decline_amendment(*, cause: Cause, amendment: Amendment, note: str = "") -> Amendment:
    """Leave the text as it is; by its own author this withdraws the amendment."""
    with transaction.atomic():
        board, card, amendment = _lock_open(amendment, cause)
        withdrawn = amendment.author_id == cause.actor.pk
        state = Amendment.State.WITHDRAWN if withdrawn else Amendment.State.DECLINED
        _close(amendment, state, note, cause)
        fact = AmendmentDeclined(
            amendment=amendment.pk,
            n=amendment.round.n,
            amendment_kind=amendment.kind,
            withdrawn=withdrawn,
            note=amendment.note,
        )
        save_card(card, cause)
        record(board, fact, cause, card=card)
    return amendment


def _amendable(card: Card) -> Round:
    round_ = current_round(card)
    if not round_.is_locked or round_.state == Round.State.CONCLUDED:
        raise NotAmendable
    if Amendment.objects.filter(round=round_, state=Amendment.State.PROPOSED).exists():
        raise AmendmentPending
    return round_


def _check_kind(said: str, found: Amendment.Kind) -> None:
    if said in (found, Amendment.Kind.REPLACE):
        return
    message = _("What changes is of the kind %(kind)s; say so, or say replace.") % {"kind": _(KINDS_INSIDE[found])}
    raise AnotherKind(message, errors=[FieldError("kind", "another_kind", message)])


def _lock_open(amendment: Amendment, cause: Cause) -> tuple[Board, Card, Amendment]:
    board, card = lock_card(amendment.round.card, cause.actor, Verb.WRITE_CARD)
    rows = Amendment.objects.select_related("round", "author").prefetch_related("round__criteria")
    fresh = rows.filter(pk=amendment.pk).first()
    if fresh is None:
        raise NotFound
    if not fresh.is_open:
        raise Conflict(_(CLOSED[Amendment.State(fresh.state)]))
    return board, card, fresh


def _may_approve(board: Board, amendment: Amendment, cause: Cause) -> None:
    """Somebody else; where nobody else writes, its author, and it is marked as unreviewed."""
    if amendment.author_id != cause.actor.pk:
        return
    if set(holders(Verb.WRITE_CARD, board.team_id)) - {cause.actor.pk}:
        raise Forbidden(_("Somebody other than its author approves an amendment."))


def _close(amendment: Amendment, state: str, note: str, cause: Cause) -> None:
    amendment.state, amendment.note = state, _text("note", note)
    amendment.decided_by, amendment.decided_at = cause.actor, cause.at
    amendment.save()


def _proposed(round_: Round, amendment: Amendment) -> AmendmentProposed:
    return AmendmentProposed(
        amendment=amendment.pk,
        n=round_.n,
        amendment_kind=amendment.kind,
        reason=amendment.reason,
        changes=sorted(amendment.after),
        results_known=amendment.results_known,
    )


def _amended(round_: Round, amendment: Amendment) -> RoundAmended:
    return RoundAmended(
        amendment=amendment.pk,
        n=round_.n,
        amendment_kind=amendment.kind,
        author=amendment.author.username,
        reason=amendment.reason,
        changes=amendment.after,
        results_known=amendment.results_known,
        exploratory=round_.exploratory,
        unreviewed=amendment.is_unreviewed,
        hash=amendment.registration_hash,
        previous=amendment.before,
    )


def _text(field: str, text: str) -> str:
    clean = (text or "").replace("\x00", "").strip()
    if len(clean) > TEXT_LENGTH:
        raise Invalid.field(field, too_long(TEXT_LENGTH))
    return clean
