"""The figures of what was learned, under the names that they keep."""

from insights.figure import register
from insights.figures import (
    answers,
    boxes,
    calibration,
    freshness,
    gates,
    help,  # noqa: A004 - the figure's name
    ladder,
    outcomes,
    overrides,
    refutations,
    surprises,
)


def register_learning() -> None:
    register("outcomes", outcomes.build)
    register("yield", answers.build)
    register("surprises", surprises.build)
    register("refutations", refutations.build)
    register("overrides", overrides.build)
    register("calibration", calibration.build)
    register("timeboxes", boxes.build)
    register("gates", gates.build)
    register("ladder", ladder.build)
    register("help", help.build)
    register("freshness", freshness.build)
