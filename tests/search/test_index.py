"""The index follows what people write, whatever the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from boards import actions
from boards.models import Board, Card, SearchDocument
from boards.readers.follow import behind, follow
from boards.readers.search import SEARCH
from boards.search import search
from boards.search.asking import Asked
from boards.search.find import scope
from boards.search.sources import reindex
from hypotheses import actions as research
from tests.world import World

HOSTILE = [
    "'", '"', "a' OR 1=1 --", "(a+)+$", "a & | ! b", "foo:*", "NEAR(a b)", "title:x", "-a", "^a", "a*", "*",
    "\\", "{a}", "%", "_", "a\x00b", "AND", "OR NOT", "🙂", "<b>", "a" * 10_000, "a " * 5_000, "模" * 10_000,
    "(" * 9_000, "'a':*", "$1", "%s", "\ud800",
]  # fmt: skip


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def found(world: World, question: str, who: str = "ben", **wanted: object) -> list[tuple[str, str]]:
    """Kind and ref of what the question finds, the best first."""
    documents = scope(world.cast[who], world.at, **wanted)  # type: ignore[arg-type]  # as the test says
    hits = search(Asked.read(question), documents, limit=50)
    return [(hit.document.kind, hit.document.card.ref) for hit in hits]


def concluded(world: World, board: Board, title: str = "A question", **verdict: str) -> Card:
    card = world.running(board, title)
    world.push(card, **{"val.auc": 0.7})
    texts = {"learned": "Embeddings are not worth their cost here.", **verdict}
    research.record_verdict(cause=world.by("petra"), card=card, value="refuted", **texts)
    return card


def test_what_is_written_is_found_at_once(world: World, board: Board) -> None:
    card = world.hypothesis(board, "Distil the ranking model")
    assert found(world, "distil rank") == [("card", card.ref)]
    actions.edit_card(cause=world.by(), card=card, changes={"description": "Für große Datensätze"})
    assert found(world, "grosse datensatze") == [("card", card.ref)]
    actions.edit_card(cause=world.by(), card=card, changes={"title": "Prune it", "description": ""})
    assert found(world, "distil") == found(world, "grosse") == []


def test_each_kind_of_text(world: World, board: Board) -> None:
    card = concluded(world, board, observed="Zwölf Punkte darunter", change_mind="A cheaper accelerator")
    research.add_log_entry(cause=world.by(), card=card, body="Das Gradientenrauschen blieb")
    assert found(world, "embedding cost")[0] == ("verdict", card.ref)
    assert found(world, "accelerator") == found(world, "zwolf") == [("verdict", card.ref)]
    assert found(world, "gradientenr") == [("log", card.ref)]
    assert ("hypothesis", card.ref) in found(world, "val.auc")


def test_a_removed_entry_and_what_an_entry_said_before_are_found_no_more(world: World, board: Board) -> None:
    card = world.hypothesis(board)
    entry = research.add_log_entry(cause=world.by(), card=card, body="a secret word")
    world.later(hours=1)
    research.edit_log_entry(cause=world.by(), entry=entry, body="another word")
    assert found(world, "secret") == []
    assert found(world, "another") == [("log", card.ref)]
    research.remove_log_entry(cause=world.by(), entry=entry)
    assert found(world, "another") == []


def test_a_card_in_the_trash_is_gone_at_once_and_back_when_restored(world: World, board: Board) -> None:
    card = world.hypothesis(board, "Distil it")
    actions.trash_card(cause=world.by(), card=card)
    assert found(world, "distil") == []
    actions.restore_card(cause=world.by(), card=card)
    assert found(world, "distil") == [("card", card.ref)]
    actions.archive_card(cause=world.by(), card=card)
    assert found(world, "distil") == [("card", card.ref)]


def test_nobody_finds_what_they_do_not_see(world: World, board: Board) -> None:
    card = concluded(world, board)
    for question in ("question", "embeddings", "auc", card.ref):
        assert found(world, question)
        assert found(world, question, "dan") == []
    actions.delete_board(cause=world.by("ada"), board=board)
    assert found(world, "embeddings") == []


def test_a_title_counts_for_more_than_a_description(world: World, board: Board) -> None:
    deep = world.card(board, "Something else", description="distillation " + "and more words about it " * 5)
    high = world.card(board, "Distillation of the ranker")
    assert [ref for _, ref in found(world, "distillation")] == [high.ref, deep.ref]


def test_filters_and_paging(world: World, board: Board) -> None:
    other = world.board("OTHER")
    answered = concluded(world, board)
    world.hypothesis(other, "A question elsewhere")
    assert {ref for _, ref in found(world, "question", board=other)} == {"OTHER-1"}
    assert {kind for kind, _ in found(world, "question embeddings", kinds=["verdict"])} <= {"verdict"}
    assert {ref for _, ref in found(world, "question", verdict="refuted")} == {answered.ref}
    assert found(world, "question", verdict="supported") == []
    for n in range(7):
        world.card(board, f"Many of these {n}")
    documents, asked = scope(world.ben, world.at), Asked.read("many")
    seen: list[int] = []
    after = None
    while page := search(asked, documents, limit=3, after=after):
        seen += [hit.document.pk for hit in page]
        after = page[-1].keys
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("question", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_a_hostile_question_is_a_question(world: World, board: Board, question: str) -> None:
    world.card(board, "Plain words")
    found(world, question)
    assert found(world, "plain") == [("card", "CHURN-1")]


def test_the_reader_catches_up_and_else_changes_nothing(world: World, board: Board) -> None:
    concluded(world, board)
    before = set(SearchDocument.objects.values_list("pk", "title_words", "body_words"))
    follow(SEARCH, board.pk)
    assert set(SearchDocument.objects.values_list("pk", "title_words", "body_words")) == before
    SearchDocument.objects.all().delete()
    assert found(world, "embeddings") == []
    board.cursors.filter(reader="search").update(seq=0)
    assert board.pk in behind(SEARCH)
    follow(SEARCH, board.pk)
    assert {row[1:] for row in SearchDocument.objects.values_list("pk", "title_words", "body_words")} == {
        row[1:] for row in before
    }
    assert found(world, "embeddings")


def test_reindex_makes_the_same_rows(world: World, board: Board) -> None:
    concluded(world, board)
    fields = ("card_id", "kind", "part", "title", "body", "title_words", "body_words", "at")
    before = set(SearchDocument.objects.values_list(*fields))
    SearchDocument.objects.filter(kind="verdict").delete()
    SearchDocument.objects.filter(kind="card").update(title_words="nothing")
    assert reindex(board) == len(before)
    assert set(SearchDocument.objects.values_list(*fields)) == before
    assert found(world, "embeddings")


def test_the_command(world: World, board: Board, capsys: pytest.CaptureFixture[str]) -> None:
    world.card(board, "Plain words")
    call_command("reindex")
    assert capsys.readouterr().out == "CHURN: 1 texts\n"
    with pytest.raises(CommandError):
        call_command("reindex", "--board", "NONE")


def test_a_board_without_news_asks_for_no_lock(world: World, board: Board) -> None:
    world.at += timedelta(minutes=1)
    world.card(board, "Plain words")
    event = board.events.get(kind="card.created")
    from boards.search import sources

    assert not sources.is_behind(event)
