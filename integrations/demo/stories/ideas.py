"""What could be tried next: drafts on the board and in the backlog, ranked by the product owner."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

WINDOW = stage.about(
    "window",
    On(-4, "15:20", "ben", stage.create("A 14-day observation window is long enough to rank churners")),
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
    On(
        -13,
        "14:00",
        "petra",
        stage.create("Calibrated scores let CRM drop its threshold", lane="backlog"),
    ),
    On(-13, "14:02", "petra", stage.edit(labels=["crm"], value=5, weight=2)),
    On(-3, "11:00", "petra", stage.rank_first()),
)

ROAMING = stage.about(
    "roaming",
    On(-2, "16:00", "ben", stage.create("Roaming customers leave for other reasons", lane="backlog")),
    On(-2, "16:05", "ben", stage.edit(labels=["prepaid"], value=2)),
)

LEAKAGE = stage.about(
    "leakage",
    On(
        -6,
        "16:30",
        "ada",
        stage.create("Where does the retention-offer flag leak the label?", kind="exploration", lane="backlog"),
    ),
    On(-6, "16:32", "ada", stage.edit(labels=["labels"], value=3)),
)

IDEAS = [*WINDOW, *CALIBRATED, *ROAMING, *LEAKAGE]
