"""Studies that took a turn: one was given more time, one was parked by the clock, one was asked a second time."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

EMBEDDINGS = stage.about(
    "embeddings",
    On(-45, "09:12", "ada", stage.create("Embeddings of the call graph find leavers before their usage drops")),
    On(-45, "09:15", "ada", stage.edit(labels=["prepaid"], assignees=["ada", "ben"], value=5)),
    On(
        -45,
        "10:20",
        "ada",
        stage.write(
            [stage.success("lead_days", ">=", 10, 0), stage.guardrail("minutes_to_score", "<=", 60, 0)],
            belief="embeddings of who calls whom",
            outcome="find leavers ten days before their own usage drops",
            because="circles of friends change operator together",
            budget="4d",
            forecast=0.6,
            **stage.plans("build the graph every week", "keep the counts of contacts"),
        ),
    ),
    On(-45, "10:30", "ada", stage.lock()),
    On(-45, "10:35", "ada", stage.move("test hypothesis")),
    On(-45, "11:10", "ben", stage.forecast(0.5)),
    On(-45, "11:30", "petra", stage.forecast(0.7, "Everybody at the desk says that friends leave together.")),
    On(-43, "10:15", "ada", stage.log("@ben how did you read the graph without running out of memory?", "help")),
    On(-43, "11:40", "ben", stage.log("By week and region: `sample=0.2`, then the rest only where it matters.")),
    On(-42, "16:30", "ada", stage.run("walks-64", metrics={"lead_days": 6, "minutes_to_score": 95})),
    On(-40, "15:10", "ada", stage.log("Smaller walks bring the time down. Two more days would settle it.")),
    On(
        -39,
        "10:10",
        "petra",
        stage.decide(
            "extend",
            "Six days are close enough to ask once more.",
            extend_minutes="2d",
            forecast=0.35,
            expects="Whether walks of half the length keep the lead and fit into the hour.",
        ),
    ),
    On(-38, "16:20", "ada", stage.run("walks-32", metrics={"lead_days": 7, "minutes_to_score": 52}, decides=True)),
    On(
        -37,
        "11:05",
        "ada",
        stage.conclude(
            "refuted",
            observed="Seven days of lead in 52 minutes, needed ten.",
            learned="Friends leave together, and their usage drops together too: the graph comes too late.",
            therefore="Counting lost contacts keeps most of it at no cost.",
        ),
    ),
    On(-37, "11:45", "petra", stage.decide("stop", "Asked twice, answered once.")),
    On(-37, "11:50", "ada", stage.move("done", to="top")),
)

MESSAGES = stage.about(
    "messages",
    On(-40, "13:00", "ada", stage.rule(expiry="park")),
    On(-40, "13:20", "ben", stage.create("A message after two bad weeks lowers churn by a point")),
    On(-40, "13:24", "ben", stage.edit(labels=["crm"], assignees=["ben"], value=4)),
    On(
        -40,
        "14:00",
        "ben",
        stage.write(
            [stage.success("churn_difference", "<=", -0.01)],
            belief="a message with a small credit",
            outcome="lower churn by a point among those with two bad weeks",
            budget="3d",
            forecast=0.5,
            **stage.plans("send it every Monday", "keep the credit"),
        ),
    ),
    On(-40, "14:05", "ben", stage.lock()),
    On(-40, "14:10", "ben", stage.move("test hypothesis")),
    On(-40, "15:00", "ada", stage.forecast(0.4)),
    On(-38, "10:45", "ben", stage.log("The message gateway has no slot for us this week.")),
    On(-30, "10:00", "petra", stage.log("Parked while I was away. We look at gates together from now on.")),
    On(-30, "10:05", "ada", stage.rule(expiry="notify")),
)

SURVIVAL = stage.about(
    "survival",
    On(-36, "09:30", "ben", stage.create("A survival model orders leavers better than a yes or no")),
    On(-36, "09:32", "ben", stage.edit(labels=["history"], assignees=["ben"], value=3)),
    On(
        -36,
        "10:00",
        "ben",
        stage.write(
            [stage.success("c_index", ">=", 0.72)],
            belief="a survival model",
            outcome="order customers by when they leave",
            budget="3d",
            forecast=0.6,
            **stage.plans("score the week of leaving", "keep the 60 days"),
        ),
    ),
    On(-36, "10:10", "ben", stage.lock()),
    On(-36, "10:12", "ben", stage.move("test hypothesis")),
    On(-36, "11:00", "ada", stage.forecast(0.55)),
    On(-35, "17:10", "ben", stage.log("Half of the dates are missing from the cut; nothing to fit.")),
    On(
        -34,
        "10:40",
        "ben",
        stage.conclude(
            "inconclusive",
            observed="No run: the dates of leaving end in May.",
            learned="Count the missing values before the lock, not after it.",
        ),
    ),
    On(-34, "11:25", "ben", stage.move("done", to="top")),
    On(-30, "13:30", "ben", stage.reopen()),
    On(-30, "13:40", "ben", stage.write([stage.success("c_index", ">=", 0.72)], forecast=0.7)),
    On(-30, "13:45", "ben", stage.lock()),
    On(-30, "13:50", "ben", stage.move("test hypothesis")),
    On(-30, "14:20", "ada", stage.forecast(0.6)),
    On(-29, "16:15", "ben", stage.run("cox-dates", metrics={"c_index": 0.731}, decides=True)),
    On(
        -28,
        "10:10",
        "ben",
        stage.conclude(
            "supported",
            observed="C-index 0.731 with all dates.",
            learned="When somebody leaves can be told as well as whether: the desk can call in the right week.",
        ),
    ),
    On(-28, "11:00", "petra", stage.decide("continue", "The desk has asked for the week.")),
    On(-25, "11:10", "ada", stage.move("update model")),
    On(-22, "15:40", "ben", stage.move("done", to="top")),
)

TURNS = [*EMBEDDINGS, *MESSAGES, *SURVIVAL]
