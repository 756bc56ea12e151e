"""`make faults`: what must hold when processes die, connections break and many write at once."""

from __future__ import annotations

import sys

from tools.proof.run import main

PROOFS = {
    "T1": "moves",
    "T2": "sweeps",
    "T4": "beats",
    "T5": "extensions",
    "T6": "reconnects",
    "T9": "retries",
    "T10": "syncs",
    "T11": "without_redis",
    "T12": "without_postgres",
    "T14": "on_sqlite",
    "T17": "limits",
    "T18": "deadlocks",
}

if __name__ == "__main__":
    sys.exit(main("tools.faults", PROOFS, sys.argv[1:]))
