"""`make bench`: every hot path in one run, with the floor and the recorded peers side by side."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from tools.bench import browser, crowd, measures
from tools.bench.baselines import (
    BASELINES,
    FLAT,
    INSIGHTS_GATE_SECONDS,
    RANGES,
    SWEEP_AIM_SECONDS,
    SWEEP_GATE_SECONDS,
)
from tools.bench.report import Row, show
from tools.bench.stage import Stage, stage


def main() -> int:
    """Print the table; the exit code says whether every gate is met."""
    with stage() as running:
        tokens = json.loads(Path(running.env["PROOFLANE_DATA_DIR"], "tokens.json").read_text(encoding="utf-8"))
        rows = _alone(running, tokens) + _crowd(running, tokens)
        flat = next(row.ours for row in rows if row.name == "move_5000") / next(
            row.ours for row in rows if row.name == "move_200"
        )
        notes = [f"A move on 5,000 cards takes {flat:.2f}x one on 200 (at most {FLAT}x)."]
        notes += [*_sweep(running), _insights(running)]
        hands = browser.felt(running.live)
    return show(rows, notes) | browser.show(hands)


def _alone(running: Stage, tokens: list[str]) -> list[Row]:
    rows = []
    for name, figures in measures.alone(running, tokens).items():
        ours, floor = figures.medians()
        if name == "list":
            ours, floor = (5000 / (spent / 1000) for spent in (ours, floor))
        extra = f"p95 {figures.p95():.1f}" if len(figures.ours) > 5 else ""
        rows.append(Row(name, BASELINES[name], ours, floor, f"{extra} {figures.size / 1024:.0f} KiB".strip()))
    return rows


def _crowd(running: Stage, tokens: list[str]) -> list[Row]:
    ours, floor = crowd.movers(running, tokens)
    rows = [Row("movers", BASELINES["movers"], ours, floor, "")]
    for count in (200, 500):
        seen, storm = asyncio.run(crowd.watched(running, tokens, count))
        rows.append(Row(f"fanout_{count}", BASELINES[f"fanout_{count}"], seen, None, ""))
    return [*rows, Row("storm", BASELINES["storm"], storm, None, "")]


def _sweep(running: Stage) -> list[str]:
    command = [sys.executable, "-m", "tools.bench.sweep"]
    answer = subprocess.run(command, env=running.env, check=True, capture_output=True, text=True).stdout
    rows, swept, spent, idle, told, left = answer.split()
    return [
        f"Sweep: {int(rows):,} boxes, {int(swept):,} due: {spent} s (must {SWEEP_GATE_SECONDS} s, aim"
        f" {SWEEP_AIM_SECONDS} s); an idle pass {idle} ms; {told} events, {left} left over."
    ]


def _insights(running: Stage) -> str:
    command = [sys.executable, "-m", "tools.bench.insights"]
    answer = subprocess.run(command, env=running.env, check=True, capture_output=True, text=True).stdout
    cards, events, *seconds = answer.split()
    spent = ", ".join(f"{name} {value} s" for name, value in zip(RANGES, seconds, strict=True))
    return (
        f"Insights of {int(cards):,} cards and {int(events):,} events: {spent} (must {INSIGHTS_GATE_SECONDS} s)."
    )


if __name__ == "__main__":
    sys.exit(main())
