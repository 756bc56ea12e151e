"""The calendar feed: a real parser reads it, nobody can write into it, and the secret is all that opens it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar

from accounts.actions import remove_member
from accounts.actions.people import deactivate_person
from accounts.models import AuditRecord, Membership, digest
from boards.actions import delete_board, edit_card
from boards.models import Board
from cadence import actions
from cadence.feed import calendar_of
from cadence.models import CalendarFeed
from cadence.rule import Rule, occurrences
from config.logs import without_secrets
from tests.cadence.conftest import scheduled
from tests.pages import client_of
from tests.world import World
from timeboxes.actions import create_initiative, start_stage
from timeboxes.models import TimeBox

pytestmark = pytest.mark.django_db
EVIL = 'A\r\nBEGIN:VEVENT\nATTACH:x\rX-EVIL:1\u2028X-EVIL:2\x0bX-EVIL:3\x85X-EVIL:4;a,b\\n\\c"DQUOTE:'


def entries(board: Board) -> dict[str, Any]:
    """By the first part of their ids."""
    calendar: Any = Calendar.from_ical(calendar_of(board))
    return {str(each["UID"]).partition("@")[0]: each for each in calendar.walk("VEVENT")}


def address(world: World, board: Board, who: str = "ben") -> str:
    secret = actions.make_feed(person=world.cast[who], board=board, at=world.at)
    return f"/calendars/{secret}/{board.key}.ics"


def test_a_real_parser_reads_boxes_stages_increments_and_meetings(world: World, board: Board) -> None:
    card = world.running(board, "Does text tell?")
    stages = [{"name": "Proof", "budget": "1w"}]
    made = create_initiative(cause=world.by("petra"), board=board, name="Churn v3", stages=stages)
    start_stage(cause=world.by("petra"), stage=made.stages.select_related("initiative").get())
    days = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 12, 4)}
    winter = actions.plan_increment(cause=world.by("petra"), board=board, name="Winter", goal="Fewer", **days)
    series = scheduled(world, board, zone="Europe/Berlin")
    box, found = TimeBox.objects.get(), entries(board)
    assert set(found) == {f"box-{box.pk}", f"box-{box.pk}-stop", f"stage-{made.stages.get().pk}",
                          f"increment-{winter.pk}", f"meeting-{series.pk}"}  # fmt: skip
    due = found[f"box-{box.pk}"]
    assert due.decoded("DTSTART") == box.due_at
    assert str(due["SUMMARY"]) == f"Time-box ends: {card.ref} Does text tell?"
    assert str(due["URL"]) == f"http://testserver/c/{card.ref}/"
    assert found[f"box-{box.pk}-stop"].decoded("DTSTART") == box.hard_stop_at
    whole_days = found[f"increment-{winter.pk}"]
    assert (whole_days.decoded("DTSTART"), whole_days.decoded("DTEND")) == (date(2026, 11, 16), date(2026, 12, 5))
    meeting = found[f"meeting-{series.pk}"]
    assert meeting["RRULE"].to_ical() == b"FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU"
    assert meeting.decoded("DTSTART") == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert meeting.decoded("DURATION") == timedelta(hours=1)


def test_a_client_that_expands_the_rule_finds_the_times_we_remind_of(world: World, board: Board) -> None:
    series = scheduled(world, board, rule=Rule("week", "sun", 2), time=time(2, 30), zone="Europe/Berlin")
    actions.skip_meeting(cause=world.by("petra"), series=series, day=series.starts_on + timedelta(days=14))
    series.refresh_from_db()
    entry = entries(board)[f"meeting-{series.pk}"]
    begins = entry.decoded("DTSTART")
    expanded = rruleset()
    expanded.rrule(rrulestr(entry["RRULE"].to_ical().decode(), dtstart=begins.replace(tzinfo=None)))
    for day in entry["EXDATE"].dts:
        expanded.exdate(day.dt.replace(tzinfo=None))
    local = [day.replace(tzinfo=begins.tzinfo) for day in expanded[:20]]
    assert [day.astimezone(UTC) for day in local] == occurrences(series, world.at, 20)


def test_every_zone_comes_with_its_rules(world: World, board: Board) -> None:
    scheduled(world, board, zone="Europe/Berlin")
    scheduled(world, board, "item_review", zone="America/New_York")
    calendar: Any = Calendar.from_ical(calendar_of(board))
    zones = {str(zone["TZID"]): zone for zone in calendar.walk("VTIMEZONE")}
    assert set(zones) == {"Europe/Berlin", "America/New_York"}
    berlin = zones["Europe/Berlin"].to_tz()
    assert datetime(2026, 7, 1, 12, tzinfo=berlin).utcoffset() == timedelta(hours=2)
    assert datetime(2026, 12, 1, 12, tzinfo=berlin).utcoffset() == timedelta(hours=1)


def test_no_text_becomes_a_property(world: World, board: Board) -> None:
    card = world.running(board, "Harmless")
    edit_card(cause=world.by(), card=card, changes={"title": EVIL.replace("\x0b", "").replace("\x85", "")[:150]})
    days = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 12, 4)}
    actions.plan_increment(cause=world.by("petra"), board=board, name="W" + EVIL[:100], goal=EVIL, **days)
    Board.objects.filter(pk=board.pk).update(name="N" + EVIL[:100])
    scheduled(world, board)
    board.refresh_from_db()
    body = calendar_of(board)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")
    calendar: Any = Calendar.from_ical(body)
    assert len(calendar.walk("VEVENT")) == 4
    names = {name for part in calendar.walk() for name in part}
    assert not [name for name in names if "EVIL" in name or name in ("ATTACH", "DQUOTE")]
    (winter,) = (each for each in calendar.walk("VEVENT") if "increment" in each["UID"])
    assert ";a,b\\n\\c" in str(winter["DESCRIPTION"])  # as it was typed, and no line break


def test_the_same_board_gives_the_same_bytes_and_a_change_another_version(world: World, board: Board) -> None:
    card, series = world.running(board, "Q"), scheduled(world, board)
    before = entries(board)
    assert calendar_of(board) == calendar_of(board)
    edit_card(cause=world.by(at=world.later(hours=1)), card=card, changes={"title": "Q2"})
    actions.reschedule_meeting(cause=world.by("petra"), series=series, changes={"minutes": 30})
    after = entries(board)
    assert set(before) == set(after)
    for name in after:
        assert int(after[name]["SEQUENCE"]) > int(before[name]["SEQUENCE"])
        assert after[name].decoded("LAST-MODIFIED") == world.at


def test_the_address_opens_it_privately_and_tells_what_is_known(world: World, board: Board) -> None:
    client, path = client_of(None), address(world, board)
    first: Any = client.get(path)
    assert first.status_code == 200
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert "sessionid" not in first.cookies
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    world.running(board)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_only_the_hash_is_kept_and_another_address_takes_its_place(world: World, board: Board) -> None:
    first = address(world, board)
    secret = first.split("/")[2]
    assert len(secret) >= 43
    assert CalendarFeed.objects.get().digest == digest(secret)
    second = address(world, board)
    client = client_of(None)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert actions.remove_feed(person=world.ben, board=board, at=world.at)
    assert client.get(second).status_code == 404
    kinds = list(AuditRecord.objects.filter(actor=world.ben).order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["feed.created", "feed.created", "feed.removed"]
    assert secret not in str(list(AuditRecord.objects.values_list("data", flat=True)))
    assert secret not in without_secrets(f"GET {first} 404")


def test_it_leads_to_its_own_board_and_no_other(world: World, board: Board) -> None:
    world.board("OTHER")
    path = address(world, board)
    assert client_of(world.ada).get(path.replace("CHURN", "OTHER")).status_code == 404
    assert client_of(world.ada).get(path.replace("CHURN", "churn")).status_code == 404


@pytest.mark.parametrize("gone", ["member", "person", "board"])
def test_whoever_may_not_see_the_board_any_more_gets_nothing(world: World, board: Board, gone: str) -> None:
    path = address(world, board)
    if gone == "member":
        membership = Membership.objects.get(team=world.team, person=world.ben)
        remove_member(actor=world.ada, membership=membership, at=world.at)
    elif gone == "person":
        deactivate_person(person=world.ben, at=world.at)
    else:
        delete_board(cause=world.by("ada"), board=board)
    answer = client_of(None).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert client_of(world.ada).get(path).status_code == 404  # her session is not asked
