"""The figures of the room, each in a module of its own."""

from insights.figure import register
from insights.figures import throughput
from insights.figures.learning import register_learning


def register_all() -> None:
    register("throughput", throughput.build)
    register_learning()
