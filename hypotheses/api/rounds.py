"""`/cards/{ref}/rounds`, `/hypothesis`, `/lock` and `/criteria`: what is believed, and how it will be known."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse

from accounts.errors import NotFound
from api.call import Call
from api.conditional import expected_version
from api.cursors import Order, Page
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import ListQuery, WriteQuery, listed
from boards.actions.seen import require_seen
from boards.api.card_answer import showing_current
from boards.api.find import cause_of
from boards.card_json import timebox_at
from boards.models import Card
from boards.visible import visible_card
from hypotheses.actions import attest, lock_round, reopen_round, save_hypothesis
from hypotheses.api.bodies import AttestationBody, HypothesisBody, LockBody
from hypotheses.api.shapes import (
    AttestationAnswer,
    CriteriaAnswer,
    HypothesisAnswer,
    LockAnswer,
    RoundAnswer,
    WrittenAnswer,
)
from hypotheses.models import Round
from hypotheses.round_json import hypothesis_as_dict, round_as_dict
from hypotheses.sentence import understand

NEWEST_FIRST = Order("rounds", ("-n",))
UNDERSTOOD = ("criteria", "unread", "proposed")


def rounds_of(card: Card) -> QuerySet[Round]:
    people = ("author", "locked_by", "verdict__author", "verdict__confirmed_by")
    return Round.objects.of(card).select_related(*people).prefetch_related("criteria", "amendments")


def newest_round(card: Card) -> Round:
    found = rounds_of(card).first()
    if found is None:
        raise NotFound(f"{card.ref} has no hypothesis.")
    return found


class Rounds(Resource):
    @endpoint(answers={200: listed("Round", RoundAnswer)}, query=ListQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """The rounds of a research card, newest first, with their verdicts."""
        card, page = visible_card(call.person, ref), Page.read(call.query, NEWEST_FIRST)
        rows, following = page.split(list(page.cut(rounds_of(card))), lambda row: [row.n])
        return answer({"results": [round_as_dict(ref, row) for row in rows], "next": following})

    @endpoint(answers={201: RoundAnswer}, query=WriteQuery)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Re-open a concluded card: the next round is a draft with the text copied and no evidence."""
        card = visible_card(call.person, ref)
        reopen_round(cause=cause_of(call), card=card)
        return answer(round_as_dict(ref, newest_round(card)), 201)


class Hypothesis(Resource):
    @endpoint(answers={200: HypothesisAnswer})
    def get(self, call: Call, ref: str) -> HttpResponse:
        """Parts, criteria, plans and forecast of the newest round, and what a lock would still ask for."""
        return answer(hypothesis_as_dict(ref, newest_round(visible_card(call.person, ref))))

    @endpoint(answers={200: WrittenAnswer}, query=WriteQuery, body=HypothesisBody, errors=[412])
    def put(self, call: Call, ref: str) -> HttpResponse:
        """Write the open round. What is left out stays; `criteria` replaces the whole list. Nothing is locked.

        A `sentence` is read into parts and criteria, and the answer shows what was understood.
        """
        card, cause, changes = visible_card(call.person, ref), cause_of(call), dict(call.body)
        sentence = changes.pop("sentence", "")
        read = understand(sentence) if sentence else None
        criteria = changes.pop("criteria", (read and read.criteria) or None)
        changes = {**(read.changes if read else {}), **changes}
        with showing_current(call, card), transaction.atomic():
            require_seen(cause=cause, card=card, version=expected_version(call.request))
            save_hypothesis(cause=cause, card=card, changes=changes, criteria=criteria)
        understood = read and {"parts": read.changes, **{name: getattr(read, name) for name in UNDERSTOOD}}
        return answer({**hypothesis_as_dict(ref, newest_round(card)), "understood": understood})


class Lock(Resource):
    @endpoint(answers={200: LockAnswer}, query=WriteQuery, body=LockBody)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Pre-register the round: from now on its text is frozen under a hash.

        422 `not_lockable`: `errors` lists everything that is missing.
        """
        card = visible_card(call.person, ref)
        _, findings = lock_round(cause=cause_of(call), card=card, **call.body)
        warnings = [{"key": each.key, "code": each.code, "message": each.message} for each in findings]
        return answer({**hypothesis_as_dict(ref, newest_round(card)), "warnings": warnings})


class Criteria(Resource):
    @endpoint(answers={200: CriteriaAnswer})
    def get(self, call: Call, ref: str) -> HttpResponse:
        """What a training script needs: the criteria, their hash, and the time that is left."""
        card = visible_card(call.person, ref)
        found, box = newest_round(card), timebox_at(card.face["timebox"], call.at)
        in_force = round_as_dict(ref, found)
        return answer(
            {
                "card": ref,
                "round": found.n,
                "state": found.state,
                "locked_at": found.locked_at,
                "hash": in_force["amended_hash"] or in_force["hash"],
                "run_policy": found.run_policy,
                "criteria": in_force["criteria"],
                "due_at": box["due_at"] if box else None,
                "remaining_minutes": box["remaining_minutes"] if box else None,
            }
        )


class AttestationItem(Resource):
    @endpoint(answers={201: AttestationAnswer}, query=WriteQuery, body=AttestationBody)
    def post(self, call: Call, ref: str, criterion: str) -> HttpResponse:
        """Say of an attested criterion whether it is met; for its role to say, never for the author."""
        card = visible_card(call.person, ref)
        row = attest(cause=cause_of(call), card=card, key=criterion, **call.body)
        said = {"key": criterion, "met": row.met, "note": row.note}
        return answer({**said, "person": call.person.username, "at": row.at}, 201)
