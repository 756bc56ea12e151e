"""A sweep over a million running time-boxes of which ten thousand are over."""

from __future__ import annotations

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402 (models after the setup)
from django.utils import timezone  # noqa: E402

from boards.models import Board, CalendarVersion, Event  # noqa: E402
from config import start  # noqa: E402
from timeboxes import actions  # noqa: E402
from timeboxes.models import TimeBox  # noqa: E402

BOARDS, ROWS, DUE = 100, 1_000_000, 10_000

LANES = """INSERT INTO boards_lane (board_id, name, role, position, wip_mode, policy, runs_box, needs_verdict)
  SELECT id, 'test', 'active', 0, 'off', '', true, false FROM boards_board WHERE key LIKE 'S%%'"""
CARDS = """INSERT INTO boards_card (board_id, number, ref, lane_id, rank, kind, title, description, story,
  priority, weight, author_id, blocked_reason, blocked_seconds, loops, version, face, entered_lane_at, created_at,
  updated_at)
  SELECT b.id, n, b.key || '-' || n, l.id, lpad(n::text, 6, '0') || 'z', 'hypothesis', 'A question', '', '{}',
  'normal', 1, (SELECT min(id) FROM accounts_person), '', 0, 0, 1,
  '{"author":"ada","assignees":[],"labels":[],"external":[],"runs":0,"log":0,"criteria":null,"verdict":null,
    "round":{"n":1,"state":"testing","locked_at":null,"exploratory":false,"suggested":null,"reason":null},
    "timebox":{"id":1,"state":"running","budget_minutes":60,"extensions":0}}', now(), now(), now()
  FROM boards_board b JOIN boards_lane l ON l.board_id = b.id, generate_series(1, %s) n WHERE b.key LIKE 'S%%'"""
ROUNDS = """INSERT INTO hypotheses_round (card_id, n, state, author_id, belief, outcome, signal, because, for_whom,
  plan_if_pass, plan_if_fail, budget_minutes, forecast, run_policy, baseline_metrics, baseline_run, already_looked,
  preflight_waived, exploratory, suggested, reason, created_at, registration_hash)
  SELECT c.id, 1, 'testing', c.author_id, '', '', '', '', '', '', '', 60, 0.5, 'designated', '{}', '', 'no',
  '', false, '', '', now(), ''
  FROM boards_card c JOIN boards_board b ON b.id = c.board_id WHERE b.key LIKE 'S%%'"""
BOXES = """INSERT INTO timeboxes_timebox (board_id, card_id, round_id, state, budget_minutes,
  original_budget_minutes, calendar_id, accrued_seconds, running_since, started_at, due_at, extensions, created_at)
  SELECT c.board_id, c.id, r.id, 'running', 60, 60, k.id, 0, now() - interval '2 hours',
  now() - interval '2 hours',
  CASE WHEN c.id %% %s = 0 THEN now() - interval '1 minute'
       ELSE now() + interval '1 hour' + (c.id %% 100000) * interval '1 second' END, 0, now()
  FROM boards_card c JOIN hypotheses_round r ON r.card_id = c.id
  JOIN boards_calendarversion k ON k.board_id = c.board_id JOIN boards_board b ON b.id = c.board_id
  WHERE b.key LIKE 'S%%'"""


def main() -> None:
    """Fill, sweep, sweep again; prints rows, due, seconds, idle milliseconds and events."""
    team = Board.objects.values_list("team_id", flat=True)[0]
    at = timezone.now()
    boards = Board.objects.bulk_create(
        [Board(team_id=team, key=f"S{n:03}", name="Sweep", preset="ml", created_at=at) for n in range(BOARDS)]
    )
    spec = CalendarVersion.objects.values_list("spec", flat=True)[0]
    CalendarVersion.objects.bulk_create(
        [CalendarVersion(board=board, version=1, spec=spec, created_at=at) for board in boards]
    )
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(LANES)
        cursor.execute(CARDS, [ROWS // BOARDS])
        cursor.execute(ROUNDS)
        cursor.execute(BOXES, [ROWS // DUE])
        cursor.execute("VACUUM ANALYZE")
    start.settle()  # as a worker does
    spent, swept = _timed()
    idle = min(_timed()[0] for _ in range(5))
    told = Event.objects.filter(kind="timebox.expired", board__in=boards).count()
    left = TimeBox.objects.due_by(timezone.now()).count()
    sys.stdout.write(f"{TimeBox.objects.count()} {swept} {spent:.2f} {idle * 1000:.1f} {told} {left}\n")


def _timed() -> tuple[float, int]:
    start = time.perf_counter()
    swept = actions.expire_due(timezone.now())
    return time.perf_counter() - start, swept


if __name__ == "__main__":
    main()
