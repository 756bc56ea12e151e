"""Workers are killed in the middle of sweeping, telling and mailing; everything is told once all the same."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.db.models import Count, F
from django.utils import timezone
from kombu.exceptions import OperationalError

from boards.models import Board, Event, MailDelivery, Notification
from boards.readers.mail import LEASE
from boards.tasks import follow_logs, send_mail_due
from timeboxes.tasks import expire_due
from tools.faults.boxes import due_at, research_board
from tools.faults.postman import mailed_within
from tools.proof.boards import flaws
from tools.proof.claims import Claim, Scale, at_most, equal, none_of
from tools.proof.crowd import Meanwhile
from tools.proof.house import House
from tools.proof.processes import Process

KILL_AFTER = (0.2, 1.2)
MAIL_SECONDS = 0.03
WORKERS, IN_FLIGHT = 2, 2
ALIVE_SECONDS = 60.0


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    world, boxes, kills = house.world, scale.of(10_000, 20), scale.of(50, 3)
    board = research_board(world, "T2")
    began, now = len(house.sink.messages), timezone.now()
    for number in range(boxes):
        due_at(world, board, f"Box {number}", now + timedelta(seconds=40 * number / boxes))
    house.sink.seconds = MAIL_SECONDS
    limit = mailed_within(house, 2 * boxes)
    house.beat()
    workers = [house.worker() for _ in range(WORKERS)]
    with Meanwhile(hurry, pause=0.3):
        _kill_again_and_again(house, workers, kills)
        _let_leases_pass(workers)
        workers, last_kill = [house.worker() for _ in range(WORKERS)], time.monotonic()
        _wait_until_told(board, boxes, 2 * limit)
        spent = time.monotonic() - last_kill
    for worker in workers:
        worker.stop()
    house.sink.seconds = 0.0
    did = f"{boxes} expiries, {kills} x kill -9 of a worker's group"
    yield at_most(f"{did}: all told after the last kill", spent, limit)
    yield from _once_in_the_database(board, boxes, did)
    yield from _at_least_once_on_the_wire(house, board, began, kills)


def hurry() -> None:
    """Beat for the impatient: the same wake-ups, more often."""
    with suppress(OperationalError):
        for task in (expire_due, follow_logs, send_mail_due):
            task.apply_async(expires=2)


def _kill_again_and_again(house: House, workers: list[Process], kills: int) -> None:
    """One group at a time, a moment after something has been done by it or its neighbour."""
    rng = random.Random(2)  # noqa: S311 (the same moments in each run)
    for number in range(kills):
        _wait_for_progress()
        time.sleep(rng.uniform(*KILL_AFTER))
        workers[number % WORKERS].kill()
        workers[number % WORKERS] = house.worker()
    for worker in workers:
        worker.kill()


def _wait_for_progress() -> None:
    done, end = _progress(), time.monotonic() + ALIVE_SECONDS
    while _progress() == done and time.monotonic() < end:
        time.sleep(0.05)


def _progress() -> tuple[int, int]:
    return Event.objects.filter(kind="timebox.expired").count(), MailDelivery.objects.filter(sent_at=None).count()


def _let_leases_pass(workers: list[Process]) -> None:
    """Nobody is alive who could hold a mail, so the two minutes of a lease may as well be over."""
    if any(worker.alive for worker in workers):
        raise RuntimeError("a worker is still alive")
    MailDelivery.objects.filter(lease_until__gt=timezone.now()).update(lease_until=F("lease_until") - LEASE)


def _wait_until_told(board: Board, boxes: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    waiting = MailDelivery.objects.filter(notification__board=board, sent_at=None, dropped_at=None)
    told = Notification.objects.filter(board=board, kind="timebox.expired")
    while time.monotonic() < end and (told.count() < 2 * boxes or waiting.exists()):
        time.sleep(0.2)


def _once_in_the_database(board: Board, boxes: int, did: str) -> Iterator[Claim]:
    expired = Event.objects.filter(board=board, kind="timebox.expired")
    yield equal(f"{did}: expired events", expired.count(), boxes)
    per_card = expired.values("card").annotate(times=Count("pk")).filter(times__gt=1)
    yield none_of("no box expires twice", list(per_card))
    told = Counter(Notification.objects.filter(board=board).values_list("kind", "person__username"))
    expected = {("timebox.expired", "ben"): boxes, ("timebox.expired", "petra"): boxes}
    found = {key: number for key, number in told.items() if key[0] == "timebox.expired"}
    yield equal("author and owner are told once of each", found, expected)
    yield equal("each mark of each box is told once", told["timebox.warned", "ben"], 2 * boxes)
    yield none_of("the log has no gap", flaws(board))


def _at_least_once_on_the_wire(house: House, board: Board, began: int, kills: int) -> Iterator[Claim]:
    mails = MailDelivery.objects.filter(notification__board=board)
    dropped = mails.exclude(dropped_at=None)
    settled = dropped.filter(notification__kind="timebox.warned").exclude(notification__done_at=None)
    unsettled = sorted(set(dropped) - set(settled), key=str)
    yield none_of("only warnings that the expiry has settled are not mailed", unsettled, mails.count())
    keys = set(mails.filter(dropped_at=None).values_list("message_id", flat=True))
    sent = [message for message in house.sink.messages[began:] if message["Message-ID"] in keys]
    arrived = Counter(str(message["Message-ID"]) for message in sent)
    yield none_of("no mail is missing at the receiver", sorted(keys - set(arrived)), len(keys))
    ids: dict[tuple[str, str], set[str]] = {}
    for message in sent:
        ids.setdefault((message["To"], message["Subject"]), set()).add(message["Message-ID"])
    several = [key for key, own in ids.items() if len(own) > 1]
    yield none_of("a mail that comes twice has the same Message-ID", several)
    twice, most = sum(arrived.values()) - len(arrived), (kills + WORKERS) * IN_FLIGHT
    did = "duplicates are fewer than the mails in flight at the kills"
    yield Claim(did, f"{twice} of at most {most}", twice <= most)
