"""The labels of a board. They may be made while a card is edited; here they are named, coloured and removed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid, NotFound
from boards.actions.face import refresh_labels, save_card
from boards.actions.lock import lock_board
from boards.events import BoardChanged, CardEdited, Cause, record
from boards.models import Board, Card, Label
from boards.models.card import HUES

NAME_LENGTH = 60
MOST_LABELS = 200


def add_label(*, cause: Cause, board: Board, name: str, hue: str = "") -> Label:
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.CONFIGURE_BOARD)
        before = names_of(board)
        if len(before) >= MOST_LABELS:
            raise Invalid.field("name", _("A board has at most %(most)s labels.") % {"most": MOST_LABELS})
        name = _free_name(board, name, None)
        hue = _clean_hue(hue or HUES[len(before) % len(HUES)])
        label = Label.objects.create(board=board, name=name, hue=hue)
        _record_board(board, before, cause)
    return label


def change_label(*, cause: Cause, label: Label, name: str, hue: str) -> Label:
    """Another name or colour, on every card that wears the label."""
    with transaction.atomic():
        board = lock_board(label.board_id, cause.actor, Verb.CONFIGURE_BOARD)
        label, before = _reread(label), names_of(board)
        name, hue = _free_name(board, name, label), _clean_hue(hue)
        if (name, hue) == (label.name, label.hue):
            return label
        label.name, label.hue = name, hue
        label.save(update_fields=["name", "hue"])
        for card in label.cards.all():
            _wear(board, card, cause)
        _record_board(board, before, cause)
    return label


def remove_label(*, cause: Cause, label: Label) -> None:
    """Off the board and off every card; the cards stay."""
    with transaction.atomic():
        board = lock_board(label.board_id, cause.actor, Verb.CONFIGURE_BOARD)
        label, before = _reread(label), names_of(board)
        cards = list(label.cards.all())
        label.delete()
        for card in cards:
            _wear(board, card, cause)
        _record_board(board, before, cause)


def names_of(board: Board) -> list[str]:
    return list(board.labels.order_by("name").values_list("name", flat=True))


def _wear(board: Board, card: Card, cause: Cause) -> None:
    """Write the card's labels as they now are."""
    previous = [label["name"] for label in card.face["labels"]]
    refresh_labels(card)
    save_card(card, cause, face={"labels": card.face["labels"]})
    names = [label["name"] for label in card.face["labels"]]
    fact = CardEdited(changes={"labels": names}, previous={"labels": previous})
    record(board, fact, cause, card=card)


def _record_board(board: Board, before: list[str], cause: Cause) -> None:
    record(board, BoardChanged(changes={"labels": names_of(board)}, previous={"labels": before}), cause)


def _reread(label: Label) -> Label:
    fresh = Label.objects.filter(pk=label.pk).first()
    if fresh is None:
        raise NotFound(_("That label has been removed."))
    return fresh


def _free_name(board: Board, name: str, label: Label | None) -> str:
    clean = " ".join(name.replace("\x00", "").split())
    if not clean or len(clean) > NAME_LENGTH:
        raise Invalid.field("name", _("A label has 1 to %(most)s characters.") % {"most": NAME_LENGTH})
    same = board.labels.filter(name__iexact=clean)
    if (same.exclude(pk=label.pk) if label else same).exists():
        raise Invalid.field("name", _("There is a label %(name)s already.") % {"name": clean}, "taken")
    return clean


def _clean_hue(hue: str) -> str:
    if len(hue) != 1 or hue not in HUES:
        said = _("A colour is one of %(known)s.") % {"known": ", ".join(HUES)}
        raise Invalid.field("hue", said, "invalid_choice")
    return hue
