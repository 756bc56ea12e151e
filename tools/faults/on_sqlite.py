"""Sixteen processes write to one SQLite file while others read it and the clock sweeps."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.proof.claims import Claim, Scale, at_most, equal, none_of
from tools.proof.house import House
from tools.proof.processes import ROOT

PROCESSES = 16
SLOWEST_WRITE = 20.0


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    writes = scale.of(500, 4)
    file = Path(house.env["PROOFLANE_DATA_DIR"], "proof.sqlite3")
    command = [sys.executable, "-m", "tools.faults.sqlite_crowd", str(PROCESSES), str(writes)]
    env = {**house.env, "DATABASE_URL": f"sqlite:///{file}", "REDIS_URL": ""}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-1000:])
    found = json.loads(done.stdout.splitlines()[-1])
    did = f"{PROCESSES} processes x {writes} writes, 4 readers and a sweep"
    yield none_of(f"{did}: errors", found["errors"], found["acts"])
    yield equal(f"{did}: cards", found["cards"], PROCESSES * writes)
    yield equal(f"{did}: boxes expired once", found["expired"], found["boxes"])
    yield none_of(f"{did}: the log has no gap", found["flaws"])
    yield at_most(f"{did}: longest write", found["longest"], SLOWEST_WRITE)
