from django.apps import AppConfig


class HypothesesConfig(AppConfig):
    name = "hypotheses"

    def ready(self) -> None:
        from boards.rules import register
        from hypotheses.rule import ResearchRule

        register(ResearchRule())
