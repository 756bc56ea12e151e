"""Every door against everybody: what each person and each token may do at every address of the API.

A line says the status for: nobody, the stranger dan, the viewer vera, the member ben, the product owner petra,
the admin ada, and then for ada's tokens with the scopes read and write. `.` repeats the status before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from accounts.actions import create_person
from boards.actions import attach_file
from boards.actions.views import save_view
from boards.models import Board, Lane
from hypotheses.models import Amendment, LogEntry, Round
from modelversions.actions import add_version
from modelversions.models import ReleaseProposal
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.api.routes import routes
from tests.integrations.handed_in import TRELLO, handed_in
from tests.integrations.trackers import connect, tracked
from tests.webhooks.hooks import delivery_to, hook
from tests.world import PASSWORD, World, last_event
from timeboxes.actions import create_initiative, plan_box
from timeboxes.models import TimeBox
from tools.security.recurring import recurring

TABLE = """
GET    /me                                          401 200 . . . . . .
GET    /me/preferences                              401 200 . . . . . .
PATCH  /me/preferences                              401 200 . . . . 403 200
GET    /tokens                                      401 200 . . . . . .
POST   /tokens                                      401 403 . . . . . .
DELETE /tokens/{token_id}                           401 404 . . . . 403 404
GET    /teams                                       401 200 . . . . . .
POST   /teams                                       401 201 . . . . 403 201
GET    /teams/{slug}                                401 404 200 . . . . .
PATCH  /teams/{slug}                                401 404 403 . . 200 403 .
GET    /teams/{slug}/members                        401 404 200 . . . . .
POST   /teams/{slug}/members                        401 404 403 . . 201 403 .
GET    /teams/{slug}/members/{username}             401 404 200 . . . . .
PATCH  /teams/{slug}/members/{username}             401 404 403 . . 200 403 .
DELETE /teams/{slug}/members/{username}             401 404 403 . . 204 403 .
GET    /teams/{slug}/invitations                    401 404 403 . . 200 403 .
POST   /teams/{slug}/invitations                    401 404 403 . . 201 403 .
DELETE /teams/{slug}/invitations/{invitation_id}    401 404 403 . . 204 403 .
GET    /teams/{slug}/trackers                       401 404 200 . . . . .
POST   /teams/{slug}/trackers                       401 404 403 . . 201 403 .
GET    /teams/{slug}/trackers/{tracker_id}          401 404 200 . . . . .
PATCH  /teams/{slug}/trackers/{tracker_id}          401 404 403 . . 200 403 .
DELETE /teams/{slug}/trackers/{tracker_id}          401 404 403 . . 204 403 .
POST   /teams/{slug}/trackers/{tracker_id}/test     401 404 403 . . 200 403 .
GET    /imports                                     401 200 . . . . . .
POST   /imports                                     401 404 403 . 202 . 403 202
GET    /imports/{import_id}                         401 404 403 . 200 . . .
GET    /webhooks                                    401 200 . . . . . .
POST   /webhooks                                    401 404 403 . . 201 403 .
GET    /webhooks/{webhook_id}                       401 404 403 . . 200 . .
PATCH  /webhooks/{webhook_id}                       401 404 403 . . 200 403 .
DELETE /webhooks/{webhook_id}                       401 404 403 . . 204 403 .
POST   /webhooks/{webhook_id}/secret                401 404 403 . . 201 403 .
POST   /webhooks/{webhook_id}/test                  401 404 403 . . 201 403 .
POST   /webhooks/{webhook_id}/redelivery            401 404 403 . . 200 403 .
GET    /webhooks/{webhook_id}/deliveries            401 404 403 . . 200 . .
POST   /webhooks/{webhook_id}/deliveries/{delivery_id}/redelivery  401 404 403 . . 200 403 .
GET    /boards                                      401 200 . . . . . .
POST   /boards                                      401 404 403 . 201 . 403 201
GET    /boards/{key}                                401 404 200 . . . . .
PATCH  /boards/{key}                                401 404 403 . . 200 403 200
DELETE /boards/{key}                                401 404 403 . . 204 403 204
GET    /boards/{key}/lanes                          401 404 200 . . . . .
POST   /boards/{key}/lanes                          401 404 403 . . 201 403 201
GET    /boards/{key}/views                          401 404 200 . . . . .
POST   /boards/{key}/views                          401 404 201 . . . 403 201
PATCH  /boards/{key}/views/{view_id}                401 404 403 200 . . 403 200
DELETE /boards/{key}/views/{view_id}                401 404 403 204 . . 403 204
GET    /boards/{key}/lanes/{lane_id}                401 404 200 . . . . .
PATCH  /boards/{key}/lanes/{lane_id}                401 404 403 . . 200 403 200
DELETE /boards/{key}/lanes/{lane_id}                401 404 403 . . 204 403 204
GET    /boards/{key}/snapshot                       401 404 200 . . . . .
GET    /boards/{key}/changes                        401 404 200 . . . . .
GET    /boards/{key}/since                          401 404 200 . . . . .
POST   /boards/{key}/since                          401 404 200 . . . 403 200
GET    /boards/{key}/stream                         401 404 503 . . . . .
GET    /cards                                       401 404 200 . . . . .
POST   /cards                                       401 404 403 201 . . 403 201
POST   /cards/batch                                 401 200 . . . . 403 200
GET    /cards/by-ref/{source}/{external_id}         401 404 200 . . . . .
PUT    /cards/by-ref/{source}/{external_id}         401 404 403 200 . . 403 200
GET    /cards/{ref}                                 401 404 200 . . . . .
PATCH  /cards/{ref}                                 401 404 403 200 . . 403 200
DELETE /cards/{ref}                                 401 404 403 204 . . 403 204
POST   /cards/{ref}/archive                         401 404 403 200 . . 403 200
GET    /cards/{ref}/history                         401 404 200 . . . . .
POST   /cards/{ref}/move                            401 404 403 200 . . 403 200
POST   /cards/{ref}/restoration                     401 404 403 200 . . 403 200
GET    /cards/{ref}/watch                           401 404 200 . . . . .
PUT    /cards/{ref}/watch                           401 404 200 . . . 403 200
GET    /inbox                                       401 200 . . . . . .
GET    /search                                      401 200 . . . . . .
GET    /learnings                                   401 200 . . . . . .
GET    /similar                                     401 200 . . . . . .
GET    /cards/{ref}/similar                         401 404 200 . . . . .
GET    /cards/{ref}/notebook                        401 404 200 . . . . .
GET    /boards/{key}/export                         401 404 200 . . . . .
PATCH  /inbox                                       401 200 . . . . 403 200
GET    /cards/{ref}/rounds                          401 404 200 . . . . .
POST   /cards/{ref}/rounds                          401 404 403 409 . . 403 409
GET    /cards/{ref}/hypothesis                      401 404 200 . . . . .
PUT    /cards/{ref}/hypothesis                      401 404 403 200 . . 403 200
POST   /cards/{ref}/lock                            401 404 403 200 . . 403 200
GET    /cards/{ref}/criteria                        401 404 200 . . . . .
POST   /cards/{ref}/criteria/{criterion}/attestation  401 404 403 409 . . 403 409
GET    /cards/{ref}/amendments                      401 404 200 . . . . .
POST   /cards/{ref}/amendments                      401 404 403 409 . . 403 409
GET    /cards/{ref}/amendments/{amendment_id}       401 404 200 . . . . .
POST   /cards/{ref}/amendments/{amendment_id}/approval  401 404 403 . 200 . 403 200
POST   /cards/{ref}/amendments/{amendment_id}/decline   401 404 403 200 . . 403 200
GET    /cards/{ref}/forecasts                       401 404 200 . . . . .
POST   /cards/{ref}/forecasts                       401 404 403 409 . . 403 409
GET    /cards/{ref}/runs                            401 404 200 . . . . .
POST   /cards/{ref}/runs                            401 404 403 201 . . 403 201
POST   /cards/{ref}/runs/search                     401 404 403 422 . . 403 422
GET    /cards/{ref}/runs/{run_id}/history           401 404 422 . . . . .
GET    /cards/{ref}/runs/{run_id}                   401 404 200 . . . . .
PATCH  /cards/{ref}/runs/{run_id}                   401 404 403 200 . . 403 200
POST   /cards/{ref}/evaluate                        401 404 200 . . . 403 200
GET    /cards/{ref}/verdict                         401 404 . . . . . .
POST   /cards/{ref}/verdict                         401 404 403 201 . . 403 201
POST   /cards/{ref}/verdict/confirmation            401 404 403 409 . . 403 409
GET    /cards/{ref}/log                             401 404 200 . . . . .
POST   /cards/{ref}/log                             401 404 403 201 . . 403 201
GET    /cards/{ref}/log/{entry_id}                  401 404 200 . . . . .
PATCH  /cards/{ref}/log/{entry_id}                  401 404 403 200 403 . . .
DELETE /cards/{ref}/log/{entry_id}                  401 404 403 204 403 . . .
POST   /cards/{ref}/log/{entry_id}/answer           401 404 403 200 . . 403 200
POST   /cards/{ref}/log/{entry_id}/capture          401 404 403 201 . . 403 201
GET    /boards/{key}/log                            401 404 200 . . . . .
GET    /cards/{ref}/attachments                     401 404 200 . . . . .
POST   /cards/{ref}/attachments                     401 404 403 201 . . 403 201
GET    /cards/{ref}/attachments/{attachment_id}     401 404 200 . . . . .
DELETE /cards/{ref}/attachments/{attachment_id}     401 404 403 204 . . 403 204
GET    /cards/{ref}/attachments/{attachment_id}/content  401 404 200 . . . . .
GET    /timeboxes                                   401 404 200 . . . . .
POST   /timeboxes                                   401 404 403 201 . . 403 201
GET    /timeboxes/{box_id}                          401 404 200 . . . . .
PATCH  /timeboxes/{box_id}                          401 404 403 200 . . 403 200
POST   /timeboxes/{box_id}/start                    401 404 403 200 . . 403 200
POST   /timeboxes/{box_id}/pause                    401 404 403 409 . . 403 409
POST   /timeboxes/{box_id}/resume                   401 404 403 409 . . 403 409
POST   /timeboxes/{box_id}/decision                 401 404 403 409 . . 403 409
GET    /gates                                       401 404 200 . . . . .
GET    /boards/{key}/initiatives                    401 404 200 . . . . .
POST   /boards/{key}/initiatives                    401 404 403 . 201 . 403 201
GET    /boards/{key}/initiatives/{initiative_id}    401 404 200 . . . . .
PATCH  /boards/{key}/initiatives/{initiative_id}    401 404 403 . 200 . 403 200
DELETE /boards/{key}/initiatives/{initiative_id}    401 404 403 . 204 . 403 204
POST   /boards/{key}/initiatives/{initiative_id}/start     401 404 403 . 200 . 403 200
POST   /boards/{key}/initiatives/{initiative_id}/decision  401 404 403 . 409 403 . .
POST   /boards/{key}/initiatives/{initiative_id}/stages    401 404 403 . 201 . 403 201
PATCH  /boards/{key}/initiatives/{initiative_id}/stages/{stage_id}  401 404 403 . 200 . 403 200
DELETE /boards/{key}/initiatives/{initiative_id}/stages/{stage_id}  401 404 403 . 204 . 403 204
PUT    /cards/{ref}/initiative                      401 404 403 200 . . 403 200
GET    /boards/{key}/figures                        401 404 200 . . . . .
GET    /boards/{key}/figures/{name}                 401 404 200 . . . . .
GET    /boards/{key}/models                         401 404 200 . . . . .
POST   /boards/{key}/models                         401 404 403 201 . . 403 201
PATCH  /boards/{key}/models                         401 404 403 . 200 . 403 200
GET    /boards/{key}/models/registry                401 404 200 . . . . .
PUT    /boards/{key}/models/registry                401 404 403 . . 200 403 .
DELETE /boards/{key}/models/registry                401 404 403 . . 204 403 .
POST   /boards/{key}/models/proposals/{proposal_id}  401 404 403 200 . . 403 200
GET    /boards/{key}/models/{version_id}            401 404 200 . . . . .
PATCH  /boards/{key}/models/{version_id}            401 404 403 200 . . 403 200
DELETE /boards/{key}/models/{version_id}            401 404 403 204 . . 403 204
POST   /boards/{key}/models/{version_id}/release    401 404 403 200 . . 403 200
POST   /boards/{key}/models/{version_id}/retirement 401 404 403 200 . . 403 200
GET    /boards/{key}/iterations                    401 404 200 . . . . .
POST   /boards/{key}/iterations                    401 404 403 . 409 . 403 409
GET    /boards/{key}/iterations/{iteration_id}     401 404 200 . . . . .
PATCH  /boards/{key}/iterations/{iteration_id}     401 404 403 . 200 . 403 200
DELETE /boards/{key}/iterations/{iteration_id}     401 404 403 . 204 . 403 204
POST   /boards/{key}/iterations/{iteration_id}/start 401 404 403 . 422 . 403 422
POST   /boards/{key}/iterations/{iteration_id}/end 401 404 403 . 409 . 403 409
POST   /boards/{key}/iterations/{iteration_id}/items 401 404 403 . 201 . 403 201
PATCH  /boards/{key}/iterations/{iteration_id}/items/{item_id} 401 404 403 409 . . 403 409
DELETE /boards/{key}/iterations/{iteration_id}/items/{item_id} 401 404 403 . 204 . 403 204
POST   /boards/{key}/iterations/{iteration_id}/items/{item_id}/tasks 401 404 403 201 . . 403 201
PATCH  /boards/{key}/iterations/{iteration_id}/items/{item_id}/tasks/{task_id} 401 404 403 200 . . 403 200
DELETE /boards/{key}/iterations/{iteration_id}/items/{item_id}/tasks/{task_id} 401 404 403 204 . . 403 204
GET    /boards/{key}/increments                    401 404 200 . . . . .
POST   /boards/{key}/increments                    401 404 403 . 201 . 403 201
GET    /boards/{key}/increments/{increment_id}     401 404 200 . . . . .
PATCH  /boards/{key}/increments/{increment_id}     401 404 403 . 200 . 403 200
DELETE /boards/{key}/increments/{increment_id}     401 404 403 . 204 . 403 204
POST   /boards/{key}/increments/{increment_id}/end 401 404 403 . 200 . 403 200
GET    /boards/{key}/meetings                      401 404 200 . . . . .
POST   /boards/{key}/meetings                      401 404 403 409 . . 403 409
POST   /boards/{key}/meetings/series               401 404 403 . 201 . 403 201
GET    /boards/{key}/meetings/series/{series_id}   401 404 200 . . . . .
PATCH  /boards/{key}/meetings/series/{series_id}   401 404 403 . 200 . 403 200
DELETE /boards/{key}/meetings/series/{series_id}   401 404 403 . 204 . 403 204
POST   /boards/{key}/meetings/series/{series_id}/skip 401 404 403 . 200 . 403 200
GET    /boards/{key}/meetings/{meeting_id}         401 404 200 . . . . .
PATCH  /boards/{key}/meetings/{meeting_id}         401 404 403 200 . . 403 200
DELETE /boards/{key}/meetings/{meeting_id}         401 404 403 . 204 . 403 204
POST   /boards/{key}/meetings/{meeting_id}/end     401 404 403 200 . . 403 200
POST   /boards/{key}/meetings/{meeting_id}/reopen 401 404 403 200 . . 403 200
POST   /boards/{key}/meetings/{meeting_id}/reveal  401 404 403 200 . . 403 200
POST   /boards/{key}/meetings/{meeting_id}/notes   401 404 403 201 . . 403 201
PATCH  /boards/{key}/meetings/{meeting_id}/notes/{note_id} 401 404 403 200 404 . 403 404
DELETE /boards/{key}/meetings/{meeting_id}/notes/{note_id} 401 404 403 204 404 . 403 404
PUT    /boards/{key}/meetings/{meeting_id}/notes/{note_id}/votes 401 404 403 409 . . 403 409
POST   /boards/{key}/meetings/{meeting_id}/actions 401 404 403 201 . . 403 201
GET    /boards/{key}/calendar.ics                  401 404 200 . . . . .
GET    /boards/{key}/feed                          401 404 200 . . . . .
POST   /boards/{key}/feed                          401 403 . . . . . .
DELETE /boards/{key}/feed                          401 404 204 . . . 403 204
"""
BODIES: dict[str, Any] = {
    "PATCH /me/preferences": {"window_minutes": 30},
    "POST /tokens": {"name": "CI"},
    "POST /teams": {"name": "New"},
    "PATCH /teams/{slug}": {"name": "Renamed"},
    "POST /teams/{slug}/members": {"username": "dan"},
    "PATCH /teams/{slug}/members/{username}": {"role": "member"},
    "POST /teams/{slug}/invitations": {},
    "POST /teams/{slug}/trackers": {"name": "New", "base_url": "http://127.0.0.1:5000"},
    "PATCH /teams/{slug}/trackers/{tracker_id}": {"name": "Renamed"},
    "POST /imports": {"team": "demo", "content": TRELLO},
    "POST /webhooks": {"team": "demo", "name": "New", "url": "https://hooks.example.org/x"},
    "PATCH /webhooks/{webhook_id}": {"name": "Renamed"},
    "POST /boards": {"team": "demo", "key": "NEW", "name": "New"},
    "PATCH /boards/{key}": {"name": "Renamed"},
    "POST /boards/{key}/lanes": {"name": "New"},
    "PATCH /boards/{key}/lanes/{lane_id}": {"name": "Renamed"},
    "POST /boards/{key}/since": {"seq": 1},
    "POST /boards/{key}/views": {"name": "New"},
    "PATCH /boards/{key}/views/{view_id}": {"filter": "kind:task"},
    "POST /cards": {"board": "CHURN", "title": "New"},
    "POST /cards/batch": {"operations": [{"op": "create", "board": "CHURN", "title": "New"}]},
    "PUT /cards/by-ref/{source}/{external_id}": {"title": "Renamed"},
    "PATCH /cards/{ref}": {"title": "Renamed"},
    "POST /cards/{ref}/move": {"lane": "code review"},
    "PUT /cards/{ref}/watch": {"state": "watch"},
    "PATCH /inbox": {"ids": [1], "read": True},
    "PUT /cards/{ref}/hypothesis": {"belief": "Another"},
    "POST /cards/{ref}/lock": {},
    "POST /cards/{ref}/amendments": {"kind": "clarify", "reason": "Clearer", "belief": "Another"},
    "POST /cards/{ref}/amendments/{amendment_id}/approval": {},
    "POST /cards/{ref}/amendments/{amendment_id}/decline": {},
    "POST /cards/{ref}/forecasts": {"forecast": 0.4},
    "POST /cards/{ref}/criteria/{criterion}/attestation": {"met": True},
    "POST /cards/{ref}/runs": {"external_id": "2", "metrics": {"val.auc": 1}},
    "PATCH /cards/{ref}/runs/{run_id}": {"designated": True},
    "POST /cards/{ref}/evaluate": {"metrics": {"val.auc": 1}},
    "POST /cards/{ref}/verdict": {"value": "not_tested", "learned": "Nothing"},
    "POST /cards/{ref}/log": {"body": "New"},
    "PATCH /cards/{ref}/log/{entry_id}": {"body": "Changed"},
    "POST /cards/{ref}/attachments": {"name": "new.txt", "content": b"new"},
    "POST /cards/{ref}/log/{entry_id}/answer": {},
    "POST /cards/{ref}/log/{entry_id}/capture": {},
    "POST /timeboxes": {"card": "CHURN-3", "budget": "1d"},
    "PATCH /timeboxes/{box_id}": {"budget": "1d"},
    "POST /timeboxes/{box_id}/pause": {"reason": "Because"},
    "POST /timeboxes/{box_id}/decision": {"outcome": "stop"},
    "POST /boards/{key}/initiatives": {"name": "New"},
    "PATCH /boards/{key}/initiatives/{initiative_id}": {"name": "Renamed"},
    "POST /boards/{key}/initiatives/{initiative_id}/decision": {"outcome": "stop"},
    "POST /boards/{key}/initiatives/{initiative_id}/stages": {"name": "New", "budget": "1d"},
    "PATCH /boards/{key}/initiatives/{initiative_id}/stages/{stage_id}": {"name": "Renamed"},
    "PUT /cards/{ref}/initiative": {"initiative": None},
    "POST /boards/{key}/models": {"name": "New"},
    "PATCH /boards/{key}/models": {"metric": "f1"},
    "PUT /boards/{key}/models/registry": {"registry_name": "churn"},
    "POST /boards/{key}/models/proposals/{proposal_id}": {"accept": True},
    "PATCH /boards/{key}/models/{version_id}": {"name": "Renamed"},
    "POST /boards/{key}/models/{version_id}/release": {},
    "POST /boards/{key}/iterations": {"goal": "New"},
    "PATCH /boards/{key}/iterations/{iteration_id}": {"goal": "Renamed"},
    "POST /boards/{key}/iterations/{iteration_id}/items": {"card": "CHURN-1"},
    "PATCH /boards/{key}/iterations/{iteration_id}/items/{item_id}": {"outcome": "It holds."},
    "POST /boards/{key}/iterations/{iteration_id}/items/{item_id}/tasks": {"kind": "observe", "title": "New"},
    "PATCH /boards/{key}/iterations/{iteration_id}/items/{item_id}/tasks/{task_id}": {"done": True},
    "POST /boards/{key}/increments": {"name": "New", "starts_on": "2026-12-01", "ends_on": "2026-12-31"},
    "PATCH /boards/{key}/increments/{increment_id}": {"name": "Renamed"},
    "POST /boards/{key}/increments/{increment_id}/end": {"achieved": "A third fewer"},
    "POST /boards/{key}/meetings": {"kind": "retrospective"},
    "POST /boards/{key}/meetings/series": {
        "kind": "retrospective",
        "unit": "month",
        "nth": 1,
        "weekday": "tue",
        "time": "10:00",
    },
    "PATCH /boards/{key}/meetings/series/{series_id}": {"time": "11:00"},
    "POST /boards/{key}/meetings/series/{series_id}/skip": {"day": "2099-01-06"},
    "PATCH /boards/{key}/meetings/{meeting_id}": {"minutes": "We spoke."},
    "POST /boards/{key}/meetings/{meeting_id}/notes": {"text": "New"},
    "PATCH /boards/{key}/meetings/{meeting_id}/notes/{note_id}": {"text": "Renamed"},
    "PUT /boards/{key}/meetings/{meeting_id}/notes/{note_id}/votes": {"count": 1},
    "POST /boards/{key}/meetings/{meeting_id}/actions": {"title": "Ask sales"},
}
FORMS = {"POST /cards/{ref}/attachments"}
QUERIES = {
    "GET /search": "?q=words",
    "GET /cards": "?board=CHURN",
    "GET /cards/{ref}/runs/{run_id}/history": "?metric=val.auc",
    "GET /timeboxes": "?board=CHURN",
    "GET /gates": "?board=CHURN",
    "GET /cards/by-ref/{source}/{external_id}": "?board=CHURN",
    "PUT /cards/by-ref/{source}/{external_id}": "?board=CHURN",
}
CAST: list[tuple[str, str]] = [
    ("", ""),
    ("dan", "admin"),
    ("vera", "admin"),
    ("ben", "admin"),
    ("petra", "admin"),
    ("ada", "admin"),
    ("ada", "read"),
    ("ada", "write"),
]


def table() -> dict[str, list[int]]:
    rows = {}
    for line in TABLE.strip().splitlines():
        method, path, *statuses = line.split()
        row: list[int] = []
        for status in statuses:
            row.append(row[-1] if status == "." else int(status))
        rows[f"{method} {path}"] = row
    return rows


@dataclass
class Desk:
    """One of everything, and the addresses that name it."""

    world: World
    board: Board
    names: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def laid(cls, world: World, board: Board, ada: Caller) -> Desk:
        card = world.hypothesis(board, "A question")
        world.write(card)
        tracker = connect(world)
        run = tracked(world, tracker, card)
        ada.post(f"/cards/{card.ref}/log", {"body": "Ada's"})
        LogEntry.objects.update(author=world.ben, kind="help")
        ada.put("/cards/by-ref/jira/1?board=CHURN", {"title": "A ticket"})
        waiting = Amendment.objects.create(
            round=Round.objects.get(card=card),
            kind="clarify",
            reason="Clearer",
            before={"belief": "x"},
            after={"belief": "y"},
            author=world.ben,
            at=world.at,
            results_known=False,
        )
        world.card(board, "Without a box", kind="exploration")
        plan_box(cause=world.by(), card=world.card(board, "With a box", kind="exploration"), budget="2d")
        invitation = ada.post("/teams/demo/invitations", {}).json["id"]
        stages = [{"name": "Proof", "budget": "1d"}]
        initiative = create_initiative(cause=world.by("petra"), board=board, name="Churn v3", stages=stages)
        version = add_version(cause=world.by(), board=board, name="v1")
        proposal = ReleaseProposal.objects.create(
            board=board, delivery_id="d", alias="x", registry_version="3", received_at=world.at
        )
        delivery = delivery_to(hook(world), last_event(board))
        create_person(username="eva", password=PASSWORD, at=world.at)
        ada.post("/teams/demo/members", {"username": "eva", "role": "viewer"})
        view = save_view(cause=world.by("ada"), board=board, name="Late", filter="gate:open", shared=True)
        names = {
            "view_id": view.pk,
            "slug": "demo",
            "username": "eva",
            "invitation_id": invitation,
            "token_id": 999_999,
            "key": "CHURN",
            "name": "throughput",
            "lane_id": Lane.objects.get(board=board, name="update model").pk,
            "source": "jira",
            "external_id": "1",
            "ref": card.ref,
            "criterion": "auc",
            "run_id": run.pk,
            "tracker_id": tracker.pk,
            "import_id": handed_in(world).pk,
            "webhook_id": delivery.webhook_id,
            "delivery_id": delivery.pk,
            "amendment_id": waiting.pk,
            "attachment_id": attach_file(cause=world.by(), card=card, name="a.txt", chunks=[b"a"]).pk,
            "entry_id": LogEntry.objects.get().pk,
            "box_id": TimeBox.objects.get().pk,
            "initiative_id": initiative.pk,
            "stage_id": initiative.stages.get().pk,
            "version_id": version.pk,
            "proposal_id": proposal.pk,
            **recurring(world, board, str),
        }
        return cls(world, board, names)

    def ask(self, caller: Caller, route: str) -> int:
        method, path = route.split(" ")
        where, body = path.format(**self.names) + QUERIES.get(route, ""), BODIES.get(route)
        return (
            caller.upload(where, **(body or {})).status
            if route in FORMS
            else caller.ask(method, where, body).status
        )


def test_every_address_is_in_the_table() -> None:
    assert routes() == set(table())
    assert set(BODIES) <= set(table())


@pytest.mark.parametrize("number", range(len(CAST)), ids=[" ".join(each).strip() or "nobody" for each in CAST])
def test_the_cast_gets_what_the_table_says(
    world: World, board: Board, sign: Sign, rollback: Callable[[Callable[[], int]], int], number: int
) -> None:
    desk, caller = Desk.laid(world, board, sign("ada")), sign(*CAST[number])
    expected = {route: row[number] for route, row in table().items()}
    found = {route: rollback(partial(desk.ask, caller, route)) for route in expected}
    assert found == expected
