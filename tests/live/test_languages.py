"""Each open page gets its cards in the language it was opened in, whoever moved them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from accounts.models import Person
from boards.fragments import card_html, card_texts
from boards.live.channel import Channel, NotDrawn, Viewer
from boards.live.reading import Batch, Credential
from boards.models import Board
from tests.live.listening import cookie_of, listen
from tests.world import World

PAGE = "/boards/CHURN/events"


def test_two_pages_in_two_languages(asgi_server: str, world: World, board: Board) -> None:
    Person.objects.filter(pk=world.petra.pk).update(language="de")
    path = f"{PAGE}?after={board.events.count()}"
    english = listen(asgi_server, path, cookie=cookie_of(world.ben))
    german = listen(asgi_server, path, cookie=cookie_of(world.petra), accept_language="en")
    card = world.card(board)

    for page, language in ((english, "en"), (german, "de")):
        page.wait_for(lambda it: it.events)
        with override(language):
            assert page.of_kind("fragment")[0].data["html"] == {f"card-{card.ref}": card_html(card)}
    assert english.of_kind("fragment") != german.of_kind("fragment")
    assert [each.data for each in english.events] == [each.data for each in german.events]


def test_whoever_comes_back_is_caught_up_in_their_language(asgi_server: str, world: World, board: Board) -> None:
    listen(asgi_server, f"{PAGE}?after={board.events.count()}", cookie=cookie_of(world.ben))
    seen = board.events.count()
    card = world.card(board)

    page = listen(asgi_server, f"{PAGE}?after={seen}", cookie=cookie_of(world.petra), accept_language="de")

    page.wait_for(lambda it: it.events)
    with override("de"):
        assert page.of_kind("fragment")[0].data["html"] == {f"card-{card.ref}": card_html(card)}


def test_a_card_is_kept_once_for_each_language(world: World, board: Board) -> None:
    card = world.card(board)
    wanted = [(card.pk, card.version)]
    english = card_html(card)

    with override("de"):
        assert card_texts(wanted) != {card.pk: english}
    assert card_texts(wanted) == {card.pk: english}


def test_what_was_drawn_for_others_is_not_sent_to_who_cannot_read_it(board: Board) -> None:
    channel = Channel(board, 4)
    channel.publish(Batch(after=4, seq=5, events=b"", pages={"en": b""}, allowed=frozenset()))

    def reader(language: str) -> Viewer:
        return Viewer(Credential(board.pk, 1, 0, language=language), 4)

    assert [batch.seq for batch in channel.missing(reader("en"))] == [5]
    assert [batch.seq for batch in channel.missing(reader(""))] == [5]
    with pytest.raises(NotDrawn):
        channel.missing(reader("de"))
