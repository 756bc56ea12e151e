from django.apps import AppConfig


class ModelversionsConfig(AppConfig):
    name = "modelversions"

    def ready(self) -> None:
        from boards import card_parts
        from hypotheses import hooks
        from modelversions import recipients
        from modelversions.baseline import live_baseline
        from modelversions.parts import PARTS

        recipients.register()
        card_parts.register(*PARTS)
        hooks.baseline.register(live_baseline)
