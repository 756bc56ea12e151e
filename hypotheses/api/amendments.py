"""`/cards/{ref}/amendments`: changes of what a lock froze, and what a second person says of them."""

from __future__ import annotations

from django.http import HttpResponse

from accounts.errors import NotFound
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.rendering import answer
from api.resource import Resource, endpoint
from api.serializers import ListQuery, WriteQuery, listed
from boards.api.find import cause_of
from boards.visible import visible_card
from hypotheses.actions import approve_amendment, decline_amendment, propose_amendment
from hypotheses.api.bodies import AmendmentBody, NoteBody
from hypotheses.api.shapes import AmendmentAnswer
from hypotheses.models import Amendment
from hypotheses.round_json import amendment_as_dict

NEWEST_FIRST = Order("amendments", ("-at", "-id"))
PEOPLE = ("round__card", "author", "decided_by")


class Amendments(Resource):
    @endpoint(answers={200: listed("Amendment", AmendmentAnswer)}, query=ListQuery)
    def get(self, call: Call, ref: str) -> HttpResponse:
        """The amendments of all rounds, newest first: what was asked, by whom, and what became of it."""
        card, page = visible_card(call.person, ref), Page.read(call.query, NEWEST_FIRST)
        found = Amendment.objects.filter(round__card=card).select_related(*PEOPLE)
        rows, following = page.split(list(page.cut(found)), lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [amendment_as_dict(ref, row) for row in rows], "next": following})

    @endpoint(answers={201: AmendmentAnswer}, query=WriteQuery, body=AmendmentBody)
    def post(self, call: Call, ref: str) -> HttpResponse:
        """Propose another text of the locked round; it is in force once somebody else approves.

        What is left out stays; `criteria` replaces the whole list. 409 `not_amendable`: no locked round is open.
        409 `amendment_pending`: one waits already. 422 `another_kind`: the change is not of the kind named.
        """
        changes = dict(call.body)
        given = {name: changes.pop(name) for name in ("kind", "reason")}
        given["criteria"] = changes.pop("criteria", None)
        card = visible_card(call.person, ref)
        row = propose_amendment(cause=cause_of(call), card=card, changes=changes, **given)
        return answer(amendment_as_dict(ref, row), 201)


class AmendmentItem(Resource):
    @endpoint(answers={200: AmendmentAnswer})
    def get(self, call: Call, ref: str, amendment_id: int) -> HttpResponse:
        """One amendment, with what it changes before and after."""
        return answer(amendment_as_dict(ref, _amendment(call, ref, amendment_id)))


class Approval(Resource):
    @endpoint(answers={200: AmendmentAnswer}, query=WriteQuery, body=NoteBody)
    def post(self, call: Call, ref: str, amendment_id: int) -> HttpResponse:
        """Approve it, as somebody other than its author.

        Results being known, anything but a clarification makes the round exploratory.
        """
        row = _amendment(call, ref, amendment_id)
        return answer(amendment_as_dict(ref, approve_amendment(cause=cause_of(call), amendment=row, **call.body)))


class Decline(Resource):
    @endpoint(answers={200: AmendmentAnswer}, query=WriteQuery, body=NoteBody)
    def post(self, call: Call, ref: str, amendment_id: int) -> HttpResponse:
        """Decline it; its author withdraws it this way. Nothing changes."""
        row = _amendment(call, ref, amendment_id)
        return answer(amendment_as_dict(ref, decline_amendment(cause=cause_of(call), amendment=row, **call.body)))


def _amendment(call: Call, ref: str, amendment_id: int) -> Amendment:
    card = visible_card(call.person, ref)
    found = Amendment.objects.filter(round__card=card, pk=amendment_id).select_related(*PEOPLE).first()
    if found is None:
        raise NotFound
    return found
