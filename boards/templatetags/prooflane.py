"""What templates of every app share: icons, avatars, and what the frame of a page needs to know."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.language import current
from accounts.retold import retold
from boards import icons
from boards.modules import graph
from boards.shell import Shell, initials

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    return mark_safe(icons.svg(name, size))  # noqa: S308 - the name is one of ours


@register.simple_tag
def modules(entry: str) -> SafeString:
    """Preload what a module imports, so that the browser need not find one file behind the other."""
    links = (f'<link rel="modulepreload" href="{static(f"js/{name}")}">' for name in graph(entry))
    return mark_safe("\n".join(links))  # noqa: S308 - names of our own files


@register.simple_tag
def words_url() -> str:
    """The catalogue of the page's scripts in the language of the page; English needs none."""
    return static(f"js/words.{current()}.js")


@register.simple_tag
def sprite() -> SafeString:
    return mark_safe(icons.sprite())  # noqa: S308 - drawings of the lucide package


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """The person's initials on their colour; `person` is a Person or an entry of `card.face`."""
    name, hue = (person["name"], person["hue"]) if isinstance(person, dict) else (person.name, person.hue)
    return format_html(
        '<span class="ava{}" data-h="{}" role="img" aria-label="{}" title="{}">{}</span>',
        f" ava--{size}" if size else "",
        hue,
        name,
        name,
        initials(name),
    )


register.filter("retold", retold)


@register.filter(name="initials")
def initials_of(name: str) -> str:
    return initials(name)


@register.simple_tag(takes_context=True)
def shell(context: template.Context) -> Shell:
    """Theme, unread count, boards and rights for the frame of the page: `{% shell as shell %}`."""
    known = context.get("shell")
    return known if isinstance(known, Shell) else Shell(context["request"], context.get("board"))
