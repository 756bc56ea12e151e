"""Refuted, and worth it: the nightly job lost a join that nobody needed."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

COMPLAINTS = stage.about(
    "complaints",
    On(-18, "13:45", "ben", stage.move("to do")),
    On(-18, "13:50", "ben", stage.edit(labels=["crm"], assignees=["ben"], value=3)),
    On(
        -16,
        "09:30",
        "ben",
        stage.write(
            [stage.success("precision_at_10", ">=", 0.38), stage.success("val.auc", ">", 0.826)],
            belief="counts and topics of complaints",
            outcome="find leavers among the top 10 % that usage misses",
            because="people complain before they leave",
            budget="3d",
            forecast=0.7,
            baseline_metrics={"precision_at_10": 0.33, "val.auc": 0.826},
            **stage.plans("add the complaint features to the nightly job", "drop the CRM join"),
        ),
    ),
    On(-16, "09:35", "ben", stage.lock()),
    On(-16, "09:40", "ben", stage.move("test hypothesis")),
    On(-16, "10:05", "petra", stage.forecast(0.35, "The call desk hears of complaints after the fact.")),
    On(-16, "11:20", "ada", stage.forecast(0.55)),
    On(-15, "15:20", "ben", stage.run("complaints-v1", metrics={"precision_at_10": 0.35, "val.auc": 0.824})),
    On(
        -14,
        "15:05",
        "ben",
        stage.run("complaints-v3", metrics={"precision_at_10": 0.37, "val.auc": 0.825}, decides=True),
    ),
    On(-14, "16:10", "ben", stage.log("Topics add nothing beyond the count.", "result")),
    On(-13, "09:20", "petra", stage.log("Does the count itself help the call desk? Then we keep that one.")),
    On(
        -13,
        "10:45",
        "ben",
        stage.conclude(
            "refuted",
            observed="Precision at 10 % is 0.37, needed 0.38; AUC does not move.",
            learned="Most complaints come after the decision to leave: they explain churn and do not predict it.",
            therefore="The CRM join goes; scoring ends 40 minutes earlier.",
            change_mind="Complaints dated by the first call instead of the ticket.",
        ),
    ),
    On(-13, "11:30", "petra", stage.decide("stop", "A clear answer, and the nightly job gets faster.")),
    On(-13, "11:35", "ben", stage.move("done", to="top")),
)
