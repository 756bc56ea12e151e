"""What is larger than a card: the model that is live, and the initiatives with their stages."""

from integrations.demo import plot, stage
from integrations.demo.stage import Step as On

RULE = "No top-up for 14 days"

MODEL = [
    On(-65, "11:00", "petra", plot.measure("val.auc", RULE, 0.69)),
    On(-65, "11:10", "ada", plot.version("Top-up rule", "baseline", {"val.auc": 0.69}, state="shadow")),
    On(-65, "11:15", "ada", plot.release("Top-up rule")),
    On(-48, "10:00", "ada", plot.version("Logistic 1", "mvm", {"val.auc": 0.773}, ("usage", "nightly"))),
    On(-44, "15:30", "petra", plot.release("Logistic 1")),
    On(-30, "10:30", "ada", plot.shipped("Logistic 1", 0.761, 0.684)),
    On(-16, "14:30", "ada", plot.version("Trees 1", "increment", {"val.auc": 0.826}, ("trees", "by-segment"))),
    On(-13, "11:45", "ada", plot.release("Trees 1", "prepaid")),
    On(-11, "16:30", "petra", plot.release("Trees 1")),
    On(-2, "14:15", "ada", plot.shipped("Trees 1", 0.809, 0.758)),
    On(-3, "10:15", "ben", plot.version("Trees 2", "increment", {}, ("tickets",), state="building")),
]

PREPAID = "Prepaid churn two points down"
DESK = "The desk calls the right people"

INITIATIVES = [
    On(
        -62,
        "09:00",
        "petra",
        plot.initiative(
            PREPAID,
            "Two points less churn among prepaid customers by the end of the year.",
            ("Is there signal?", "2w", "A model that beats the rule by five points of AUC.", "usage"),
            ("Does it run every night?", "4w", "Everybody is scored before eight, and the desk uses it."),
            ("Does it keep customers?", "8w", "Fewer leave among those who were called."),
        ),
    ),
    On(-62, "09:05", "petra", plot.start(PREPAID)),
    On(-60, "10:30", "petra", plot.go_on(PREPAID, "Six points over the rule: there is signal.")),
    On(-39, "17:30", "petra", plot.go_on(PREPAID, "Live for five days, and nobody was late.")),
    On(-20, "09:30", "petra", stage.group(PREPAID), "trees"),
    On(-6, "15:20", "petra", stage.group(PREPAID), "call-drops"),
    On(-9, "14:00", "petra", stage.group(PREPAID), "history"),
    On(
        -8,
        "16:00",
        "petra",
        plot.initiative(
            DESK,
            "Fewer calls, more of them to people who would have left.",
            ("What do they need to see?", "2w", "Two agents use it for a week without asking."),
            ("Does it change whom they call?", "6w", "Half of the calls go to the top tenth."),
        ),
    ),
    On(-8, "16:10", "petra", stage.group(DESK), "tickets"),
    On(-7, "11:15", "petra", stage.group(DESK), "calibrated"),
]
WIDER = [*MODEL, *INITIATIVES]
