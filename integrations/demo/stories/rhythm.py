"""What recurs: a retrospective that was held, an iteration under way, an increment that ends with the year."""

from datetime import time

from cadence.rule import Rule
from integrations.demo import recurring
from integrations.demo.stage import Step as On

NOTES = (
    ("keep", "The pre-flight saved two days of training on a target the rule already meets.", 1),
    ("keep", "Two clear refutations. We stopped early and nobody minded.", 0),
    ("change", "Gates wait too long: three of them over a weekend.", 2),
    ("idea", "Show the forecast beside the result in the digest.", 0),
)
RHYTHM = [
    On(-34, "09:00", "petra", recurring.schedule("retrospective", Rule("month", "tue", 1, 1), time(10), 60)),
    On(-34, "09:05", "petra", recurring.schedule("item_review", Rule("week", "thu", 2), time(14), 45)),
    On(
        -34,
        "09:10",
        "petra",
        recurring.increment("A call in time", "Half of those who would leave are called before they decide.", 80),
    ),
    On(-18, "10:00", "ben", recurring.hold("retrospective", *NOTES)),
    On(-18, "10:40", "petra", recurring.decide("Name who decides while I am away", "petra")),
    On(-18, "10:45", "ben", recurring.decide("Ask sales for the list of calls", "ben")),
    On(-18, "10:55", "ben", recurring.close("Gates first: somebody decides on the day, or says who will.")),
    On(-6, "09:20", "petra", recurring.iteration("Does text say what the numbers do not?")),
    On(
        -6,
        "09:30",
        "petra",
        recurring.item(
            ("create", "Fine-tune on two years of tickets", "ben"),
            ("observe", "Four weeks of scores beside the rule", "petra"),
            ("analyze", "Compare the lift in the top tenth", "ben"),
            done=2,
        ),
        "tickets",
    ),
    On(
        -6,
        "09:40",
        "petra",
        recurring.item(
            ("create", "Join call drops by week", "ben"),
            ("observe", "Prepaid customers of the north, six weeks", "ada"),
            ("analyze", "Does it hold without the outage days?", "ada"),
            done=1,
        ),
        "call-drops",
    ),
    On(-6, "09:50", "petra", recurring.start()),
]
