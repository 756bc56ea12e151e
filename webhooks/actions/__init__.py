from webhooks.actions.delivering import KEPT_FOR, forget_deliveries, redeliver, redeliver_missed, send_test
from webhooks.actions.managing import add_webhook, areas, change_webhook, remove_webhook, rotate_secret
from webhooks.actions.switching import switch_off

__all__ = [
    "KEPT_FOR",
    "add_webhook",
    "areas",
    "change_webhook",
    "forget_deliveries",
    "redeliver",
    "redeliver_missed",
    "remove_webhook",
    "rotate_secret",
    "send_test",
    "switch_off",
]
