"""Evidence, attestations, verdicts and the research log on a card's page."""

from __future__ import annotations

import pytest

from hypotheses import actions as research
from hypotheses.models import Attestation, LogEntry, Round, Run, Verdict
from tests.card_doors import HTMX, LEARNED, post, told
from tests.pages import client_of, invalid_fields, words
from tests.world import AUC, World, lane_of

pytestmark = pytest.mark.django_db


def test_metrics_typed_by_hand_are_a_run_that_counts(world: World) -> None:
    card = world.running(world.board())
    answer = post(world, "ben", card, "evidence/", {"what": "val.auc=.83 sent by nightly", "title": ""})
    assert answer.status_code == 200
    run = Run.objects.get(card=card)
    assert (run.metrics, run.title, run.kind) == ({"val.auc": 0.83}, "sent by nightly", "run")
    assert "0.830" in words(answer)
    assert "Counts" in words(answer)


def test_the_same_link_again_changes_the_run(world: World) -> None:
    card = world.running(world.board())
    link = "https://mlflow.example.org/#/runs/1"
    post(world, "ben", card, "evidence/", {"what": link})
    assert Run.objects.get(card=card).kind == "link"
    post(world, "ben", card, "evidence/", {"what": f"{link} val.auc=0.9"})
    assert (Run.objects.get(card=card).kind, Run.objects.get(card=card).url) == ("run", link)


def test_only_addresses_of_the_web_become_links(world: World) -> None:
    card = world.running(world.board())
    research.add_run(cause=world.by(), card=card, url="javascript:alert(1)", title="bad")
    assert "javascript:" not in client_of(world.ben).get(f"/c/{card.ref}/").content.decode()


def test_what_is_no_evidence_comes_back_as_it_was_typed(world: World) -> None:
    card = world.running(world.board())
    answer = post(world, "ben", card, "evidence/", {"what": "it looks good"})
    assert answer.status_code == 422
    assert 'value="it looks good"' in answer.content.decode()
    assert invalid_fields(answer) == {"what"}


def test_the_run_that_decides_is_named(world: World) -> None:
    card = world.running(world.board())
    for value in (0.9, 0.7):
        world.push(card, **{"val.auc": value})
    best = Run.objects.filter(card=card)[0]
    answer = post(world, "ben", card, f"evidence/{best.pk}/designation/")
    assert "The evidence suggests supported" in words(answer)
    assert Run.objects.get(pk=best.pk).designated
    other = world.running(card.board, "another")
    assert post(world, "ben", other, f"evidence/{best.pk}/designation/").status_code == 404


USEFUL = {"key": "useful", "mode": "attested", "statement": "The agents like it", "attested_by": "product_owner"}


def test_only_the_named_role_is_asked_to_confirm(world: World) -> None:
    card = world.running(world.board(), criteria=[AUC, USEFUL])
    assert 'id="attest-useful-yes"' in client_of(world.petra).get(f"/c/{card.ref}/").content.decode()
    assert 'id="attest-useful-yes"' not in client_of(world.ada).get(f"/c/{card.ref}/").content.decode()
    assert post(world, "ada", card, "attestations/", {"key": "useful", "met": "yes"}).status_code == 403
    answer = post(world, "petra", card, "attestations/", {"key": "useful", "met": "no"})
    assert "Denied" in words(answer)
    assert Attestation.objects.get().met is False


def test_no_answer_is_preselected_and_two_of_them_need_evidence(world: World) -> None:
    card = world.running(world.board())
    opened = client_of(world.ben).get(f"/c/{card.ref}/verdict/", headers=HTMX).content.decode()
    assert "checked" not in opened
    assert opened.count(" disabled") == 2
    refused = post(world, "ben", card, "verdict/", {"value": "supported", "learned": LEARNED})
    assert invalid_fields(refused) == {"value"}


def test_a_verdict_says_what_was_learned_in_twenty_characters(world: World) -> None:
    card = world.running(world.board())
    refused = post(world, "ben", card, "verdict/", {"value": "inconclusive", "learned": "Nothing."})
    assert refused.status_code == 422
    assert invalid_fields(refused) == {"learned"}
    assert ">Nothing.</textarea>" in refused.content.decode()
    assert not Verdict.objects.exists()


def test_against_the_suggestion_a_reason_and_a_second_person_are_needed(world: World) -> None:
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.7})
    given = {"value": "supported", "learned": LEARNED}
    assert invalid_fields(post(world, "ben", card, "verdict/", given)) == {"override_reason"}
    answer = post(world, "ben", card, "verdict/", {**given, "override_reason": "The cut was wrong."})
    assert "A second person has to agree" in words(answer)
    assert post(world, "ben", card, "verdict/confirmation/").status_code == 403
    assert "petra agrees" in words(post(world, "petra", card, "verdict/confirmation/")).lower()


def test_dropping_into_done_asks_for_the_verdict_and_moves_on_with_it(world: World) -> None:
    board = world.board()
    card, done = world.running(board), lane_of(board, "done")
    opened = client_of(world.ben).get(f"/c/{card.ref}/verdict/?lane={done.pk}", headers=HTMX)
    assert "Record and move to Done" in words(opened)
    post(world, "ben", card, "verdict/", {"value": "not_tested", "learned": LEARNED, "lane": done.pk})
    card.refresh_from_db()
    assert (card.lane, card.face["verdict"]["value"]) == (done, "not_tested")


def test_a_concluded_card_begins_another_round(world: World) -> None:
    card = world.running(world.board())
    post(world, "ben", card, "verdict/", {"value": "inconclusive", "learned": LEARNED})
    answer = post(world, "ben", card, "reopening/")
    assert "1 earlier round" in words(answer)
    assert Round.objects.filter(card=card).count() == 2


def test_an_entry_is_written_changed_and_taken_out(world: World) -> None:
    card = world.running(world.board())
    answer = post(world, "ben", card, "log/", {"body": "**Bold** for @petra", "kind": "result"})
    assert "<strong>Bold</strong> for <b>@petra</b>" in answer.content.decode()
    entry = LogEntry.objects.get()
    assert told(answer) == {"log:added": {"id": f"entry-{entry.pk}"}}
    post(world, "ben", card, f"log/{entry.pk}/", {"body": "Plain"})
    assert LogEntry.objects.get().body == "Plain"
    assert post(world, "ada", card, f"log/{entry.pk}/", {"body": "Mine now"}).status_code == 403
    gone = post(world, "ben", card, f"log/{entry.pk}/removal/")
    assert "Ben took this entry out" in words(gone)


def test_an_empty_entry_is_refused_where_it_was_typed(world: World) -> None:
    card = world.running(world.board())
    answer = post(world, "ben", card, "log/", {"body": "  ", "kind": "note"})
    assert answer.status_code == 422
    assert invalid_fields(answer) == {"body"}


def test_what_happened_stands_between_the_entries_and_is_folded(world: World) -> None:
    card = world.running(world.board())
    research.add_log_entry(cause=world.by(), card=card, body="First.")
    world.later(minutes=1)
    world.push(card, **{"val.auc": 0.8})
    text = words(client_of(world.ben).get(f"/c/{card.ref}/"))
    assert "4 changes" in text
    assert text.index("4 changes") < text.index("First.") < text.index("added the run")
