"""What the clock is running for: a hypothesis with time left, and an exploration."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

CALL_DROPS = stage.about(
    "call-drops",
    On(-6, "15:10", "ben", stage.move("to do")),
    On(-6, "15:12", "ben", stage.edit(labels=["prepaid"], assignees=["ben"], priority="high", value=5)),
    On(
        -3,
        "13:40",
        "ben",
        stage.write(
            [
                stage.success("val.auc", ">=", 0.84),
                stage.guardrail("val.ece", "<=", 0.03),
                stage.guardrail("minutes_to_score", "<=", 30, 0),
            ],
            belief="weekly counts of dropped calls",
            outcome="raise AUC for prepaid customers from 0.826 to 0.84",
            signal="the designated run on the frozen October cut meets all three",
            because="prepaid customers leave after two bad weeks, and monthly counts hide them",
            for_whom="the retention team",
            budget="5d",
            forecast=0.6,
            baseline_metrics={"val.auc": 0.826, "val.ece": 0.021, "minutes_to_score": 22},
            **stage.plans("move the feature job to weekly", "keep monthly counts and free the cluster"),
        ),
    ),
    On(-2, "09:05", "ben", stage.lock()),
    On(-2, "09:08", "ben", stage.move("test hypothesis")),
    On(-2, "09:40", "petra", stage.forecast(0.4, "Half of prepaid never calls.")),
    On(
        -2,
        "10:10",
        "ben",
        stage.amend(
            "clarify",
            "The November cut is frozen too; it is October that counts.",
            signal="the designated run on the frozen October cut meets all three; November is not looked at",
        ),
    ),
    On(-2, "10:25", "petra", stage.approve("Agreed before the first run.")),
    On(
        -2,
        "13:20",
        "ben",
        stage.run("drops-v1", metrics={"val.auc": 0.829, "val.ece": 0.027, "minutes_to_score": 27}, git="4f1c2ab"),
    ),
    On(
        -2,
        "17:30",
        "ben",
        stage.run("drops-v2", metrics={"val.auc": 0.833, "val.ece": 0.024, "minutes_to_score": 29}, decides=True),
    ),
    On(
        -1,
        "09:45",
        "ben",
        stage.log(
            "More leaves buy half a point and then stop. The gap sits in weeks 5 and 6:\n\n"
            "| weeks | AUC |\n| --- | --- |\n| 1 to 4 | 0.851 |\n| 5 to 6 | 0.797 |"
            "\n\nWe have no drops of roaming customers."
        ),
    ),
    On(-1, "10:30", "ben", stage.log("@ada could the raw feed still hold roaming customers?", "help")),
    On(
        -1,
        "15:40",
        "ben",
        stage.run("drops-v3", metrics={"val.auc": 0.836, "val.ece": 0.022, "minutes_to_score": 31}),
    ),
)

SCORING_COST = stage.about(
    "scoring-cost",
    On(-5, "11:00", "ada", stage.move("to do")),
    On(-5, "11:02", "ada", stage.edit(labels=["serving"], assignees=["ada"])),
    On(-5, "11:05", "ada", stage.explore("3d")),
    On(-1, "09:30", "ada", stage.move("test hypothesis")),
    On(-1, "14:15", "ada", stage.log("The cluster is idle from 2 to 5 in the morning: enough for one run a day.")),
)
