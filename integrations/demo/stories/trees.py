"""Supported and all the way through: from the idea to the model that runs at night."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

TREES = stage.about(
    "trees",
    On(-20, "09:12", "ben", stage.move("to do")),
    On(-20, "09:20", "ben", stage.edit(labels=["prepaid"], assignees=["ben"], priority="high", value=5)),
    On(
        -20,
        "10:05",
        "ben",
        stage.write(
            [stage.success("val.auc", ">=", 0.82), stage.guardrail("val.ece", "<=", 0.03)],
            belief="gradient-boosted trees",
            outcome="rank customers in their first 45 days better than the logistic baseline",
            signal="AUC on the frozen September cut reaches 0.82 without losing calibration",
            because="call drops and top-ups interact, and the baseline sees them one at a time",
            for_whom="the retention team",
            budget="5d",
            forecast=0.65,
            baseline_metrics={"val.auc": 0.784, "val.ece": 0.061},
            **stage.plans("replace the baseline in nightly scoring", "keep the baseline"),
        ),
    ),
    On(-19, "09:02", "ben", stage.lock()),
    On(-19, "09:04", "ben", stage.move("test hypothesis")),
    On(-19, "16:40", "ben", stage.run("xgb-v2", metrics={"val.auc": 0.794, "val.ece": 0.048})),
    On(-18, "11:15", "ben", stage.log("Depth 8 overfits from round 300 on. Next: shallower trees, more of them.")),
    On(-18, "15:30", "ben", stage.run("lgbm-v5", metrics={"val.auc": 0.813, "val.ece": 0.024}, git="91be0d3")),
    On(-17, "10:20", "ben", stage.log("@petra calibration is straight since v5; the gap is in weeks 5 and 6.")),
    On(-17, "14:45", "ben", stage.run("lgbm-v8", metrics={"val.auc": 0.826, "val.ece": 0.021}, decides=True)),
    On(
        -17,
        "15:10",
        "ben",
        stage.conclude(
            "supported",
            observed="AUC 0.826 and ECE 0.021 on the September cut (lgbm-v8).",
            learned="Interactions of call drops and top-ups carry the gain; 300 leaves are enough.",
            therefore="It replaces the baseline.",
        ),
    ),
    On(-17, "17:05", "petra", stage.decide("continue", "Worth shipping: four points of AUC at the same speed.")),
    On(-15, "10:30", "ada", stage.log("Review: the scoring job built the features twice. Fixed together.")),
    On(-14, "09:40", "ben", stage.move("update model")),
    On(-11, "16:20", "ben", stage.move("done")),
)
