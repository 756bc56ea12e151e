"""What could be tried next: drafts on the board and in the backlog, ranked by the product owner."""

from integrations.demo import stage
from integrations.demo.stage import Step
from integrations.demo.stage import Step as On

WINDOW = stage.about(
    "window",
    On(-4, "15:20", "ben", stage.move("to do")),
    On(-4, "15:24", "ben", stage.edit(labels=["prepaid"], value=4)),
    On(-4, "15:25", "ben", stage.link("trees", "found_in")),
    On(
        -4,
        "15:40",
        "ben",
        stage.write(
            [stage.success("val.auc", ">=", 0.82), stage.success("days_earlier", ">=", 14, 0)],
            belief="two weeks of observation",
            outcome="rank churners nearly as well as six",
            budget="4d",
            forecast=0.45,
            **stage.plans("score new customers two weeks earlier", ""),
        ),
    ),
)

CALIBRATED = stage.about(
    "calibrated",
    On(-13, "14:02", "petra", stage.edit(labels=["crm"], value=5, weight=2)),
    On(-3, "11:00", "petra", stage.rank_first()),
)

ROAMING = stage.about(
    "roaming",
    On(-2, "16:05", "ben", stage.edit(labels=["prepaid"], value=2)),
)

LEAKAGE = stage.about(
    "leakage",
    On(-6, "16:32", "ada", stage.edit(labels=["labels"], value=3)),
)

WONDERED: list[tuple[int, str, str, str, str, int, str, float | None]] = [
    # the day, who, its name, the question, a label, its value, the budget, the forecast
    (-47, "petra", "family", "Families leave together, so one call can keep three customers", "crm", 5, "4d", 0.5),
    (-44, "ben", "night", "Traffic at night tells second phones from first ones", "prepaid", 2, "2d", 0.3),
    (-40, "ada", "seasons", "A term for the season is worth a point in December", "history", 3, "3d", 0.65),
    (-35, "petra", "price", "A price above the neighbour's explains churn at the border", "tariffs", 4, "5d", 0.4),
    (-29, "ben", "bigger", "Ten times the data is worth more than a better model", "repro", 4, "5d", 0.55),
    (-19, "ada", "quantiles", "Scores by quantile survive a change of tariff", "serving", 3, "2d", 0.8),
    (-10, "ben", "voice", "Tone of voice in calls adds to the words", "nlp", 3, "8d", 0.25),
    (-5, "petra", "credit", "A credit of two euro is as good as one of five", "crm", 5, "3d", None),
]


def _idea(
    day: int, who: str, name: str, title: str, label: str, value: int, budget: str, p: float | None
) -> list[Step]:
    parts = {"belief": title, "budget": budget, **({"forecast": p} if p else {})}
    return stage.about(
        name,
        On(day, "16:10", who, stage.create(title, lane="backlog", labels=[label], value=value)),
        On(day, "16:20", who, stage.write([], **parts)),
    )


LATER = [step for idea in WONDERED for step in _idea(*idea)]
IDEAS = [*LATER, *WINDOW, *CALIBRATED, *ROAMING, *LEAKAGE]
