from django.apps import AppConfig


class HypothesesConfig(AppConfig):
    name = "hypotheses"

    def ready(self) -> None:
        from boards import card_parts, drafting
        from boards.digests import register_section
        from boards.filters import register_filter, register_ordering
        from boards.rules import register
        from boards.search import sources
        from hypotheses import recipients
        from hypotheses.card_filters import HELP, INFORMATION_PER_DAY, VERDICT
        from hypotheses.digest import SECTIONS as DIGEST
        from hypotheses.drafting import HypothesisDrafting
        from hypotheses.log_parts import PARTS as LOG_PARTS
        from hypotheses.parts import PARTS
        from hypotheses.promise_parts import PARTS as PROMISE_PARTS
        from hypotheses.rule import ResearchRule
        from hypotheses.search_texts import SOURCES

        register(ResearchRule())
        drafting.register(HypothesisDrafting())
        recipients.register()
        register_section(*DIGEST)
        for source in SOURCES:
            sources.register(source)
        register_filter(VERDICT)
        register_filter(HELP)
        register_ordering(INFORMATION_PER_DAY)
        card_parts.register(*PARTS, *PROMISE_PARTS, *LOG_PARTS)
