"""One box is over and waits for a decision; one card has been sent back by the review and is there again."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

HISTORY = stage.about(
    "history",
    On(-9, "13:30", "ben", stage.move("to do")),
    On(-9, "13:34", "ben", stage.edit(labels=["history"], assignees=["ben", "ada"], value=4)),
    On(
        -7,
        "13:30",
        "ben",
        stage.write(
            [stage.success("val.auc", ">=", 0.836), stage.guardrail("psi", "<=", 0.1, 2)],
            belief="a second year of usage history",
            outcome="raise AUC by one point without drifting",
            because="some customers leave at the same time every year",
            budget="2d",
            forecast=0.55,
            baseline_metrics={"val.auc": 0.826, "psi": 0.08},
            **stage.plans("keep two years in the feature store", "keep one year and a flag for the tariff change"),
        ),
    ),
    On(-6, "09:10", "ben", stage.lock()),
    On(-6, "09:15", "ben", stage.move("test hypothesis")),
    On(-5, "11:20", "ben", stage.run("two-years-a", metrics={"val.auc": 0.834, "psi": 0.17})),
    On(-5, "16:45", "ben", stage.run("two-years-b", metrics={"val.auc": 0.838, "psi": 0.19}, decides=True)),
    On(
        -4,
        "10:05",
        "ada",
        stage.log("The second year helps the score, but drifts: the tariffs changed in spring.", "result"),
    ),
)

CONSTRAINTS = stage.about(
    "constraints",
    On(-12, "15:00", "ada", stage.move("to do")),
    On(-12, "15:03", "ada", stage.edit(labels=["prepaid"], assignees=["ada"], value=2)),
    On(
        -10,
        "13:45",
        "ada",
        stage.write(
            [stage.success("delta_auc", ">=", -0.002, 4), stage.success("violations", "<=", 0, 0)],
            belief="monotone constraints on tenure and price",
            outcome="cost less than 0.2 points of AUC",
            budget="7d",
            forecast=0.8,
            **stage.plans("train with constraints from now on", "explain scores with a surrogate instead"),
        ),
    ),
    On(-9, "09:20", "ada", stage.lock()),
    On(-9, "09:22", "ada", stage.move("test hypothesis")),
    On(-8, "16:10", "ada", stage.run("monotone-v1", metrics={"delta_auc": -0.0031, "violations": 2})),
    On(-7, "14:20", "ada", stage.move("code review")),
    On(-6, "10:10", "ben", stage.log("Two violations are left in the price bins. Back to you, @ada.")),
    On(-6, "10:12", "ben", stage.move("test hypothesis")),
    On(-4, "11:30", "ada", stage.run("monotone-v2", metrics={"delta_auc": -0.0012, "violations": 1})),
    On(-3, "09:50", "ada", stage.move("code review")),
)
