"""A valid body for every door that takes one; names in braces are those of an estate."""

from __future__ import annotations

from typing import Any

from boards.models import Lane

COMPLETE = {"learned": "Nothing", "value": "not_tested"}
LANE = {"name": "Renamed", "role": Lane.Role.ACTIVE, "wip_mode": "off"}
TRACKER = {"kind": "mlflow", "name": "By page {unique}", "base_url": "http://127.0.0.1:5000", "auth": "none"}
WEBHOOK = {"name": "By page {unique}", "url": "https://hooks.example.org/x", "format": "json"}
WEEK = {"tz": "UTC", "mon": "09:00-17:00"}
JSON: dict[str, Any] = {
    "POST /api/v1/tokens": {"name": "CI"},
    "PATCH /api/v1/me/preferences": {"window_minutes": 30},
    "POST /api/v1/teams": {"name": "New {unique}"},
    "PATCH /api/v1/teams/{slug}": {"name": "Renamed"},
    "POST /api/v1/teams/{slug}/members": {"username": "{outsider}", "role": "viewer"},
    "PATCH /api/v1/teams/{slug}/members/{username}": {"role": "viewer"},
    "POST /api/v1/teams/{slug}/invitations": {"role": "viewer"},
    "POST /api/v1/teams/{slug}/trackers": {"name": "New {unique}", "base_url": "http://127.0.0.1:5000"},
    "PATCH /api/v1/teams/{slug}/trackers/{tracker_id}": {"name": "Renamed {unique}"},
    "POST /api/v1/webhooks": {"team": "{slug}", "name": "New {unique}", "url": "https://hooks.example.org/x"},
    "PATCH /api/v1/webhooks/{webhook_id}": {"name": "Renamed {unique}"},
    "POST /api/v1/boards": {"team": "{slug}", "key": "{new_key}", "name": "New"},
    "PATCH /api/v1/boards/{key}": {"name": "Renamed"},
    "POST /api/v1/boards/{key}/lanes": {"name": "New {unique}"},
    "PATCH /api/v1/boards/{key}/lanes/{lane_id}": {"policy": "Renamed"},
    "POST /api/v1/cards": {"board": "{key}", "title": "New", "lane": "{lane_id}", "after": "{other_ref}"},
    "POST /api/v1/cards/batch": {"operations": [{"op": "update", "ref": "{ref}", "title": "By batch"}]},
    "PUT /api/v1/cards/by-ref/{source}/{external_id}": {"title": "Renamed"},
    "PATCH /api/v1/cards/{ref}": {"title": "Renamed", "assignees": ["{username}"]},
    "POST /api/v1/cards/{ref}/move": {"lane": "{lane_id}", "before": "{other_ref}"},
    "PATCH /api/v1/inbox": {"ids": "{notifications}", "read": True},
    "PUT /api/v1/cards/{ref}/hypothesis": {"belief": "Another"},
    "POST /api/v1/cards/{ref}/lock": {},
    "POST /api/v1/cards/{ref}/criteria/{criterion}/attestation": {"met": True},
    "POST /api/v1/cards/{ref}/runs": {"external_id": "2", "metrics": {"val.auc": 1}},
    "PATCH /api/v1/cards/{ref}/runs/{run_id}": {"designated": True},
    "POST /api/v1/cards/{ref}/evaluate": {"metrics": {"val.auc": 1}},
    "POST /api/v1/cards/{ref}/verdict": COMPLETE,
    "POST /api/v1/cards/{ref}/log": {"body": "New"},
    "PATCH /api/v1/cards/{ref}/log/{entry_id}": {"body": "Changed"},
    "POST /api/v1/timeboxes": {"card": "{free}", "budget": "1d"},
    "PATCH /api/v1/timeboxes/{box_id}": {"budget": "1d"},
    "POST /api/v1/timeboxes/{box_id}/pause": {"reason": "Because"},
    "POST /api/v1/timeboxes/{over_id}/decision": {"outcome": "continue"},
    "POST /api/v1/boards/{key}/initiatives": {"name": "New {unique}"},
    "PATCH /api/v1/boards/{key}/initiatives/{initiative_id}": {"goal": "Renamed"},
    "POST /api/v1/boards/{key}/initiatives/{waiting_id}/decision": {"outcome": "stop"},
    "POST /api/v1/boards/{key}/initiatives/{initiative_id}/stages": {"name": "New", "budget": "1d"},
    "PATCH /api/v1/boards/{key}/initiatives/{initiative_id}/stages/{stage_id}": {"asks": "Renamed"},
    "PUT /api/v1/cards/{ref}/initiative": {"initiative": "{initiative_id}"},
    "POST /api/v1/boards/{key}/models": {"name": "New {unique}"},
    "PATCH /api/v1/boards/{key}/models": {"metric": "val.auc"},
    "PUT /api/v1/boards/{key}/models/registry": {"registry_name": "churn"},
    "PATCH /api/v1/boards/{key}/models/{version_id}": {"notes": "Renamed"},
    "POST /api/v1/boards/{key}/models/{version_id}/release": {"segment": "de"},
    "POST /api/v1/boards/{key}/models/proposals/{proposal_id}": {"accept": True},
}
FORMS: dict[str, dict[str, Any]] = {
    "POST /sign-in/": {"username": "nobody-{unique}", "password": "wrong"},
    "POST /password/reset/": {"account": "nobody-{unique}"},
    "POST /teams/": {"name": "By page {unique}"},
    "POST /teams/{slug}/": {"name": "Renamed"},
    "POST /teams/{slug}/members/{username}/role/": {"role": "viewer"},
    "POST /teams/{slug}/invitations/": {"role": "viewer"},
    "POST /teams/{slug}/webhooks/": WEBHOOK,
    "POST /webhooks/{webhook_id}/": WEBHOOK,
    "POST /webhooks/{webhook_id}/switch/": {"on": "1"},
    "POST /teams/{slug}/trackers/": TRACKER,
    "POST /teams/{slug}/trackers/{tracker_id}/": TRACKER,
    "POST /profile/notifications/": {"window_minutes": "30", "digest": "none", "digest_at": "08:00"},
    "POST /profile/look/": {"theme": "dark", "density": "comfortable"},
    "POST /profile/tokens/": {"name": "CI", "scope": "read", "life": "90"},
    "POST /c/{ref}/evidence/": {"what": "val.auc=0.8"},
    "POST /c/{ref}/attestations/": {"key": "sales", "met": "yes"},
    "POST /c/{ref}/verdict/": COMPLETE,
    "POST /c/{ref}/log/": {"body": "By page", "kind": "note"},
    "POST /c/{ref}/log/{entry_id}/": {"body": "Changed"},
    "POST /c/{over}/gate/": {"outcome": "continue", **COMPLETE},
    "POST /look/": {"theme": "light"},
    "POST /boards/{key}/acts/": {"ref": "{ref}", "verb": "priority", "value": "high"},
    "POST /boards/{key}/cards/reading/": {"title": "By page"},
    "POST /boards/{key}/cards/": {"title": "By page", "lane": "{lane_id}", "after": "{other_ref}", "kind": "task"},
    "POST /boards/{key}/undo/": {"seq": "1"},
    "POST /c/{ref}/edit/title/": {"title": "By page", "version": ""},
    "POST /c/{ref}/edit/text/": {"description": "By page", "version": ""},
    "POST /c/{ref}/edit/priority/": {"value": "high"},
    "POST /c/{ref}/acts/block/": {"reason": "Because"},
    "POST /c/{ref}/lane/": {"lane": "{lane_id}"},
    "POST /c/{ref}/placement/": {"lane": "{lane_id}", "before": "{other_ref}"},
    "POST /c/{ref}/title/": {"title": "By page"},
    "POST /c/{ref}/assign/": {"person": "{username}"},
    "POST /c/{ref}/labels/": {"label": "{label}"},
    "POST /c/{ref}/block/": {"reason": "Because"},
    "POST /boards/{key}/backlog/": {"title": "An idea"},
    "POST /boards/{key}/backlog/order/": {"ref": "{idea_ref}"},
    "POST /boards/{key}/backlog/rank/": {"ref": "{idea_ref}", "rank": "1"},
    "POST /boards/{key}/backlog/moves/": {"ref": "{idea_ref}", "lane": "{lane_id}"},
    "POST /boards/{key}/settings/": {"name": "Renamed", "max_extensions": "1", "rank_by": "product_owner"},
    "POST /boards/{key}/lanes/": {f"new-{name}": text for name, text in LANE.items()},
    "POST /boards/{key}/lanes/{lane_id}/": {f"lane-{{lane_id}}-{name}": text for name, text in LANE.items()},
    "POST /boards/{key}/lanes/{lane_id}/position/": {"position": "2"},
    "POST /boards/{key}/lanes/{second_lane}/removal/": {"target": "{lane_id}"},
    "POST /boards/{key}/labels/": {"name": "New {unique}", "hue": "a"},
    "POST /boards/{key}/labels/{label_id}/": {"name": "Renamed", "hue": "b"},
    "POST /boards/{key}/removal/": {"typed": "{key}"},
    "POST /boards/{key}/initiatives/": {"name": "By page {unique}"},
    "POST /boards/{key}/initiatives/{initiative_id}/": {"name": "By page"},
    "POST /boards/{key}/initiatives/{waiting_id}/decision/": {"outcome": "stop"},
    "POST /boards/{key}/initiatives/{initiative_id}/stages/": {"name": "By page", "budget": "1d"},
    "POST /boards/{key}/initiatives/{initiative_id}/stages/{stage_id}/": {"asks": "By page"},
    "POST /c/{ref}/initiative/": {"initiative": "{initiative_id}"},
    "POST /boards/{key}/models/": {"name": "By page {unique}", "kind": "mvm", "state": "planned"},
    "POST /boards/{key}/models/metric/": {"metric": "val.auc", "direction": "higher"},
    "POST /boards/{key}/models/registry/": {"registry_name": "churn", "live_alias": "champion"},
    "POST /boards/{key}/models/proposals/{proposal_id}/": {"accept": "no"},
    "POST /boards/{key}/models/{version_id}/": {"name": "By page {unique}", "kind": "mvm"},
    "POST /inbox/done/": {"id": "{notifications}"},
    "POST /inbox/undone/": {"id": "{notifications}"},
    "POST /inbox/read/": {"id": "{notifications}"},
    "POST /inbox/later/": {"id": "{notifications}", "until": "2099-01-01T00:00:00Z"},
}
QUERIES = {
    "GET /api/v1/search": "?q=canary",
    "GET /search/": "?q=canary",
    "GET /api/v1/similar": "?text=canary",
    "GET /boards/{key}/similar/": "?text=canary",
    "GET /api/v1/cards/{ref}/runs/{tracked_id}/history": "?metric=val.auc",
    "GET /api/v1/cards/by-ref/{source}/{external_id}": "?board={key}",
    "PUT /api/v1/cards/by-ref/{source}/{external_id}": "?board={key}",
    "DELETE /api/v1/boards/{key}/lanes/{doomed_lane}": "?move_cards_to={lane_id}",
}


def filled(template: Any, names: dict[str, Any]) -> Any:
    """The template with its names put in; a text that is one name alone keeps that name's type."""
    if isinstance(template, dict):
        return {filled(key, names): filled(value, names) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(each, names) for each in template]
    if not isinstance(template, str) or "{" not in template:
        return template
    alone = template[1:-1] if template.startswith("{") and template.endswith("}") else ""
    return names[alone] if alone in names else template.format(**names)
