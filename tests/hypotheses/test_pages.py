"""What people do to the research of a card on its page: who may, what comes back, what is never lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from boards.actions import change_lane
from boards.models import Card
from hypotheses import actions as research
from hypotheses.models import Attestation, LogEntry, Round, Run, Verdict
from tests.pages import client_of, invalid_fields, words
from tests.world import AUC, World, lane_of, last_event

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LEARNED = "The text only repeats what the tariff says already."
SENTENCE = (
    "We believe a fine-tuned DistilBERT will identify cases with precision of greater than .95"
    " and a recall of greater than .7, because agents note the reason."
)


def post(world: World, who: str, card: Card, door: str, data: dict[str, Any] | None = None) -> Any:
    return client_of(world.cast[who]).post(f"/c/{card.ref}/{door}", data or {}, headers=HTMX)


def told(response: Any) -> dict[str, Any]:
    """What the answer tells the page besides its markup."""
    found: dict[str, Any] = json.loads(response.headers.get("HX-Trigger", "{}"))
    return found


def form_of(**more: Any) -> dict[str, Any]:
    """The form of the hypothesis with one row."""
    return {
        "belief": "boosted trees",
        "outcome": "rank churners",
        "budget": "5d",
        "forecast": "60",
        "run_policy": "designated",
        "criteria-TOTAL_FORMS": "1",
        "criteria-INITIAL_FORMS": "0",
        "criteria-0-kind": "success",
        "criteria-0-mode": "metric",
        "criteria-0-metric": "val.auc",
        "criteria-0-op": ">=",
        "criteria-0-target": ".82",
        "criteria-0-versus": "absolute",
        **more,
    }


DOORS: dict[str, dict[str, Any]] = {
    "hypothesis/": form_of(),
    "lock/": {},
    "evidence/": {"what": "auc=.83"},
    "attestations/": {"key": "useful", "met": "yes"},
    "verdict/": {"value": "inconclusive", "learned": LEARNED},
    "verdict/confirmation/": {},
    "reopening/": {},
    "log/": {"body": "Tried it.", "kind": "note"},
}


@pytest.mark.parametrize("door", DOORS)
def test_a_viewer_may_not_write_a_stranger_sees_nothing_and_nobody_signs_in_first(world: World, door: str) -> None:
    card = world.running(world.board())
    assert post(world, "vera", card, door, DOORS[door]).status_code == 403
    assert post(world, "dan", card, door, DOORS[door]).status_code == 404
    assert Client().post(f"/c/{card.ref}/{door}", DOORS[door]).status_code == 302
    assert Client().post(f"/c/{card.ref}/{door}", DOORS[door], headers=HTMX).status_code == 401


def test_a_viewer_reads_everything_and_finds_nothing_to_press(world: World) -> None:
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.79})
    research.add_log_entry(cause=world.by(), card=card, body="Tried it.")
    page = client_of(world.vera).get(f"/c/{card.ref}/")
    assert page.status_code == 200
    assert "a fine-tuned DistilBERT" in words(page)
    assert "The evidence suggests refuted" in words(page)
    body = page.content.decode()
    assert 'id="log-body"' not in body
    assert 'id="attach-edit"' not in body
    assert 'id="hypothesis-edit"' not in body


def test_a_hypothesis_is_written_in_place(world: World) -> None:
    card = world.hypothesis(world.board())
    answer = post(world, "ben", card, "hypothesis/", form_of())
    assert answer.status_code == 200
    assert 'hx-target="#part-criteria"' in answer.content.decode()
    assert told(answer)["card:focus"] == {"id": "hypothesis-edit"}
    round_ = Round.objects.get(card=card)
    assert (round_.belief, round_.budget_minutes, round_.forecast) == ("boosted trees", 2400, 0.6)
    criterion = round_.criteria.get()
    assert (criterion.metric, criterion.target, criterion.decimals) == ("val.auc", 0.82, 3)


def test_without_scripts_the_same_form_goes_on_to_the_page(world: World) -> None:
    card = world.hypothesis(world.board())
    answer = client_of(world.ben).post(f"/c/{card.ref}/hypothesis/", form_of())
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{card.ref}/")


def test_one_sentence_is_shown_as_parts_before_anything_is_saved(world: World) -> None:
    card = world.hypothesis(world.board())
    seq = last_event(card.board).seq
    answer = post(world, "ben", card, "hypothesis/", {"sentence": SENTENCE, "do": "read"})
    body = answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#part-hypothesis"
    assert ">a fine-tuned DistilBERT</textarea>" in body
    assert ">agents note the reason</textarea>" in body
    assert 'value="precision"' in body
    assert 'value="0.95"' in body
    assert 'value="recall"' in body
    assert last_event(card.board).seq == seq


def test_what_could_not_be_read_is_listed(world: World) -> None:
    card = world.hypothesis(world.board())
    sentence = "We believe it will work on 33 boards."
    answer = post(world, "ben", card, "hypothesis/", {"sentence": sentence, "do": "read"})
    assert "Not read as a criterion" in words(answer)
    assert "33 boards" in words(answer)


def test_a_sentence_that_was_not_read_yet_is_read_instead_of_lost(world: World) -> None:
    card = world.hypothesis(world.board())
    answer = post(world, "ben", card, "hypothesis/", form_of(sentence=SENTENCE))
    assert "Look through what was understood" in words(answer)
    saved = post(world, "ben", card, "hypothesis/", form_of(sentence=SENTENCE, was_read=SENTENCE))
    assert told(saved)["card:focus"] == {"id": "hypothesis-edit"}


def test_rows_are_added_and_dropped_without_losing_what_was_typed(world: World) -> None:
    card = world.hypothesis(world.board())
    more = post(world, "ben", card, "hypothesis/", form_of(do="add", belief="half a thought")).content.decode()
    assert 'name="criteria-1-metric"' in more
    assert ">half a thought</textarea>" in more
    assert 'value="val.auc"' in more
    fewer = post(world, "ben", card, "hypothesis/", form_of(do="drop-0")).content.decode()
    assert 'value="val.auc"' not in fewer


def test_a_mistake_stands_beside_its_field_and_the_text_stays(world: World) -> None:
    card = world.hypothesis(world.board())
    wrong = form_of(**{"criteria-0-target": "high", "budget": "soon", "belief": "half a thought"})
    answer = post(world, "ben", card, "hypothesis/", wrong)
    assert answer.status_code == 422
    assert ">half a thought</textarea>" in answer.content.decode()
    assert 'value="soon"' in answer.content.decode()
    assert invalid_fields(answer) & {"budget", "criteria-0-target"}
    assert not Round.objects.get(card=card).belief


def test_a_locked_text_is_not_edited_any_more(world: World) -> None:
    card = world.running(world.board())
    assert post(world, "ben", card, "hypothesis/", form_of()).status_code == 409
    assert 'id="hypothesis-edit"' not in client_of(world.ben).get(f"/c/{card.ref}/").content.decode()


def test_the_lock_dialog_lists_everything_that_is_missing_in_one_go(world: World) -> None:
    card = world.hypothesis(world.board())
    opened = client_of(world.ben).get(f"/c/{card.ref}/lock/", headers=HTMX).content.decode()
    for name in ("belief", "plan_if_pass", "plan_if_fail", "budget", "forecast", "criteria-0-metric"):
        assert f'name="{name}"' in opened
    refused = post(world, "ben", card, "lock/", {"asks": "belief", **rows()})
    assert refused.status_code == 422
    assert invalid_fields(refused) == {
        "belief", "plan_if_pass", "plan_if_fail", "budget", "forecast", "already_looked"
    }  # fmt: skip
    assert "Add at least one success criterion" in words(refused)


def rows(**row: str) -> dict[str, str]:
    count = {"criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "0"}
    first = {"kind": "success", "mode": "metric", **row}
    return {**count, **{f"criteria-0-{name}": value for name, value in first.items()}}


LOCKED = {
    "belief": "boosted trees",
    "plan_if_pass": "use it",
    "plan_if_fail": "drop it",
    "budget": "5d",
    "forecast": "60",
    "already_looked": "no",
    **rows(metric="val.auc", target="0.82", op=">="),
}


def test_the_dialog_locks_and_moves_the_card_on_in_one_act(world: World) -> None:
    board = world.board()
    card, lane = world.hypothesis(board), lane_of(board, "test hypothesis")
    answer = post(world, "ben", card, "lock/", {**LOCKED, "lane": lane.pk, "op": "abc"})
    assert answer.status_code == 200
    card.refresh_from_db()
    assert card.lane == lane
    assert Round.objects.get(card=card).is_locked
    placed = told(answer)["card:placed"]
    assert (placed["card"], placed["lane"], placed["op"]) == (card.ref, lane.pk, "abc")
    assert list(told(answer)) == ["dialog:close", "card:placed"]


def test_the_card_lands_where_it_was_dropped(world: World) -> None:
    board = world.board()
    first, second = world.running(board, "1"), world.running(board, "2")
    card = world.hypothesis(board, "3")
    lane = lane_of(board, "test hypothesis")
    top, bottom = lane.cards.open().in_order()
    assert {top, bottom} == {first, second}
    post(world, "ben", card, "lock/", {**LOCKED, "lane": lane.pk, "put_before": bottom.ref})
    assert [each.ref for each in lane.cards.open().in_order()] == [top.ref, card.ref, bottom.ref]


def test_a_full_lane_leaves_the_hypothesis_unlocked_and_asks_whoever_may_for_a_reason(world: World) -> None:
    board = world.board()
    world.running(board)
    card, lane = world.hypothesis(board), lane_of(board, "test hypothesis")
    change_lane(cause=world.by("ada"), lane=lane, changes={"wip_limit": 1, "wip_mode": "block"})
    refused = post(world, "ben", card, "lock/", {**LOCKED, "lane": lane.pk})
    assert refused.status_code == 422
    assert "holds 1 cards at most" in words(refused)
    assert not Round.objects.get(card=card).is_locked
    asked = post(world, "petra", card, "lock/", {**LOCKED, "lane": lane.pk})
    assert "Why does it have to go in now?" in words(asked)
    post(world, "petra", card, "lock/", {**LOCKED, "lane": lane.pk, "wip_override": "The data expire on Friday"})
    assert Round.objects.get(card=card).is_locked


def test_what_the_pre_flight_finds_can_be_mended_or_waived(world: World) -> None:
    card = world.hypothesis(world.board())
    impossible = post(world, "ben", card, "lock/", {**LOCKED, "criteria-0-target": "1.2"})
    assert impossible.status_code == 422
    assert "cannot be" in words(impossible)
    relative = {**LOCKED, "criteria-0-versus": "baseline", "criteria-0-target": "0.02"}
    blocked = post(world, "ben", card, "lock/", relative)
    assert "there is none" in words(blocked)
    assert "Lock it all the same" in words(blocked)
    post(world, "ben", card, "lock/", {**relative, "waive_preflight": "the baseline comes on Monday"})
    assert Round.objects.get(card=card).preflight_waived == "the baseline comes on Monday"


def test_an_exploration_only_needs_its_time_box(world: World) -> None:
    board = world.board()
    card = world.card(board, kind="exploration")
    lane = lane_of(board, "test hypothesis")
    post(world, "ben", card, "lock/", {"budget": "2d", "lane": lane.pk})
    card.refresh_from_db()
    assert (card.lane, card.face["timebox"]["state"]) == (lane, "running")


def test_there_is_nothing_to_lock_on_a_task_or_twice(world: World) -> None:
    board = world.board()
    for card in (world.card(board), world.running(board)):
        assert client_of(world.ben).get(f"/c/{card.ref}/lock/", headers=HTMX).status_code == 204


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
