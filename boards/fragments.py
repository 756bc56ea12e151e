"""The pieces of markup that pages, answers and the live stream share.

A card's markup is a pure function of its row and a language: no viewer, no clock, no query. So it is kept by
(card, version, language) and the same text serves the first page, the mover's own answer and every open board.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from django.db.models import BigAutoField, CharField, Count, OuterRef, QuerySet, Subquery
from django.template.loader import get_template
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from accounts.language import current
from accounts.prepared import Param, Prepared
from boards.bullet import leading
from boards.models import Board, Card, Lane

CACHED_CARDS = 4000
AVATARS = 3
VERDICTS = {
    "supported": noop("Supported"),
    "refuted": noop("Refuted"),
    "inconclusive": noop("Inconclusive"),
    "invalid": noop("Invalid"),
    "not_tested": noop("Not tested"),
}
BELOW: Prepared[str] = Prepared(
    lambda: (
        Card.objects.open()
        .filter(lane_id=Param("lane", BigAutoField()), rank__gt=Param("rank", CharField()))
        .in_order()
        .values_list("ref", flat=True)[:1]
    )
)
HEAD: Prepared[Any] = Prepared(
    lambda: _counted(
        Lane.objects.filter(board_id=Param("board", BigAutoField()), pk=Param("lane", BigAutoField()))
    )
)
FEW_LANES = 2
_cards: OrderedDict[tuple[int, int, str], str] = OrderedDict()
_cards_lock = Lock()


def card_html(card: Card) -> str:
    """One `<li id="card-…">`, from memory when this version was rendered before."""
    key = (card.pk, card.version, current())
    with _cards_lock:
        if key in _cards:
            _cards.move_to_end(key)
            return _cards[key]
    html = get_template("boards/_card.html").render(card_context(card))
    with _cards_lock:
        _cards[key] = html
        while len(_cards) > CACHED_CARDS:
            _cards.popitem(last=False)
    return html


def card_texts(wanted: Sequence[tuple[int, int]]) -> dict[int, str]:
    """The markup of many cards, by id, for (id, version); only those that are not in memory are read."""
    language = current()
    with _cards_lock:
        texts = {pk: _cards[key] for pk, version in wanted if (key := (pk, version, language)) in _cards}
    missing = [pk for pk, _ in wanted if pk not in texts]
    for card in Card.objects.filter(pk__in=missing).defer("description", "story") if missing else ():
        texts[card.pk] = card_html(card)
    return texts


def forget_cards() -> None:
    """Drop every rendered card, as when the database was replaced by another one."""
    with _cards_lock:
        _cards.clear()


def card_context(card: Card) -> dict[str, Any]:
    """Everything `_card.html` shows, taken from the row and its `face`."""
    face = card.face
    people = face["assignees"]
    return {
        "card": card,
        "kind": card.get_kind_display(),
        "round": face["round"],
        "people": people[:AVATARS],
        "more_people": people[AVATARS:],
        "usernames": " ".join(person["username"] for person in people),
        "labels": face["labels"],
        "label_names": "|".join(label["name"] for label in face["labels"]),
        "runs": face["runs"],
        "log": face["log"],
        "logged_at": face.get("logged_at"),
        "help": face.get("help"),
        "files": face.get("files", 0),
        "external": face["external"][0] if face["external"] else None,
        "criteria": _criteria(face["criteria"]),
        "box": _box(face["timebox"], face["verdict"]),
        "verdict": _verdict(face["verdict"]),
        "initiative": face.get("initiative"),
    }


def _criteria(face: dict[str, Any] | None) -> dict[str, Any] | None:
    if not face or not face["total"]:
        return None
    strip = leading(face["leading"]) if face.get("leading") else None
    return {
        "states": face["states"],
        "total": face["total"],
        "met": face["states"].count("met"),
        "strip": strip if strip and strip["value"] is not None else None,
    }


def _verdict(face: dict[str, Any] | None) -> dict[str, Any] | None:
    return {**face, "word": _(VERDICTS[face["value"]])} if face else None


def _box(face: dict[str, Any] | None, verdict: dict[str, Any] | None) -> dict[str, Any] | None:
    """The time-box as data for the clock of the page, with words for browsers without one."""
    if not face:
        return None
    decided_at = face.get("decided_at") or (verdict and verdict["at"])
    days = -(-face["budget_minutes"] // face["minutes_per_day"])
    decided = parse_datetime(decided_at) if decided_at else None
    due = parse_datetime(face["due_at"]) if face.get("due_at") else None
    words = {
        "planned": _("%(n)s d box") % {"n": days},
        "paused": _("Paused"),
        "expired": _("Over"),
        "closed": date_format(decided, _("j M")) if decided else _("Done"),
    }
    return {
        **face,
        "decided_at": decided_at,
        "words": words.get(face["state"]) or _ends(due),
        "decide": "open" if face.get("gate_open") else "late" if face["state"] in ("running", "paused") else "",
    }


def _ends(due: datetime | None) -> str:
    return _("Ends %(day)s") % {"day": date_format(due, _("j M"))} if due else ""


def head_html(lane: Lane, count: int) -> str:
    """The head of a lane with its count; `count` is all its open cards, whatever a page shows."""
    return get_template("boards/_lane_head.html").render({"lane": lane, "count": count, "wip": wip(lane, count)})


def wip(lane: Lane, count: int) -> dict[str, str]:
    """The limit of a lane as state and words."""
    limit = lane.wip_limit
    if limit is None or lane.wip_mode == Lane.WipMode.OFF:
        return {"state": "", "words": ngettext("%(n)s card", "%(n)s cards", count) % {"n": count}}
    numbers = {"n": count, "limit": limit}
    if count > limit:
        return {"state": "over", "words": _("Over the limit: %(n)s cards, limit %(limit)s") % numbers}
    if count == limit:
        return {"state": "full", "words": _("At the limit: %(n)s of %(limit)s") % numbers}
    return {"state": "ok", "words": _("%(n)s cards, limit %(limit)s") % numbers}


def _counted(lanes: QuerySet[Lane]) -> QuerySet[Any]:
    """Those on the board, with `held`: how many open cards they hold, or none."""
    cards = Card.objects.open().filter(board=OuterRef("board"), lane=OuterRef("pk")).order_by()
    held = cards.values("lane").annotate(held=Count("pk")).values("held")
    return lanes.exclude(role=Lane.Role.BACKLOG).annotate(held=Subquery(held))


def place_of(card: Card) -> dict[str, Any]:
    """Where the card stands: its lane and the card it is directly before, if any."""
    return {"card": card.ref, "lane": card.lane_id, "before": BELOW.first(lane=card.lane_id, rank=card.rank)}


def change(card: Card, *, lanes: set[int] | None = None, op: str = "") -> dict[str, Any]:
    """One card's change as the page applies it; the live stream sends messages of the same shape.

    `lanes` are the lanes whose heads changed with it; its own lane is always among them.
    """
    board: Board = Board.objects.get(pk=card.board_id)
    here = card.is_open
    return {
        "seq": board.seq,
        "html": {f"card-{card.ref}": card_html(card)} if here else {},
        "place": place_of(card) if here else None,
        "heads": heads(board, (lanes or set()) | {card.lane_id}),
        "gone": [] if here else [card.ref],
        "op": op,
    }


def heads(board: Board, lane_ids: Collection[int]) -> dict[str, str]:
    """The heads of these lanes; an act mostly touches one or two, whose query is built already."""
    if len(lane_ids) <= FEW_LANES:
        lanes = [lane for pk in sorted(lane_ids) for lane in HEAD.rows(board=board.pk, lane=pk)]
    else:
        lanes = list(_counted(board.lanes.filter(pk__in=lane_ids)))
    return {str(lane.pk): head_html(lane, lane.held or 0) for lane in lanes}
