"""`/cards/{ref}/runs`, `/evaluate` and `/verdict`: what was found, what it suggests, what a person concludes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from accounts.access import Verb, require
from accounts.errors import Invalid, NotFound
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.rendering import answer
from api.resource import Resource, endpoint, perform
from api.serializers import ListQuery, WriteQuery, listed
from boards.api.find import cause_of
from boards.visible import visible_card
from hypotheses import tracking
from hypotheses.actions import add_run, confirm_verdict, designate_run, record_verdict
from hypotheses.api.bodies import EvaluateBody, RunBody, RunChange, VerdictBody
from hypotheses.api.rounds import newest_round
from hypotheses.api.shapes import EvaluationAnswer, RunAnswer, VerdictAnswer
from hypotheses.models import Run
from hypotheses.results import dry_run
from hypotheses.round_json import evaluation_as_dict, run_as_dict, verdict_as_dict
from hypotheses.words import as_stored

NEWEST_FIRST = Order("runs", ("-first_seen", "-id"))
MEASURED = ("metrics", "status", "started_at", "ended_at")


class Runs(Resource):
    @endpoint(answers={200: listed("Run", RunAnswer)}, query=ListQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """The evidence of a card, newest first; each says whether it counts, and why."""
        card, page = visible_card(call.person, ref), Page.read(call.query, NEWEST_FIRST)
        found = list(page.cut(Run.objects.filter(card=card).select_related("round", "added_by")))
        rows, following = page.split(found, lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [run_as_dict(ref, row) for row in rows], "next": following})

    @endpoint(answers={200: RunAnswer, 201: RunAnswer}, query=WriteQuery, body=RunBody, own_transactions=True)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Push a run, or name evidence by its address.

        The same `source` and `external_id` again change the run and answer 200. Without an `external_id` the
        address stands for it. The address alone, of a run in a tracker the team is connected to: the run is read
        from there (422 `run_not_read` when the tracker does not give it).
        """
        card = visible_card(call.person, ref)
        require(call.person, Verb.WRITE_CARD, card.board.team_id)
        tracked = tracking.find(card, call.body["url"], call.at) if names_a_run(call.body) else None

        def act() -> HttpResponse:
            if tracked is not None:
                run, new = tracked(cause=cause_of(call), card=card, title=call.body.get("title", ""))
            else:
                run, new = add_run(cause=cause_of(call), card=card, **_fields(call.body))
            return answer(run_as_dict(ref, run), 201 if new else 200)

        return perform(call, act)


class RunItem(Resource):
    @endpoint(answers={200: RunAnswer})
    def get(self, call: Call, ref: str, run_id: int) -> HttpResponse:
        """One piece of evidence."""
        return answer(run_as_dict(ref, _run(call, ref, run_id)))

    @endpoint(answers={200: RunAnswer}, query=WriteQuery, body=RunChange)
    def patch(self, call: Call, ref: str, run_id: int) -> HttpResponse:
        """Designate the run that decides. Designating another one takes it back."""
        if not call.body["designated"]:
            raise Invalid.field("designated", "Designate another run instead.")
        designate_run(cause=cause_of(call), run=_run(call, ref, run_id))
        return answer(run_as_dict(ref, _run(call, ref, run_id)))


class Evaluate(Resource):
    @endpoint(answers={200: EvaluationAnswer}, body=EvaluateBody)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Try metrics against the criteria of the newest round. Writes nothing."""
        found = newest_round(visible_card(call.person, ref))
        with as_stored():
            tried = dry_run(found, call.body["metrics"])
        return answer(evaluation_as_dict(tried))


class VerdictItem(Resource):
    @endpoint(answers={200: VerdictAnswer})
    def get(self, call: Call, ref: str) -> HttpResponse:
        """The verdict of the newest round."""
        return answer(_verdict(call, ref))

    @endpoint(answers={201: VerdictAnswer}, query=WriteQuery, body=VerdictBody, own_transactions=True)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Conclude the open round.

        422 `evidence_needed`: supported and refuted need a run that counts. Against the suggestion an
        `override_reason` is needed (422 `override_reason_needed`), and a second person confirms.
        """
        card = visible_card(call.person, ref)
        require(call.person, Verb.WRITE_CARD, card.board.team_id)
        tracking.read_afresh(card, call.at)

        def act() -> HttpResponse:
            record_verdict(cause=cause_of(call), card=card, **call.body)
            return answer(_verdict(call, ref), 201)

        return perform(call, act)


class Confirmation(Resource):
    @endpoint(answers={200: VerdictAnswer}, query=WriteQuery)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Confirm a verdict against the suggestion, as a second person."""
        confirm_verdict(cause=cause_of(call), card=visible_card(call.person, ref))
        return answer(_verdict(call, ref))


def names_a_run(body: dict[str, Any]) -> bool:
    """An address and nothing that was measured: a tracker may know it."""
    given = {name for name, value in body.items() if value}
    return "url" in given and not given & {*MEASURED, "external_id", "kind"}


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    fields = dict(body)
    if not fields.get("external_id") and fields.get("url"):
        fields["external_id"] = fields["url"][:200]
    if not fields.get("external_id") and not any(name in fields for name in MEASURED):
        raise Invalid.field("external_id", "Send a run, or the address of some evidence.", "required")
    if "kind" not in fields and not any(name in fields for name in MEASURED):
        fields["kind"] = Run.Kind.LINK
    return fields


def _run(call: Call, ref: str, run_id: int) -> Run:
    card = visible_card(call.person, ref)
    found = Run.objects.filter(card=card, pk=run_id).select_related("round", "added_by", "card").first()
    if found is None:
        raise NotFound
    return found


def _verdict(call: Call, ref: str) -> dict[str, Any]:
    found = getattr(newest_round(visible_card(call.person, ref)), "verdict", None)
    if found is None:
        raise NotFound
    return verdict_as_dict(found)
