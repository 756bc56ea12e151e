"""The figures of the room, each in a module of its own."""

from insights.figure import register
from insights.figures import ageing, cfd, cycle_time, forecast, lanes, loops, throughput
from insights.figures.learning import register_learning


def register_all() -> None:
    register("cfd", cfd.build)
    register("lanes", lanes.build)
    register("cycle-time", cycle_time.build)
    register("ageing", ageing.build)
    register("throughput", throughput.build)
    register("forecast", forecast.build)
    register("loops", loops.build)
    register_learning()
