"""Finding a board or a card by its name, and only if the person may see it."""

from __future__ import annotations

from django.db.models import BigAutoField, CharField

from accounts.errors import NotFound
from accounts.models import Person
from accounts.prepared import Param, Prepared
from boards.models import Board, Card

ANYBODY = Person(pk=Param("person", BigAutoField()))
NAME = Param("name", CharField())
BOARD = Prepared(lambda: Board.objects.visible_to(ANYBODY).select_related("team").filter(key=NAME))
CARD = Prepared(lambda: Card.objects.visible_to(ANYBODY).select_related("board", "lane").filter(ref=NAME))


def visible_board(person: Person, key: str) -> Board:
    board = BOARD.first(person=person.pk, name=key)
    if board is None:
        raise NotFound
    return board


def visible_card(person: Person, ref: str) -> Card:
    card = CARD.first(person=person.pk, name=ref)
    if card is None:
        raise NotFound
    return card
