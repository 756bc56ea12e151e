"""Who hears of what, once each, and no longer when they may not."""

from __future__ import annotations

from accounts.actions import remove_member
from accounts.models import Membership
from boards import actions
from boards.models import Board, MailDelivery, Notification, ReaderCursor
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import add_log_entry
from tests.world import World
from timeboxes.actions import decide, expire_due, mark_due


def told(board: Board, kind: str) -> dict[str, str]:
    """Who was told of the events of this kind, and why."""
    follow(INBOX, board.pk)
    rows = Notification.objects.filter(board=board, kind=kind).values_list("person__username", "reason")
    return dict(rows)


def mailed(board: Board, kind: str) -> set[str]:
    rows = MailDelivery.objects.filter(notification__board=board, notification__kind=kind)
    return set(rows.values_list("notification__person__username", flat=True))


def test_new_assignees_are_told_but_not_whoever_assigned_them(world: World, board: Board) -> None:
    card = world.card(board, who="ben", assignees=["petra"])
    assert told(board, "card.created") == {"petra": "assignee"}
    actions.edit_card(cause=world.by("ben"), card=card, changes={"assignees": ["ada", "ben", "petra"]})
    assert told(board, "card.edited") == {"ada": "assignee"}
    assert mailed(board, "card.edited") == set()


def test_a_mention_is_told_and_mailed_and_a_call_for_help_reaches_the_owner(world: World, board: Board) -> None:
    card = world.card(board, who="petra")
    add_log_entry(cause=world.by("ben"), card=card, body="@ada and @dan, look at this", kind="help")
    assert told(board, "log.added") == {"ada": "mention", "petra": "author"}
    assert mailed(board, "log.added") == {"ada", "petra"}  # it waits for her


def test_watchers_hear_and_who_has_muted_the_card_does_not(world: World, board: Board) -> None:
    card = world.card(board, who="petra")
    actions.watch_card(cause=world.by("vera"), card=card, state="watch")
    actions.watch_card(cause=world.by("petra"), card=card, state="mute")
    actions.block_card(cause=world.by("ben"), card=card, reason="no labels")
    assert told(board, "card.blocked") == {"vera": "watcher"}


def test_marks_go_to_the_people_of_the_card_and_the_end_to_whoever_decides(world: World, board: Board) -> None:
    card = world.running(board)
    actions.edit_card(cause=world.by("ada"), card=card, changes={"assignees": ["vera"]})
    world.later(days=3)
    mark_due(world.at)
    assert told(board, "timebox.warned") == {"ben": "author", "vera": "assignee"}
    world.later(days=4)
    expire_due(world.at)
    assert told(board, "timebox.expired") == {"ben": "author", "vera": "assignee", "petra": "owner"}
    assert told(board, "gate.opened") == {}
    asked = Notification.objects.filter(needs_action=True).values_list("person__username", flat=True)
    assert list(asked) == ["petra"]
    assert mailed(board, "timebox.expired") == {"ben", "vera", "petra"}


def test_a_later_mark_settles_the_earlier_one(world: World, board: Board) -> None:
    """After a downtime nobody is mailed that half of a box is used which is over."""
    world.running(board)
    world.later(days=7)
    mark_due(world.at)
    expire_due(world.at)
    follow(INBOX, board.pk)
    waiting = Notification.objects.filter(person=world.ben, done_at=None)
    assert list(waiting.values_list("kind", flat=True)) == ["timebox.expired"]


def test_a_decision_settles_what_was_asked_and_is_told_to_the_others(world: World, board: Board) -> None:
    card = world.running(board)
    world.later(days=7)
    expire_due(world.at)
    follow(INBOX, board.pk)
    decide(cause=world.by("petra"), box=card.timeboxes.get(), outcome="stop", rationale="no signal")
    assert told(board, "gate.decided") == {"ben": "author"}
    assert not Notification.objects.filter(needs_action=True).exists()
    assert not Notification.objects.filter(kind="timebox.expired", done_at=None).exists()


def test_an_import_and_a_change_of_members_tell_nobody(world: World, board: Board) -> None:
    silent = world.by("ada", notify=False)
    lane = actions.Place(lane=board.lanes.get(name="to do"))
    actions.create_card(cause=silent, board=board, title="Old", place=lane, assignees=["ben"])
    follow(INBOX, board.pk)
    assert not Notification.objects.exists()


def test_whoever_has_left_is_not_told(world: World, board: Board) -> None:
    card = world.card(board, who="petra")
    remove_member(actor=world.ada, membership=Membership.objects.get(person=world.petra), at=world.at)
    actions.block_card(cause=world.by("ben"), card=card, reason="no labels")
    assert told(board, "card.blocked") == {}


def test_reading_twice_changes_nothing(world: World, board: Board) -> None:
    world.running(board)
    world.later(days=7)
    expire_due(world.at)
    follow(INBOX, board.pk)
    rows = list(Notification.objects.values()), list(MailDelivery.objects.values())
    ReaderCursor.objects.update(seq=0)
    assert follow(INBOX, board.pk) == board.events.count()
    assert (list(Notification.objects.values()), list(MailDelivery.objects.values())) == rows


def test_mail_needs_an_address_and_the_wish_for_it(world: World, board: Board) -> None:
    world.petra.mail_reminders = False
    world.petra.save()
    world.ben.email = ""
    world.ben.save()
    world.running(board)
    world.later(days=7)
    expire_due(world.at)
    assert set(told(board, "timebox.expired")) == {"ben", "petra"}
    assert mailed(board, "timebox.expired") == set()
