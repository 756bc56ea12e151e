"""Copies of a board's order, kept by nothing but what a stream said."""

from __future__ import annotations

from typing import Any

from tests.live.listening import Listener
from tools.proof.boards import Order


def of_program(before: Order, stream: Listener) -> Order:
    """As a REST client folds the events: each names the card above."""
    copy = {lane: list(refs) for lane, refs in before.items()}
    for each in stream.events:
        event: dict[str, Any] = each.data
        if event["kind"] == "card.moved":
            _take_out(copy, event["card"])
            refs, above = copy[event["data"]["to_id"]], event["data"]["after"]
            refs.insert(refs.index(above) + 1 if above else 0, event["card"])
    return copy


def of_page(before: Order, stream: Listener) -> Order:
    """As the page places the markup it is sent: each fragment names the card below."""
    copy = {lane: list(refs) for lane, refs in before.items()}
    for each in stream.of_kind("fragment"):
        place = each.data["place"]
        for ref in (*each.data["gone"], *([place["card"]] if place else [])):
            _take_out(copy, ref)
        if place and place["lane"] in copy:
            refs, below = copy[place["lane"]], place["before"]
            refs.insert(refs.index(below) if below in refs else len(refs), place["card"])
    return copy


def _take_out(copy: Order, ref: str) -> None:
    for refs in copy.values():
        if ref in refs:
            refs.remove(ref)
