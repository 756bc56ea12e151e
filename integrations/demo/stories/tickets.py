"""Supported and on its way into the model, with one criterion that only a person can confirm."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

WORDS = stage.attested("readable", "product_owner", "The call desk can read the top words without training")

TICKETS = stage.about(
    "tickets",
    On(-11, "09:15", "ben", stage.move("to do")),
    On(-11, "09:18", "ben", stage.edit(labels=["nlp"], assignees=["ben"], value=4)),
    On(-11, "09:20", "ben", stage.link("complaints", "relates")),
    On(
        -10,
        "09:05",
        "ben",
        stage.write(
            [
                stage.success("delta_auc", ">=", 0.01, 4),
                stage.guardrail("minutes_to_score", "<=", 30, 0),
                WORDS,
            ],
            belief="a fine-tuned DistilBERT on ticket text",
            outcome="add at least one point of AUC to the model with counts",
            budget="4d",
            forecast=0.5,
            **stage.plans("score tickets nightly", "keep the counts"),
        ),
    ),
    On(-10, "09:10", "ben", stage.lock()),
    On(-10, "09:12", "ben", stage.move("test hypothesis")),
    On(-9, "11:40", "ben", stage.run("bert-base", metrics={"delta_auc": 0.006, "minutes_to_score": 34})),
    On(-9, "11:55", "ben", stage.log("The base model is slow and barely better. The distilled one is next.")),
    On(
        -8,
        "14:25",
        "ben",
        stage.run("distil-v2", metrics={"delta_auc": 0.0124, "minutes_to_score": 22}, decides=True),
    ),
    On(-8, "15:30", "petra", stage.attest("readable", met=True, note="Two agents read them right away.")),
    On(
        -7,
        "09:30",
        "ben",
        stage.conclude(
            "supported",
            observed="+0.0124 AUC in 22 minutes (distil-v2).",
            learned="“This is the third time I call” says more than any count. Short texts suffice.",
            therefore="Tickets are scored nightly.",
        ),
    ),
    On(-7, "10:15", "petra", stage.decide("continue", "One point, and reasons that the desk can read.")),
    On(-4, "14:10", "ben", stage.move("update model")),
)
