"""A client that keeps a copy of a board: it takes a snapshot and folds the events that follow into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from boards.card_json import Place, card_as_dict, hours_of
from boards.models import Board, Event, Lane
from tests.world import MONDAY

CLOCKED = ("elapsed_minutes", "remaining_minutes")
NOT_FOLDED = ("updated_at", "created_at", "url", "board")
LANE_FIELDS = ("name", "role", "wip_limit", "wip_mode", "policy", "runs_box", "needs_verdict")


def snapshot(board: Board) -> dict[str, Any]:
    """Lanes in order, the refs in each, and every open card."""
    hours_of.cache_clear()
    lanes = list(Lane.objects.filter(board=board).select_related("board"))
    cards = [card for lane in lanes for card in lane.cards.open().in_order()]
    return {
        "lanes": [{"id": lane.pk, **{name: getattr(lane, name) for name in LANE_FIELDS}} for lane in lanes],
        "order": {lane.pk: [card.ref for card in cards if card.lane_id == lane.pk] for lane in lanes},
        "cards": {card.ref: plain(card_as_dict(card, MONDAY, Place.of(card.lane))) for card in cards},
    }


def plain(card: dict[str, Any]) -> dict[str, Any]:
    """Without what depends on the clock, and with times as the log writes them."""
    kept = {name: _said(value) for name, value in card.items() if name not in NOT_FOLDED}
    if kept.get("timebox"):
        kept["timebox"] = {name: value for name, value in kept["timebox"].items() if name not in CLOCKED}
    if kept.get("blocked"):
        kept["blocked"] = {name: _said(value) for name, value in kept["blocked"].items()}
    return kept


def _said(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value


def fold(copy: dict[str, Any], events: Iterable[Event]) -> dict[str, Any]:
    """The copy after the events; cards out of sight are kept aside until they come back."""
    aside: dict[str, Any] = copy.setdefault("aside", {})
    for event in events:
        if event.card_ref:
            _fold_card(copy, aside, event)
        elif event.kind.startswith("lane."):
            _fold_lane(copy, event)
    copy.pop("aside")
    return copy


def _fold_card(copy: dict[str, Any], aside: dict[str, Any], event: Event) -> None:
    ref, data = event.card_ref, event.data
    if event.kind == "card.created":
        copy["cards"][ref] = {"ref": ref, "blocked": None, **data["set"]}
        _insert(copy, ref, data["lane_id"], data["after"])
    card = copy["cards"].get(ref) or aside[ref]
    card.update({name: value for name, value in data.get("set", {}).items() if name not in NOT_FOLDED})
    card["version"] = event.card_version
    if event.kind in ("card.archived", "card.trashed"):
        _take_out(copy, ref)
        aside[ref] = copy["cards"].pop(ref, card)
    if event.kind == "card.restored":
        copy["cards"][ref] = aside.pop(ref, card)
        _insert(copy, ref, data["lane_id"], data["after"])
    if event.kind == "card.moved":
        _take_out(copy, ref)
        _insert(copy, ref, data["to_id"], data["after"])


def _take_out(copy: dict[str, Any], ref: str) -> None:
    for refs in copy["order"].values():
        if ref in refs:
            refs.remove(ref)


def _insert(copy: dict[str, Any], ref: str, lane: int, after: str | None) -> None:
    refs = copy["order"][lane]
    refs.insert(refs.index(after) + 1 if after else 0, ref)


def _fold_lane(copy: dict[str, Any], event: Event) -> None:
    lanes, data = copy["lanes"], event.data
    known = next((lane for lane in lanes if lane["id"] == data["lane"]), None)
    if event.kind == "lane.added":
        lanes.insert(data["position"], {"id": data["lane"], **data["set"]})
        copy["order"][data["lane"]] = []
    elif event.kind == "lane.removed":
        lanes.remove(known)
        copy["order"].pop(data["lane"])
    elif event.kind == "lane.moved" and known:
        lanes.remove(known)
        lanes.insert(data["position"], known)
    elif event.kind == "lane.changed" and known:
        known.update(data["changes"])
        for card in copy["cards"].values():
            if card["lane"]["id"] == known["id"]:
                card["lane"] = {"id": known["id"], "name": known["name"], "role": known["role"]}
