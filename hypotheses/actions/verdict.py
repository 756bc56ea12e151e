"""The verdict: what a person concludes of a round. Refuted is as good an answer as supported."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, Forbidden, Invalid, Refusal
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses import hooks
from hypotheses.actions.rounds import current_round, open_round
from hypotheses.evaluation import Evaluation, Reason
from hypotheses.events import RoundConcluded, VerdictConfirmed, VerdictRecorded
from hypotheses.face import criteria_face, round_face, verdict_face
from hypotheses.models import Amendment, Round, Verdict
from hypotheses.results import results_of
from hypotheses.words import as_stored, suggested_word, too_long

ANSWERS = (Verdict.Value.SUPPORTED, Verdict.Value.REFUTED)
TEXTS = ("observed", "learned", "therefore", "change_mind", "override_reason")
TEXT_LENGTH = 10_000


class EvidenceNeeded(Refusal):
    status = 422
    code = "evidence_needed"
    title = noop("No evidence that counts")
    sentence = noop("Supported and refuted need a finished run that began after the lock.")


class OverrideReasonNeeded(Refusal):
    status = 422
    code = "override_reason_needed"
    title = noop("Against the suggestion")


def record_verdict(*, cause: Cause, card: Card, value: str, **texts: str) -> Verdict:
    """Conclude the open round with `value`, what was observed, learned, and what follows.

    `supported` and `refuted` need counting evidence. Against the suggestion a reason is needed, and the verdict
    is marked until a second person confirms it.
    """
    clean = _clean(value, texts)
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        round_ = open_round(card, cause)
        evaluation = _evaluated(round_)
        _check_evidence(value, evaluation)
        against = _is_against(round_, value, evaluation)
        if against and not clean["override_reason"]:
            told = {"answer": suggested_word(evaluation.suggested)}
            raise OverrideReasonNeeded(
                _("The evidence suggests %(answer)s; say why you conclude otherwise.") % told
            )
        if not against:
            clean["override_reason"] = ""
        return conclude_for(board, card, _conclude(round_, value, clean, evaluation, cause), evaluation, cause)


def park_round(board: Board, card: Card, round_: Round, learned: str, cause: Cause) -> Verdict:
    """Conclude as inconclusive by the board's clock, in nobody's name; the caller holds the lock."""
    evaluation = _evaluated(round_)
    texts = {**dict.fromkeys(TEXTS, ""), "learned": learned}
    verdict = _conclude(round_, Verdict.Value.INCONCLUSIVE, texts, evaluation, cause)
    return conclude_for(board, card, verdict, evaluation, cause)


def conclude_for(board: Board, card: Card, verdict: Verdict, evaluation: Evaluation, cause: Cause) -> Verdict:
    """The verdict on its card, and the facts."""
    round_ = verdict.round
    face = {
        "round": round_face(round_),
        "criteria": criteria_face(round_, evaluation),
        "verdict": verdict_face(verdict),
    }
    save_card(card, cause, face=face)
    record(board, _fact(round_, verdict), cause, card=card)
    record(board, RoundConcluded(n=round_.n, verdict=verdict.value), cause, card=card)
    hooks.concluded(board, card, round_, cause)
    return verdict


def confirm_verdict(*, cause: Cause, card: Card) -> Verdict:
    """A second person agrees with a verdict against the suggestion."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        verdict = Verdict.objects.filter(round=current_round(card)).first()
        if verdict is None or not verdict.override_reason or verdict.confirmed_by_id:
            raise Conflict(_("There is no verdict that waits for a second person."))
        if verdict.author_id == cause.actor.pk:
            raise Forbidden(_("A second person confirms a verdict against the suggestion."))
        verdict.confirmed_by = cause.actor
        verdict.save(update_fields=["confirmed_by"])
        save_card(card, cause, face={"verdict": verdict_face(verdict)})
        record(board, VerdictConfirmed(n=verdict.round.n, value=verdict.value), cause, card=card)
    return verdict


def _clean(value: str, texts: dict[str, str]) -> dict[str, str]:
    if value not in Verdict.Value.values:
        raise Invalid.field("value", f"A verdict is one of {', '.join(Verdict.Value.values)}.", "invalid_choice")
    clean = dict.fromkeys(TEXTS, "")
    for name, text in texts.items():
        if name not in TEXTS:
            raise Invalid.field(name, f"A verdict has no field {name}.", "unknown_field")
        clean[name] = (text or "").replace("\x00", "").strip()
        if len(clean[name]) > TEXT_LENGTH:
            raise Invalid.field(name, too_long(TEXT_LENGTH))
    if not clean["learned"]:
        raise Invalid.field("learned", _("Say what was learned; the next person will need it."), "required")
    return clean


def _check_evidence(value: str, evaluation: Evaluation) -> None:
    """An attestation is evidence of its own; a run counts only if it finished and began after the lock."""
    if value in ANSWERS and evaluation.reason == Reason.NO_EVIDENCE:
        raise EvidenceNeeded


def _is_against(round_: Round, value: str, evaluation: Evaluation) -> bool:
    """Invalid and not tested say that there was no proper test; the suggestion has no say in that."""
    judged = (*ANSWERS, Verdict.Value.INCONCLUSIVE)
    return round_.is_locked and value in judged and value != evaluation.suggested


def _conclude(round_: Round, value: str, texts: dict[str, str], evaluation: Evaluation, cause: Cause) -> Verdict:
    verdict = Verdict.objects.create(
        round=round_,
        value=value,
        suggested=str(evaluation.suggested),
        reason=str(evaluation.reason),
        evidence=_frozen(evaluation),
        author=cause.actor if cause.actor.pk else None,
        at=cause.at,
        **texts,
    )
    round_.state, round_.concluded_at = Round.State.CONCLUDED, cause.at
    round_.suggested, round_.reason = str(evaluation.suggested), str(evaluation.reason)
    round_.save(update_fields=["state", "concluded_at", "suggested", "reason"])
    waiting = Amendment.objects.filter(round=round_, state=Amendment.State.PROPOSED)
    waiting.update(state=Amendment.State.LAPSED, decided_at=cause.at)
    return verdict


def _evaluated(round_: Round) -> Evaluation:
    """Its words go into the verdict and stay there."""
    with as_stored():
        return results_of(round_)


def _frozen(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "criteria": [{**asdict(result), "result": str(result.result)} for result in evaluation.criteria],
        "runs": list(evaluation.chosen),
        "counted": evaluation.counted,
        "candidates": evaluation.candidates,
        "passing": evaluation.passing,
    }


def _fact(round_: Round, verdict: Verdict) -> VerdictRecorded:
    return VerdictRecorded(
        n=round_.n,
        value=verdict.value,
        observed=verdict.observed,
        learned=verdict.learned,
        therefore=verdict.therefore,
        suggested=verdict.suggested,
        reason=verdict.reason,
        override_reason=verdict.override_reason,
        forecast=round_.forecast,
        exploratory=round_.exploratory,
    )
