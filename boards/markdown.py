"""Markdown of cards, log entries and policies as HTML that is safe to show to anybody.

The parser passes no HTML through, and nh3 runs last: nothing decodes after it. Remote images become links, so
that no page calls another host. The caller caps the length; results are kept per text.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import import_module
from typing import Final

import nh3
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from accounts.language import current

_MENTION: Final = r"(?<![\w@/.+-])@(?P<name>[a-z0-9](?:[a-z0-9_.-]{0,30}[a-z0-9_])?)(?![\w@])"
_CARD: Final = r"(?<![\w/.#-])#?(?P<ref>[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,6})(?![\w-]|\.[0-9])"
_REFERENCE: Final = re.compile(f"{_MENTION}|{_CARD}")
_NO_BOARDS: Final = frozenset(  # what looks like a card in the prose of engineers, and is none without a "#"
    ("AES", "ARM", "BERT", "COVID", "CUDA", "FP", "GPT", "INT", "ISO", "PEP", "RFC", "RTX", "SHA", "UTF", "YOLO")
)
_CHECKBOX: Final = re.compile(r"\[[ xX]\][ \t]")
_LINK: Final = re.compile(r"https?://|mailto:|/(?![/\\])", re.IGNORECASE)
_OWN_FILE: Final = re.compile(r"/files/(?!.*\.\.)[\w./-]+", re.ASCII)
_ALIGNED: Final = "text-align:"
_SCHEME: Final = re.compile(r"(?<!\w)https?$")
_ADDRESS: Final = re.compile(r"""://[^\s<>"'`|\\]{1,1900}""")
_LANGUAGES: Final = {
    *("bash", "c", "console", "cpp", "css", "csv", "diff", "go", "html", "ini", "java", "javascript", "js"),
    *("json", "julia", "markdown", "py", "python", "r", "ruby", "rust", "scala", "sh", "sql", "text", "toml"),
    *("ts", "typescript", "xml", "yaml", "yml"),
}
_TAGS: Final = {
    *("a", "b", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "img", "input", "li", "ol"),
    *("p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


@cache
def _cleaner(language: str) -> nh3.Cleaner:
    """What may stand on a page; the box of a task is named in the language of the page."""
    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}, "input": {"checked"}, "ol": {"start"}},
        attribute_filter=lambda tag, name, value: None if _is_foreign_image(tag, name, value) else value,
        tag_attribute_values={tag: {"align": {"left", "center", "right"}} for tag in ("td", "th")},
        set_tag_attribute_values={
            "input": {"type": "checkbox", "disabled": "", "aria-label": gettext("Done")},
            "img": {"loading": "lazy"},
        },
        allowed_classes={"code": {f"language-{name}" for name in _LANGUAGES}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    )


def render(text: str) -> SafeString:
    """The HTML of a Markdown text: headings from h3 down, mentions as <b>, card refs and addresses as links."""
    return _rendered(text, current())


@lru_cache(maxsize=1024)
def _rendered(text: str, language: str) -> SafeString:
    return SafeString(_cleaner(language).clean(_PARSER.render(text)))


def mentions(text: str) -> set[str]:
    """The user names a text addresses with @, outside code and links; they may belong to nobody."""
    inline = (child for token in _PARSER.parse(text) for child in token.children or ())
    return {token.content for token in inline if token.type == "mention"}


def _parser() -> MarkdownIt:
    # Short rows of a wide table are filled up to its width; the library's own 65,536 cells take two seconds.
    import_module("markdown_it.rules_block.table").MAX_AUTOCOMPLETED_CELLS = 4096  # type: ignore[attr-defined]
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    parser.inline.ruler.after("text", "address", _address)
    parser.core.ruler.after("inline", "refine", _refine)
    parser.add_render_rule("mention", _render_mention)
    return parser


def _address(state: StateInline, silent: bool) -> bool:
    """A bare web address becomes a link; linkify-it would read the rest of the text again for each one."""
    if silent or state.linkLevel or state.src[state.pos] != ":":
        return False
    scheme, rest = _SCHEME.search(state.pending[-6:]), _ADDRESS.match(state.src, state.pos)
    if scheme is None or rest is None:
        return False
    words = rest[0].rstrip(".,;:!?*_~")
    while words.endswith(")") and words.count(")") > words.count("("):
        words = words[:-1]
    state.pending = state.pending.removesuffix(scheme[0])
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(scheme[0] + words)}
    state.push("text", "", 0).content = scheme[0] + words
    state.push("link_close", "a", -1)
    state.pos += len(words)
    return True


def _refine(state: StateCore) -> None:
    """Turn what the parser found into what we show."""
    for index, token in enumerate(state.tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        elif token.type in ("th_open", "td_open"):
            token.attrs = {"align": str(token.attrGet("style") or "").removeprefix(_ALIGNED)}
        elif token.type == "inline" and token.children:
            token.children = list(_inline(token.children))
            if index > 1 and state.tokens[index - 2].type == "list_item_open":
                token.children[:0] = _checkbox(token.children[0])


def _inline(tokens: Iterable[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "image" and not _OWN_FILE.fullmatch(str(token.attrs["src"])):
            yield from _linked(str(token.attrs["src"]), token.content or gettext("image"), inside_link=links > 0)
        elif token.type == "text" and not links:
            yield from _references(token)
        else:
            yield token


def _references(token: Token) -> Iterator[Token]:
    """The text in pieces: as it is, mentions, and links to cards."""
    end = 0
    for match in _REFERENCE.finditer(token.content):
        name, ref = match["name"], match["ref"]
        if not name and match[0] == ref and ref.partition("-")[0] in _NO_BOARDS:
            continue
        yield _text(token.content[end : match.start()])
        end = match.end()
        if name:
            yield Token("mention", "b", 0, content=name)
        else:
            yield from _linked(f"/c/{ref}/", match[0])
    yield _text(token.content[end:]) if end else token


def _linked(address: str, words: str, *, inside_link: bool = False) -> Iterator[Token]:
    if inside_link:
        yield _text(words)
        return
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield _text(words)
    yield Token("link_close", "a", -1)


def _checkbox(first: Token) -> list[Token]:
    """The box of a task, taken off the front of its text."""
    if first.type != "text" or not _CHECKBOX.match(first.content):
        return []
    attrs: dict[str, str | int | float] = {"type": "checkbox"}
    if first.content[1] != " ":
        attrs["checked"] = ""
    first.content = first.content[3:]
    return [Token("checkbox", "input", 0, attrs=attrs)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _render_mention(self: RendererHTML, tokens: list[Token], index: int, options: object, env: object) -> str:
    return f"<b>@{tokens[index].content}</b>"


def _is_foreign_image(tag: str, name: str, value: str) -> bool:
    return (tag, name) == ("img", "src") and not _OWN_FILE.fullmatch(value)


_PARSER: Final = _parser()
