from django.apps import AppConfig


class HypothesesConfig(AppConfig):
    name = "hypotheses"

    def ready(self) -> None:
        from boards.rules import register
        from hypotheses import recipients
        from hypotheses.rule import ResearchRule

        register(ResearchRule())
        recipients.register()
