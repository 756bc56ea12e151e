"""What a Trello board looks like after it has come in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from accounts.models import Person, Team
from boards.models import Board, Card, Event, Lane
from hypotheses.models import LogEntry
from tests.integrations.trello import a_board, a_card, a_comment, a_list, archived, bring, drawn, is_gapless


@pytest.fixture
def lists() -> dict[str, dict[str, object]]:
    return {name: a_list(name) for name in ("Next", "Doing", "Done")}


def only_card() -> Card:
    return Card.objects.get()


def test_lists_become_lanes_and_cards_keep_their_order(team: Team, ada: Person) -> None:
    doing, ideas = a_list("Doing", pos=200), a_list("Ideas 💡", pos=100.5)
    cards = [a_card(doing, "second", pos=2.25), a_card(doing, "first", pos=2), a_card(ideas, "alone", pos=9)]
    report = bring(a_board([doing, ideas], cards), team, ada)
    board = Board.objects.get()
    assert (board.key, board.name, board.source) == ("SPACE", "Space probe", f"trello:{a_board([], [])['id']}")
    assert drawn(board) == {"backlog": [], "Ideas 💡": ["alone"], "Doing": ["first", "second"]}
    assert report.is_new
    assert report.cards["created"] == 3
    assert is_gapless(board)


def test_every_fact_says_that_it_came_with_an_import_and_tells_nobody(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    bring(a_board([doing], [a_card(doing, "One"), a_card(doing, "Two", closed=True)]), team, ada)
    events = Event.objects.filter(card__isnull=False)
    assert [event.kind for event in events.order_by("seq")] == ["card.created", "card.created", "card.archived"]
    assert {event.origin for event in events} == {"import:trello"}
    assert all(event.data["silent"] for event in events)


def test_roles_come_from_names_only_where_they_are_certain(team: Team, ada: Person) -> None:
    names = ["En curso", "TERMINADO", "Code Review ✅", "Resources", "Product Backlog", "完成", "Backlog"]
    report = bring(a_board([a_list(name) for name in names], []), team, ada)
    roles = {lane.name: lane.role for lane in Lane.objects.all()}
    assert roles == {
        "Product Backlog": "backlog",
        "En curso": "active",
        "TERMINADO": "done",
        "Code Review ✅": "review",
        "Resources": "queue",
        "完成": "done",
        "Backlog": "queue",
    }
    assert "does not say" in report.roles["Resources"]
    assert next(iter(Lane.objects.all())).name == "Product Backlog"


def test_lists_with_the_same_name_stay_apart(team: Team, ada: Person) -> None:
    lists = [a_list("Done"), a_list("done"), a_list("Done"), a_list(""), a_list("x" * 200), a_list("x" * 200)]
    bring(a_board(lists, [a_card(lists[1], "mine")]), team, ada)
    board = Board.objects.get()
    assert list(drawn(board))[1:] == ["Done", "done (2)", "Done (3)", "(no name)", "x" * 120, "x" * 116 + " (2)"]
    assert drawn(board)["done (2)"] == ["mine"]


def test_cards_of_an_archived_list_neither_come_back_nor_vanish(team: Team, ada: Person) -> None:
    doing, old = a_list("Doing"), a_list("Sprint 1", closed=True)
    cards = [a_card(old, "left open"), a_card(old, "closed", closed=True), a_card(doing, "put away", closed=True)]
    report = bring(a_board([doing, old], cards), team, ada)
    board = Board.objects.get()
    assert drawn(board) == {"backlog": [], "Doing": []}
    assert archived(board) == ["closed", "left open", "put away"]
    assert [label["name"] for label in Card.objects.get(title="left open").face["labels"]] == ["list: Sprint 1"]
    assert report.cards["archived"] == 3
    assert report.changed["open cards on archived lists, archived here"].examples == ["left open"]


def test_a_card_whose_list_is_missing_goes_to_the_backlog(team: Team, ada: Person) -> None:
    doing, lost = a_list("Doing"), a_list("Lost")
    report = bring(a_board([doing], [a_card(lost, "stray")]), team, ada)
    assert drawn(Board.objects.get()) == {"backlog": ["stray"], "Doing": []}
    assert report.changed["cards of a list that is not in the file, now in the backlog"].count == 1


def test_titles_are_cut_and_the_whole_one_is_kept(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    long = "A very long title " * 20
    report = bring(a_board([doing], [a_card(doing, long, desc="More."), a_card(doing, " \n ")]), team, ada)
    cut, empty = Card.objects.order_by("number")
    assert len(cut.title) <= 200
    assert cut.title.endswith("…")
    assert cut.description == f"**{long.strip()}**\n\nMore."
    assert empty.title == "(no title)"
    assert report.changed["titles cut, the whole one begins the description"].count == 1


def test_a_description_that_is_too_long_is_cut_and_reported(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    report = bring(a_board([doing], [a_card(doing, "Long", desc="x" * 25_000)]), team, ada)
    assert len(only_card().description) <= 20_000
    assert "cut here" in only_card().description
    assert report.left_out["ends of descriptions over 20,000 characters"].examples == ["Long"]


def test_a_plain_description_comes_as_it_is(team: Team, ada: Person) -> None:
    doing, text = a_list("Doing"), "  Erst *messen*,\n\n dann schreiben.\n"
    bring(a_board([doing], [a_card(doing, "Plain", desc=text)]), team, ada)
    assert only_card().description == text


def test_checklists_attachments_and_fields_become_markdown(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    card = a_card(doing, "All of it", desc="Text", start="2021-01-04T09:00:00.000Z", dueComplete=True)
    card["attachments"] = [
        {"name": "A [draft].pdf", "url": "https://files.example.org/a b.pdf"},
        {"name": "Plan", "url": "https://files.example.org/plan(1).pdf"},
        {"name": "Trap", "url": "javascript:alert(1)"},
    ]
    card["customFieldItems"] = [
        {"idCustomField": "f2", "value": {"checked": "true"}},
        {"idCustomField": "f1", "idValue": "o2"},
        {"idCustomField": "f3", "value": {"text": "a | b"}},
        {"idCustomField": "f4", "value": None},
        {"idCustomField": "f5", "value": {"number": "100.32"}},
    ]
    checklist = {"id": "c1", "idCard": card["id"], "name": "Steps", "pos": 1}
    checklist["checkItems"] = [
        {"name": "later", "state": "incomplete", "pos": 2, "due": "2021-02-01T00:00:00.000Z"},
        {"name": "first\nof all", "state": "complete", "pos": 1},
    ]
    options = [{"id": "o2", "value": {"text": "High"}}]
    fields = [{"id": f"f{n}", "name": f"Field {n}", "pos": n} for n in range(1, 6)]
    fields[0]["options"] = options
    bring(a_board([doing], [card], checklists=[checklist], customFields=fields), team, ada)
    assert only_card().description.split("\n\n") == [
        "Text",
        "### Steps",
        "- [x] first of all\n- [ ] later (due 2021-02-01)",
        "### Attachments",
        "- A \\[draft\\].pdf\n- [Plan](<https://files.example.org/plan(1).pdf>)\n- Trap",
        "| Field | Value |\n| --- | --- |\n| Start | 2021-01-04 09:00 UTC |\n| Due date marked complete | yes |\n"
        "| Field 1 | High |\n| Field 2 | yes |\n| Field 3 | a \\| b |\n| Field 5 | 100.32 |",
    ]


def test_old_exports_keep_the_ticks_at_the_card(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    card = a_card(doing, "2012", idChecklists=["c1"])
    card["checkItemStates"] = [{"idCheckItem": "i1", "state": "complete"}]
    items = [{"id": "i1", "name": "done", "pos": 1}, {"id": "i2", "name": "open", "pos": 2}]
    bring(a_board([doing], [card], checklists=[{"id": "c1", "name": "L", "checkItems": items}]), team, ada)
    assert only_card().description == "### L\n\n- [x] done\n- [ ] open"


def test_labels_come_by_name_or_by_colour(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    own = [{"name": "Data", "color": "red"}, {"name": "", "color": "green_dark"}, {"name": "", "color": None}]
    cards = [
        a_card(doing, "New", labels=own),
        a_card(doing, "Same word", labels=[{"name": "DATA", "color": "blue"}]),
        a_card(doing, "By id", idLabels=["l1"]),
        a_card(doing, "Oldest", labels=["red"]),
    ]
    report = bring(a_board([doing], cards, labels=[{"id": "l1", "name": "By id", "color": "sky"}]), team, ada)
    worn = {card.title: [label["name"] for label in card.face["labels"]] for card in Card.objects.all()}
    assert worn == {"New": ["Data", "green dark"], "Same word": ["Data"], "By id": ["By id"], "Oldest": ["red"]}
    assert report.labels == 4
    assert report.left_out["labels without name and colour"].count == 1


def test_people_of_the_team_are_found_and_the_others_reported(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    members = [
        {"id": "m1", "username": "Ada", "fullName": "A. Novak"},
        {"id": "m2", "username": "pp77", "fullName": " petra "},
        {"id": "m3", "username": "mo", "fullName": "Mo Wanderer"},
    ]
    card = a_card(doing, "Shared", idMembers=["m1", "m2", "m3", "m9"])
    report = bring(a_board([doing], [card], members=members), team, ada)
    assert [person["username"] for person in only_card().face["assignees"]] == ["ada", "petra"]
    note = report.left_out["assignments of people who are not in the team"]
    assert (note.count, note.examples) == (2, ["Mo Wanderer", "somebody who left the board"])


def test_dates_and_address_come_along(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    card = a_card(doing, "Dated", due="2020-09-01T12:00:00.000Z")
    bring(a_board([doing], [card, a_card(doing, "Bad date", due="2020-99-01T12:00:00Z")]), team, ada)
    dated, bad = Card.objects.order_by("number")
    assert dated.due_at == datetime(2020, 9, 1, 12, tzinfo=UTC)
    assert dated.created_at == datetime.fromtimestamp(0x5F000000, UTC)
    assert dated.face["external"] == [{"source": "trello", "id": card["id"], "url": card["shortUrl"]}]
    assert bad.due_at is None


def test_comments_become_log_entries_and_the_missing_ones_are_counted(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    card = a_card(doing, "Discussed", badges={"comments": 5})
    actions = [
        a_comment(card, "newer", by="Petra", date="2020-08-02T10:00:00.000Z"),
        a_comment(card, "older", by="Mo Wanderer", date="2020-08-01T10:00:00.000Z"),
        a_comment(a_card(doing, "deleted"), "gone"),
        {"id": "a9", "type": "updateCard", "data": {}},
    ]
    report = bring(a_board([doing], [card], actions=actions), team, ada)
    older, newer = LogEntry.objects.order_by("created_at")
    assert (older.author, older.body) == (ada, "*Mo Wanderer wrote in Trello:*\n\nolder")
    assert (newer.author.username, newer.body) == ("petra", "newer")
    assert older.created_at == datetime(2020, 8, 1, 10, tzinfo=UTC)
    assert only_card().face["log"] == 2
    assert (report.comments["carried"], report.comments["missing"]) == (2, 3)
    assert "3 missing: an export stops at 1,000 actions" in str(report)


def test_what_has_no_place_here_is_counted(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    card = a_card(
        doing,
        "Decorated",
        idMembersVoted=["m1", "m2"],
        cover={"color": "red"},
        stickers=[{"image": "thumbsup"}],
        pluginData=[{"id": "p"}],
        locationName="Lab",
        isTemplate=True,
    )
    report = bring(a_board([doing], [card], powerUps=["voting"], closed=True), team, ada)
    counts = {what: note.count for what, note in report.left_out.items()}
    assert counts == {
        "votes": 2,
        "covers": 1,
        "stickers": 1,
        "power-up data of cards": 1,
        "places on the map": 1,
        "marks as a template": 1,
        "power-ups": 1,
    }
    assert "a board closed in Trello is open here" in report.changed


def test_broken_values_in_a_good_board_do_no_harm(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    card = a_card(doing, "a\x00b\ud800c", desc=None, pos="bottom", labels=None, idMembers="x", badges=[], due=5)
    twin = {**a_card(doing, "twin"), "id": card["id"]}
    twin["attachments"], twin["checkItemStates"] = None, None
    report = bring(a_board([doing], [card, twin, a_card(doing, "huge", pos=10**400)]), team, ada)
    assert sorted(Card.objects.values_list("title", flat=True)) == ["ab?c", "huge"]
    assert report.cards["created"] == 2


def test_a_board_without_lists_is_a_board(team: Team, ada: Person) -> None:
    bring(a_board([], [], name="項目"), team, ada)
    assert drawn(Board.objects.get(key="TRELLO")) == {"backlog": []}


def test_the_board_of_too_many_lists_is_refused(team: Team, ada: Person) -> None:
    with pytest.raises(Exception, match="60 open lists"):
        bring(a_board([a_list(str(n)) for n in range(60)], []), team, ada)
    assert not Board.objects.exists()


def test_a_product_owner_may_import_too(team: Team, petra: Person) -> None:
    doing = a_list("Backlog")
    report = bring(a_board([doing], [a_card(doing, "One"), a_card(doing, "Two")], desc="About"), team, petra)
    assert drawn(Board.objects.get()) == {"Backlog": ["One", "Two"]}
    assert "the board's description, which an admin sets" in report.left_out


def test_the_private_address_of_a_card_is_nowhere(team: Team, ada: Person, tmp_path: object) -> None:
    doing = a_list("Doing")
    card = a_card(doing, "Mail ME+77@example.org now", desc="ME+77@example.org", email="ME+77@example.org")
    text = "write to bob+1a2b@boards.trello.com, _me+77@Example.org_ or bob@example.org."
    other = a_card(doing, "x", desc=text)
    comment = a_comment(card, "send it to ME+77@example.org")
    report = bring(a_board([doing], [card, other], actions=[comment]), team, ada)
    call_command("dumpdata", output=f"{tmp_path}/all.json")
    with open(f"{tmp_path}/all.json") as file:  # noqa: PTH123
        stored = file.read() + str(report)
    assert "me+77" not in stored.lower()
    assert "bob+1a2b" not in stored
    assert "removed), (private address removed) or bob@example.org." in stored
    assert Card.objects.order_by("number")[0].title == "Mail (private address removed) now"


@pytest.mark.timeout(120)
def test_a_long_word_with_an_at_sign_does_not_hang(team: Team, ada: Person) -> None:
    doing = a_list("Doing")
    cards = [a_card(doing, str(n), desc="@" + "a" * 19_000 + "@b") for n in range(50)]
    assert bring(a_board([doing], cards), team, ada).cards["created"] == 50
