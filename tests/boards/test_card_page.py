"""An opened card, beside its board and on its own page: what everybody sees, and the small acts on it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from boards.actions import edit_card, link_cards
from boards.models import Card, CardLink, Watch
from tests.card_doors import HTMX, post
from tests.pages import client_of, invalid_fields, said, words
from tests.world import World, lane_of, last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    return world.card(world.board(), "Pin the snapshot", description="So that **every** run reads the same rows.")


def reread(card: Card) -> Card:
    return Card.objects.get(pk=card.pk)


@pytest.mark.parametrize("door", ["", "drawer/", "part/title/"])
def test_the_team_reads_it_and_nobody_else(world: World, card: Card, door: str) -> None:
    for who in ("ada", "petra", "ben", "vera"):
        page = client_of(world.cast[who]).get(f"/c/{card.ref}/{door}", headers=HTMX)
        assert page.status_code == 200
        assert "Pin the snapshot" in words(page)
    assert client_of(world.dan).get(f"/c/{card.ref}/{door}").status_code == 404
    assert Client().get(f"/c/{card.ref}/{door}").status_code == 302


def test_every_control_has_an_id_and_no_id_twice(world: World) -> None:
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.9})
    body = client_of(world.ben).get(f"/c/{card.ref}/drawer/").content.decode()
    controls = re.findall(r"<(?:button|input|select|textarea|summary)\b[^>]*>", body)
    assert [tag for tag in controls if 'type="hidden"' not in tag and " id=" not in tag] == []
    ids = re.findall(r'\sid="([^"]+)"', body)
    assert sorted(ids) == sorted(set(ids))
    assert not re.search(r"\s(?:style|on\w+)=", body)


DOORS: dict[str, dict[str, Any]] = {
    "edit/title/": {"title": "x", "version": 1},
    "edit/text/": {"description": "x", "version": 1},
    "edit/priority/": {"value": "high"},
    "acts/person/": {"person": "ben"},
    "acts/label/": {"label": "nlp"},
    "acts/block/": {"reason": "export"},
    "acts/archive/": {},
    "acts/trash/": {},
    "acts/link/": {"target": "CHURN-1", "kind": "relates"},
}


@pytest.mark.parametrize("door", DOORS)
def test_a_viewer_may_not_change_it_and_a_stranger_does_not_find_it(world: World, card: Card, door: str) -> None:
    world.card(card.board)
    other = world.card(card.board)
    assert post(world, "vera", other, door, **DOORS[door]).status_code == 403
    assert post(world, "dan", other, door, **DOORS[door]).status_code == 404
    assert Client().post(f"/c/{other.ref}/{door}", DOORS[door], headers=HTMX).status_code == 401


def test_the_title_is_changed_in_place(world: World, card: Card) -> None:
    opened = client_of(world.ben).get(f"/c/{card.ref}/part/title/?edit=title", headers=HTMX)
    assert "hx-morph-skip" in opened.content.decode()
    answer = post(world, "ben", card, "edit/title/", title="Pin it", version=card.version)
    assert json.loads(answer.headers["HX-Trigger"]) == {"card:focus": {"id": "title-edit"}}
    assert reread(card).title == "Pin it"
    refused = post(world, "ben", card, "edit/title/", title=" ", version=reread(card).version)
    assert (refused.status_code, invalid_fields(refused)) == (422, {"title"})


def test_an_older_text_is_shown_beside_the_newer_one_and_neither_is_lost(world: World, card: Card) -> None:
    edit_card(cause=world.by("ada"), card=card, changes={"description": "Ada was here."})
    answer = post(world, "ben", card, "edit/text/", description="Ben was here.", version=card.version)
    assert answer.status_code == 412
    assert "Ada was here." in words(answer)
    assert ">Ben was here.</textarea>" in answer.content.decode()
    newer = re.search(r'name="version" value="(\d+)"', answer.content.decode())
    assert newer is not None
    post(world, "ben", card, "edit/text/", description="Both were here.", version=newer[1])
    assert reread(card).description == "Both were here."


def test_a_task_has_its_story(world: World, card: Card) -> None:
    story = {"benefit": "trust a figure", "role": "lead", "other_role": "the pipeline", "action": "pin its data"}
    page = post(world, "ben", card, "edit/text/", {"description": "", "version": card.version, **story})
    assert "In order to trust a figure, as a lead, I want the pipeline to pin its data." in words(page)


def test_properties_are_chosen_from_lists(world: World, card: Card) -> None:
    for name, value, wanted in (
        ("priority", "high", "high"),
        ("value", "4", 4),
        ("kind", "exploration", "exploration"),
    ):
        post(world, "ben", card, f"edit/{name}/", value=value)
        assert getattr(reread(card), name) == wanted
        assert post(world, "ben", card, f"edit/{name}/", value="9").status_code == 400
    post(world, "ben", card, "edit/due_at/", value="2026-11-24")
    assert "Tue 24 Nov 2026" in words(client_of(world.ben).get(f"/c/{card.ref}/"))
    assert post(world, "ben", card, "edit/due_at/", value="2026-13-40").status_code == 400
    post(world, "ben", card, "edit/due_at/", value="")
    assert reread(card).due_at is None
    assert post(world, "ben", card, "edit/author/", value="ada").status_code == 404


def test_people_and_labels_are_put_on_and_taken_off(world: World, card: Card) -> None:
    for _ in range(2):
        post(world, "ben", card, "acts/person/", person="ada")
        post(world, "ben", card, "acts/label/", label="nlp")
    assert (reread(card).face["assignees"], reread(card).face["labels"]) == ([], [])
    post(world, "ben", card, "acts/label/", label="nlp")
    post(world, "ben", card, "acts/label/", label="NLP")
    assert reread(card).face["labels"] == []
    assert post(world, "ben", card, "acts/person/", person="dan").status_code == 400


def test_links_are_seen_from_both_ends_and_only_by_who_sees_both_cards(world: World, card: Card) -> None:
    other = world.hypothesis(card.board, "The question")
    post(world, "ben", card, "acts/link/", target=f"#{other.ref.lower()}", kind="blocks")
    assert f"Blocks {other.ref}" in words(client_of(world.ben).get(f"/c/{card.ref}/"))
    assert f"Blocked by {card.ref}" in words(client_of(world.ben).get(f"/c/{other.ref}/"))
    post(world, "ben", other, "acts/unlink/", target=card.ref, kind="blocks", way="in")
    assert not CardLink.objects.exists()
    unknown = post(world, "ben", card, "acts/link/", target="NOPE-1", kind="blocks")
    assert "There is no card NOPE-1 that you can see." in unknown.headers["HX-Trigger"]


def test_a_link_to_a_card_of_another_team_is_not_shown(world: World, card: Card) -> None:
    other = world.card(world.board("SECRET"), "Hidden")
    link_cards(cause=world.by("ada"), card=card, target=other, kind="relates")
    from accounts.models import Membership, Team

    own = Team.objects.create(name="Own", slug="own", created_at=world.at)
    Membership.objects.create(team=own, person=world.ada, role="admin", created_at=world.at)
    type(other.board).objects.filter(pk=other.board_id).update(team=own)
    assert "Hidden" not in words(client_of(world.ben).get(f"/c/{card.ref}/"))
    assert "Hidden" in words(client_of(world.ada).get(f"/c/{card.ref}/"))


def test_blocking_says_why_until_it_can_go_on(world: World, card: Card) -> None:
    assert "export is late" in words(post(world, "ben", card, "acts/block/", reason="export is late"))
    assert "export is late" not in words(post(world, "ben", card, "acts/unblock/")).split("Research log")[0]


def test_watching_and_muting_are_private(world: World, card: Card) -> None:
    seq = last_event(card.board).seq
    post(world, "vera", card, "acts/watch/", state="watch")
    assert Watch.objects.get().person == world.vera
    post(world, "vera", card, "acts/watch/", state="mute")
    assert Watch.objects.get().muted
    post(world, "vera", card, "acts/watch/", state="default")
    assert not Watch.objects.exists()
    assert post(world, "vera", card, "acts/watch/", state="loud").status_code == 400
    assert last_event(card.board).seq == seq


def test_what_was_put_away_says_so_and_comes_back(world: World, card: Card) -> None:
    assert "In the trash" in words(post(world, "ben", card, "acts/trash/"))
    assert post(world, "ben", card, "edit/title/", title="x", version=9).status_code == 404
    assert "In the trash" not in words(post(world, "ben", card, "acts/restore/"))
    assert "Archived" in words(post(world, "ben", card, "acts/archive/"))


def test_a_card_is_moved_from_its_own_page(world: World, card: Card) -> None:
    lane = lane_of(card.board, "code review")
    post(world, "ben", card, "lane/", lane=lane.pk)
    assert reread(card).lane == lane
    plain = client_of(world.ben).post(f"/c/{card.ref}/lane/", {"lane": lane_of(card.board, "to do").pk})
    assert said(plain) == [f"{card.ref} moved to To do"]


def test_what_a_lane_asks_for_is_told_to_the_page(world: World) -> None:
    question = world.hypothesis(world.board())
    lane = lane_of(question.board, "test hypothesis")
    told = json.loads(post(world, "ben", question, "lane/", lane=lane.pk).headers["HX-Trigger"])
    assert told["card:asks"]["lane"] == lane.pk
    assert told["card:asks"]["errors"][0]["field"] == "belief"
    plain = client_of(world.ben).post(f"/c/{question.ref}/lane/", {"lane": lane.pk})
    assert (plain.status_code, "Say what you believe." in words(plain)) == (422, True)


def test_the_history_names_what_happened_and_takes_ones_own_acts_back(world: World, card: Card) -> None:
    post(world, "ben", card, "edit/priority/", value="high")
    seq = last_event(card.board).seq
    page = client_of(world.ben).get(f"/c/{card.ref}/")
    assert "Ben changed priority" in words(page)
    assert f'id="undo-{seq}"' in page.content.decode()
    assert f'id="undo-{seq}"' not in client_of(world.ada).get(f"/c/{card.ref}/").content.decode()
    post(world, "ben", card, "acts/undo/", seq=seq)
    assert reread(card).priority == "normal"


def test_an_unknown_part_or_act_does_not_exist(world: World, card: Card) -> None:
    assert client_of(world.ben).get(f"/c/{card.ref}/part/nothing/", headers=HTMX).status_code == 404
    assert post(world, "ben", card, "acts/explode/").status_code == 404
    assert client_of(world.ben).get("/c/CHURN-99/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_log(
    world: World, card: Card, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        world.later(minutes=1)
        edit_card(cause=world.by("ada"), card=card, changes={"title": f"Title {n}"})
    client = client_of(world.ben)
    with django_assert_max_num_queries(45):
        client.get(f"/c/{card.ref}/")
