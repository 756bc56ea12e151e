from django.apps import AppConfig


class TimeboxesConfig(AppConfig):
    name = "timeboxes"

    def ready(self) -> None:
        from boards import card_parts
        from boards.digests import register_section
        from boards.filters import register_filter
        from boards.rules import register
        from hypotheses import hooks
        from timeboxes import recipients
        from timeboxes.card_filters import BOX, GATE, INITIATIVE
        from timeboxes.digest import SECTIONS as DIGEST
        from timeboxes.initiative_part import PART
        from timeboxes.parts import PARTS
        from timeboxes.rule import BoxRule, close_on_verdict, gate_on_result, gate_on_verdict, plan_on_lock

        register(BoxRule())
        recipients.register()
        register_section(*DIGEST)
        register_filter(BOX)
        register_filter(GATE)
        register_filter(INITIATIVE)
        card_parts.register(*PARTS, PART)
        hooks.locked.register(plan_on_lock)
        hooks.evaluated.register(gate_on_result)
        hooks.concluded.register(close_on_verdict)
        hooks.concluded.register(gate_on_verdict)
