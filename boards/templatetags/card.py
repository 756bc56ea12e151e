"""What the parts of an opened card share: how their forms are sent and how they are opened for editing."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def sends(url: str, part: str = "") -> SafeString:
    """A form that works without scripts, and with them changes only what it changes.

    What comes back with errors (422) or against a newer text (412) takes the place of `part`.
    """
    again = (
        format_html(
            ' hx-status:422="swap:outerHTML target:#{}" hx-status:412="swap:outerHTML target:#{}"', part, part
        )
        if part
        else ""
    )
    return format_html(
        'method="post" action="{}" hx-post="{}" hx-swap="none" hx-sync="this:queue all"{}', url, url, again
    )


@register.simple_tag
def opens(ref: str, part: str, name: str = "") -> SafeString:
    """A link that opens a part for editing in its place."""
    return format_html(
        'id="{}" href="{}?edit={}" hx-get="{}?edit={}" hx-target="#part-{}" hx-swap="outerHTML"',
        name or f"{part}-edit",
        reverse("card_page", args=[ref]),
        part,
        reverse("card_part", args=[ref, part]),
        part,
        part,
    )


@register.simple_tag
def closes(ref: str, part: str) -> SafeString:
    """A link that leaves the editing of a part; what was typed stays in the browser as a draft."""
    return format_html(
        'id="{}-cancel" href="{}" hx-get="{}" hx-target="#part-{}" hx-swap="outerHTML" data-cancel-edit',
        part,
        reverse("card_page", args=[ref]),
        reverse("card_part", args=[ref, part]),
        part,
    )


@register.filter
def address(url: str) -> str:
    """The address if it is one of the web: nothing else becomes a link, whoever stored it."""
    return url if url.lower().startswith(("https://", "http://")) else ""
