"""Boards of the proofs, and the order of their cards as each door tells it."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum

from boards.models import Board, Card, Event
from tests.world import World
from tools.proof.client import Caller
from tools.proof.people import API

LANES = ("to do", "code review", "update model", "done")
AT_ONCE = 100
Order = dict[int, list[str]]


def filled(world: World, key: str, cards: int, **more: Any) -> Board:
    """A board with tasks spread over the lanes that take any card."""
    board = world.board(key, **more)
    for start in range(0, cards, AT_ONCE):
        with transaction.atomic():
            for number in range(start, min(cards, start + AT_ONCE)):
                world.card(board, f"{key} {number}", LANES[number % len(LANES)])
    board.refresh_from_db()
    return board


def in_database(board: Board) -> Order:
    return {
        lane.pk: list(lane.cards.open().in_order().values_list("ref", flat=True))
        for lane in board.lanes.exclude(role="backlog")
    }


def by_rest(caller: Caller, board: Board) -> Order:
    snapshot = caller.get(f"{API}/boards/{board.key}/snapshot").json
    order: Order = {lane["id"]: [] for lane in snapshot["lanes"] if lane["role"] != "backlog"}
    for card in snapshot["cards"]:
        if card["lane"]["id"] in order:
            order[card["lane"]["id"]].append(card["ref"])
    return order


def on_page(browser: Caller, board: Board) -> Order:
    """What the board page shows, with "Show more" pressed in every lane."""
    page = browser.get(f"/boards/{board.key}/").text
    order: Order = {}
    for part in page.split('<section class="lane"')[1:]:
        lane = int(re.search(r'data-lane="(\d+)"', part)[1])  # type: ignore[index]  # each section has one
        order[lane] = refs_in(part)
        while "data-more" in part:
            more = browser.get(f"/boards/{board.key}/lanes/{lane}/cards/?after={order[lane][-1]}").json
            order[lane] += refs_in(more["html"])
            part = "data-more" if more["rest"] else ""
    return order


def refs_in(html: str) -> list[str]:
    return re.findall(r'<li class="card" id="card-([A-Z0-9]+-\d+)"', html)


def flaws(board: Board) -> list[str]:
    """What is wrong with a board's log and ranks: nothing, or sentences."""
    board.refresh_from_db()
    seqs = list(Event.objects.after(board.pk, 0).values_list("seq", flat=True))
    found = [] if seqs == list(range(1, board.seq + 1)) else [f"{len(seqs)} events, seq {board.seq}"]
    open_cards = Card.objects.filter(board=board).open()
    shared = open_cards.values("lane", "rank").annotate(times=Count("pk")).filter(times__gt=1)
    found += [f"rank {each['rank']} is there {each['times']} times" for each in shared]
    changes = Event.objects.filter(board=board, card__board=board).values("card", "card_version").distinct()
    versions = Card.objects.filter(board=board).aggregate(all=Sum("version"))["all"] or 0
    if changes.count() != versions:
        found.append(f"{changes.count()} changes in the log, versions add up to {versions}")
    return found
