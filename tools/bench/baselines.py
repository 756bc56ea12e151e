"""What other boards took for the same work, measured once on one machine beside a bare implementation.

The peers cannot be run with every bench. Their figures are scaled by how much faster or slower the floor is
here and now, so that a ratio compares the product with the peer as it would be on this machine.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Baseline:
    """`peer` and `floor` in the row's unit; `gate` must be met, `aim` is wanted, both as ours / peer."""

    work: str
    peer_name: str
    peer: float
    floor: float
    gate: float
    aim: float
    unit: str = "ms"
    more_is_better: bool = False


BASELINES = {
    "open_200": Baseline("open a board of 200 cards", "Kanboard", 116, 3.4, 0.3, 0.12),
    "open_1000": Baseline("open 1,000, something changed", "Plane", 307, 10.8, 0.3, 0.12),
    "open_1000_same": Baseline("open 1,000, nothing changed", "Plane", 307, 1.2, 0.08, 0.02),
    "open_5000": Baseline("open 5,000, something changed", "Plane", 1036, 49, 0.3, 0.12),
    "move_200": Baseline("move a card on a board of 200", "Planka", 62, 2.7, 0.35, 0.2),
    "move_1000": Baseline("move a card on a board of 1,000", "Planka", 62, 2.7, 0.35, 0.2),
    "move_5000": Baseline("move a card on a board of 5,000", "Planka", 131, 2.7, 0.35, 0.2),
    "create": Baseline("create a card", "Kanboard", 44, 2.7, 0.5, 0.3),
    "delta": Baseline("what changed since", "Plane", 52, 1.5, 0.2, 0.1),
    "list": Baseline("every card over the API", "Kanboard", 25_900, 57_000, 1.0, 1.3, "cards/s", True),
    "movers": Baseline("16 people moving on one board", "Planka", 21.6, 462, 6, 15, "moves/s", True),
    "fanout_200": Baseline("the last of 200 viewers sees a move, p95", "Planka", 37, 10.5, 0.7, 0.5),
    "fanout_500": Baseline("the last of 500 viewers sees a move, p95", "Planka", 42, 15.5, 0.7, 0.5),
    "storm": Baseline("500 viewers come back at once", "Planka", 31_600, 700, 0.3, 0.1),
}
SWEEP_GATE_SECONDS, SWEEP_AIM_SECONDS = 5.0, 2.0
INSIGHTS_GATE_SECONDS, RANGES = 1.0, ("30d", "90d", "all")
FLAT = 1.2  # a move on 5,000 cards takes at most this many times one on 200
