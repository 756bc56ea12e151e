"""The parts of an opened card that every card has: bar, notice, title, properties, text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from boards.board_page import people_of
from boards.card_files import files
from boards.card_forms import TextForm, TitleForm
from boards.card_history import history
from boards.card_json import box_ends
from boards.card_parts import Look, Part
from boards.markdown import render
from boards.models import Card, CardLink, Watch

KINDS = CardLink.Kind
OUTWARD = {
    KINDS.BLOCKS: noop("Blocks"),
    KINDS.RELATES: noop("Relates to"),
    KINDS.FOUND_IN: noop("Found in"),
    KINDS.SPAWNED_FROM: noop("Follows from"),
    KINDS.PARENT: noop("Part of"),
}
INWARD = {
    KINDS.BLOCKS: noop("Blocked by"),
    KINDS.RELATES: noop("Relates to"),
    KINDS.FOUND_IN: noop("Led to"),
    KINDS.SPAWNED_FROM: noop("Led to"),
    KINDS.PARENT: noop("Contains"),
}
# The words of the menu that makes a link: "CHURN-12 blocks …".
MAKING = {
    KINDS.BLOCKS: noop("blocks"),
    KINDS.RELATES: noop("relates to"),
    KINDS.FOUND_IN: noop("found in"),
    KINDS.SPAWNED_FROM: noop("follows from"),
    KINDS.PARENT: noop("part of"),
}
ORDER = {kind: n for n, kind in enumerate(OUTWARD)}


def is_due(card: Card, at: datetime) -> bool:
    """Whether a decision is due at the card's gate: by the gate, or by the clock while no worker runs."""
    box = card.face["timebox"]
    if not box:
        return False
    ends = box_ends(box)
    return bool(box["gate_open"]) or (ends is not None and ends <= at)


def bar(look: Look) -> dict[str, Any]:
    card, person = look.card, look.person
    decides = Verb.DECIDE in look.rights or (card.author_id == person.pk and look.writes)
    watch = Watch.objects.filter(card=card, person=person).first()
    return {
        "lanes": look.board.lanes.all() if look.writes else [],
        "decide": is_due(card, look.at) and decides,
        "watch": "mute" if watch and watch.muted else "watch" if watch else "default",
        "kinds": Card.Kind.choices,
        "kind_open": not (card.face["round"] or {}).get("locked_at"),
    }


def props(look: Look) -> dict[str, Any]:
    card = look.card
    return {
        "people": people_of(look.board) if look.writes else [],
        "assigned": {person["username"] for person in card.face["assignees"]},
        "labels": list(look.board.labels.order_by("name")) if look.writes else [],
        "worn": {label["name"] for label in card.face["labels"]},
        "priorities": Card.Priority.choices,
        "values": range(1, 6),
        "links": links(look),
        "link_kinds": [(kind, gettext(word)) for kind, word in MAKING.items()],
    }


def links(look: Look) -> list[dict[str, Any]]:
    """Links both ways, to cards the viewer sees."""
    seen = Card.objects.visible_to(look.person)
    outward = CardLink.objects.filter(card=look.card, target__in=seen).select_related("target")
    inward = CardLink.objects.filter(target=look.card, card__in=seen).select_related("card")
    rows = [_link(OUTWARD, link.kind, link.target, "out") for link in outward]
    rows += [_link(INWARD, link.kind, link.card, "in") for link in inward]
    return sorted(rows, key=lambda row: (ORDER[row["kind"]], row["way"], row["card"].pk))


def _link(words: dict[CardLink.Kind, str], kind: str, other: Card, way: str) -> dict[str, Any]:
    return {"word": gettext(words[KINDS(kind)]), "kind": kind, "card": other, "way": way}


def title(look: Look) -> dict[str, Any]:
    card = look.card
    return {"form": look.forms.get("title") or TitleForm(initial={"title": card.title, "version": card.version})}


def text(look: Look) -> dict[str, Any]:
    """The description, and the story of a task."""
    card = look.card
    first = {"description": card.description, "version": card.version, **card.story}
    return {
        "form": look.forms.get("text") or TextForm(initial=first, is_task=not card.is_circular),
        "theirs": look.forms.get("theirs", ""),
        "prose": render(card.description),
        "story": {name: card.story.get(name, "") for name in TextForm.STORY} if any(card.story.values()) else None,
    }


def nothing(look: Look) -> dict[str, Any]:
    return {}


PARTS = (
    Part(name="bar", template="boards/card/bar.html", place=0, context=bar, fixed=True),
    Part(name="notice", template="boards/card/notice.html", place=5, context=nothing),
    Part(name="title", template="boards/card/title.html", place=10, context=title),
    Part(name="props", template="boards/card/props.html", place=20, context=props, aside=True),
    Part(name="text", template="boards/card/text.html", place=40, context=text),
    Part(name="files", template="boards/card/files.html", place=85, context=files),
    Part(name="history", template="boards/card/history.html", place=95, context=history, aside=True),
)
