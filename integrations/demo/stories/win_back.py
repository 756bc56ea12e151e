"""Inconclusive: the pilot was too small to tell."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

WIN_BACK = stage.about(
    "win-back",
    On(-15, "11:00", "petra", stage.move("to do")),
    On(-15, "11:05", "petra", stage.edit(labels=["crm"], assignees=["ada"], value=4)),
    On(
        -12,
        "10:00",
        "ada",
        stage.write(
            [stage.success("churn_difference", "<=", -0.02, min_runs=3)],
            belief="a personal call within 48 hours of a downgrade",
            outcome="lower churn by two points against the control group",
            budget="4d",
            forecast=0.4,
            run_policy="mean_of_seeds",
            **stage.plans("staff the call desk for it", "send the cheaper message only"),
        ),
    ),
    On(-12, "10:10", "ada", stage.lock()),
    On(-12, "10:15", "ada", stage.move("test hypothesis")),
    On(-9, "17:00", "ada", stage.run("pilot-north", metrics={"churn_difference": -0.011}, seed="north")),
    On(
        -8,
        "09:50",
        "ada",
        stage.log("One region answered. The interval is -4.1 to +1.9 points: far too wide.", "result"),
    ),
    On(
        -8,
        "10:40",
        "ada",
        stage.conclude(
            "inconclusive",
            observed="-1.1 points with 210 calls, one region of three.",
            learned="The pilot was too small: two points need about 1,100 calls.",
            therefore="Ask sales for a second region before trying again.",
        ),
    ),
    On(-8, "11:20", "petra", stage.decide("stop", "We ask again when there are enough calls.")),
    On(-8, "11:25", "ada", stage.move("done", to="top")),
)
