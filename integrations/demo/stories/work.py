"""Ordinary tasks beside the research."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

SNAPSHOT = stage.about(
    "snapshot",
    On(-16, "14:00", "ada", stage.move("to do")),
    On(-16, "14:01", "ada", stage.edit(labels=["repro"], assignees=["ada"])),
    On(-14, "10:00", "ada", stage.move("update model")),
    On(-13, "16:00", "ada", stage.log("Pinned as `2026-09@4`; both training jobs read it.")),
    On(-12, "09:30", "ada", stage.move("done")),
)

TARIFFS = stage.about(
    "tariffs",
    On(-8, "10:00", "ada", stage.move("to do")),
    On(-8, "10:02", "ada", stage.edit(labels=["tariffs"], assignees=["ada"], priority="urgent")),
    On(-5, "09:30", "ada", stage.move("update model")),
    On(-4, "09:15", "ada", stage.block("The billing export has been broken since the migration")),
    On(-4, "09:16", "ada", stage.log("@petra billing needs a word from above; their queue is two weeks long.")),
)

RETRAINING = stage.about(
    "retraining",
    On(-7, "11:00", "ben", stage.move("to do")),
    On(-7, "11:02", "ben", stage.edit(labels=["serving"], assignees=["ben"])),
    On(-2, "11:15", "ben", stage.move("code review")),
)

MODEL_CARD = stage.about(
    "model-card",
    On(-3, "15:00", "petra", stage.move("to do")),
    On(
        -3,
        "15:05",
        "petra",
        stage.edit(
            labels=["repro"],
            story={
                "benefit": "explain to the auditor what ran until October",
                "role": "product owner",
                "other_role": "the team",
                "action": "write down data, metrics and limits of the baseline",
            },
        ),
    ),
)

WORK = [*SNAPSHOT, *TARIFFS, *RETRAINING, *MODEL_CARD]
