"""Markdown is rendered for reading, and nothing in it can act on the reader's page."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from boards.markdown import mentions, render

REL = 'rel="noopener nofollow ugc"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (
            "**bold** _it_ ~~gone~~ `code`",
            "<p><strong>bold</strong> <em>it</em> <s>gone</s> <code>code</code></p>\n",
        ),
        ("# Title\n###### Deep", "<h3>Title</h3>\n<h6>Deep</h6>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("```python\nx = 1\n```", '<pre><code class="language-python">x = 1\n</code></pre>\n'),
        ("```made-up\nx\n```", '<pre><code class="">x\n</code></pre>\n'),
        ("[docs](https://a.org/x)", f'<p><a href="https://a.org/x" {REL}>docs</a></p>\n'),
        ("![plot](/files/a/plot.png)", '<p><img src="/files/a/plot.png" alt="plot" loading="lazy"></p>\n'),
    ],
)
def test_the_usual_forms(text: str, html: str) -> None:
    assert render(text) == html


def test_tables_keep_their_alignment_without_styles() -> None:
    html = render("| auc | n |\n|:--|--:|\n| 0.8 | 3 |")
    assert '<th align="left">auc</th>' in html
    assert '<td align="right">3</td>' in html
    assert "style" not in html


def test_tasks_are_boxes_nobody_can_tick_here() -> None:
    html = render("- [ ] open\n- [x] done\n- [no] box\n\n[ ] no list")
    assert html.count("<input") == html.count('type="checkbox"') == html.count('disabled=""') == 2
    assert html.count('checked=""') == 1
    assert "[no] box" in html
    assert "[ ] no list" in html


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("see https://a.org/x.", "https://a.org/x"),
        ("(https://a.org/b_(c))", "https://a.org/b_(c)"),
        ("https://a.org/_foo_/b?c=1&d=2, and", "https://a.org/_foo_/b?c=1&amp;d=2"),
        ("**https://a.org**", "https://a.org"),
        ("<https://a.org>", "https://a.org"),
    ],
)
def test_bare_addresses_become_links(text: str, link: str) -> None:
    assert f'<a href="{link}" {REL}>{link}</a>' in render(text)


@pytest.mark.parametrize("text", ["train.py", "a@b.org", "xhttp://a.org", "ftp://a.org", "www.a.org", "https://"])
def test_other_dotted_words_do_not(text: str) -> None:
    assert "<a" not in render(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ben and @ada.b, ask @petra-k!", {"ben", "ada.b", "petra-k"}),
        ("(@ben) **@ada**", {"ben", "ada"}),
        ("mail a@ben.org, x/@ben, @@ben, \\@ben", set()),
        ("`@ben`\n\n    @ada\n\n```\n@vera\n```", set()),
        ("[@ben](https://a.org/@ada)", set()),
        ("@ben's idea and @ada.", {"ben", "ada"}),
        ("@Ben", set()),
        ("@" + "a" * 40, set()),
        ("| @ben |\n|--|\n| @ada |", {"ben", "ada"}),
    ],
)
def test_mentions_are_found_outside_code_and_links(text: str, names: set[str]) -> None:
    assert mentions(text) == names
    assert set(re.findall(r"<b>@(.*?)</b>", render(text))) == names


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("CHURN-12, NLP2-7.", ["CHURN-12", "NLP2-7"]),
        ("#CHURN-12", ["CHURN-12"]),
        ("UTF-8, SHA-256 and GPT-4", []),
        ("#GPT-4", ["GPT-4"]),
        ("CVE-2026-46386, A-1, CHURN-012, x-CHURN-1, churn-1, CHURN-1.5", []),
        ("`CHURN-12` and [CHURN-1](https://a.org)", []),
        ("https://jira.org/browse/CHURN-12", []),
    ],
)
def test_card_refs_become_links(text: str, refs: list[str]) -> None:
    assert re.findall(r'href="/c/([^/]+)/"', render(text)) == refs


def test_a_card_ref_keeps_its_words() -> None:
    assert f'<a href="/c/CHURN-12/" {REL}>#CHURN-12</a>' in render("#CHURN-12")


@pytest.mark.parametrize(
    "source",
    [
        "https://evil.org/x.png",
        "//evil.org/x.png",
        "/files/../c/x",
        "/c/X-1/",
        "data:image/png;base64,AA",
        "x.png",
    ],
)
def test_only_our_own_files_are_shown_as_images(source: str) -> None:
    html = render(f"![plot]({source})")
    assert "<img" not in html
    assert "plot" in html


def test_a_remote_image_is_a_link_to_it() -> None:
    assert render("![plot](https://a.org/x.png)") == f'<p><a href="https://a.org/x.png" {REL}>plot</a></p>\n'
    assert (
        render("[![ci](https://a.org/x.svg)](https://b.org)") == f'<p><a href="https://b.org" {REL}>ci</a></p>\n'
    )


TAGS = "a b blockquote br code em h3 h4 h5 h6 hr img input li ol p pre s strong table tbody td th thead tr ul"
ATTRIBUTES = "alt align aria-label checked class disabled href loading rel src start title type"


class Inspector(HTMLParser):
    """Reads HTML as a browser would and objects to anything that is not on the lists."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS.split(), tag
        for name, value in attrs:
            assert name in ATTRIBUTES.split(), name
            if name == "href":
                assert re.match(r"(https?://|mailto:|/(?![/\\]))", value or "", re.IGNORECASE), value
            if name == "src":
                assert re.fullmatch(r"/files/[\w./-]+", value or ""), value
            if name == "class":
                assert (tag, value) == ("code", "") or re.fullmatch(r"language-\w+", value or ""), value


def inspect(html: str) -> None:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<div hx-get="/sign-out/" hx-trigger="load" id="x" name="y" style="x">',
    '<form action="/x"><input name="csrfmiddlewaretoken">',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<base href=//evil.org/>",
    "<!--><script>alert(1)</script>-->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](//evil.org)",
    "[x](/\\evil.org)",
    "[x](\\\\evil.org)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '![x](/files/a.png" onerror="alert(1))',
    '![x](/files/a.png "t\\" onerror=alert(1) x=\\"")',
    '[x](https://a.org "\\" onmouseover=alert(1) \\"")',
    "![x](javascript:alert(1))",
    '```"onmouseover=alert(1)\nx\n```',
    "```<script>\nx\n```",
    "``` language-python hx-get=/x\nx\n```",
    "https://a.org/\"onmouseover='alert(1)'",
    "https://a.org/<script>alert(1)</script>",
    "@<b>ben</b>",
    '@ben"><img src=x onerror=alert(1)>',
    'CHURN-1"><script>alert(1)</script>',
    "|<img src=x onerror=alert(1)>|\n|--|\n|<style>*{}</style>|",
    "- [x] <input autofocus onfocus=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3C;script&#x3E;",
    "\\<script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p id=__proto__ name=location class=modal>x</p>",
    "<a name=body></a>[x](#body)",
    "\u202e<script>",
    "<x\u0000 onload=alert(1)>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_attacks_come_out_as_text(payload: str) -> None:
    for text in (payload, f"> - {payload}", f"**{payload}**", f"[{payload}](https://a.org)", f"`{payload}`"):
        inspect(render(text))


FRAGMENTS = [
    *PAYLOADS,
    "[",
    "](",
    ")",
    "![",
    "**",
    "`",
    "```\n",
    "\n",
    "|",
    "- [ ] ",
    "> ",
    "<",
    "https://",
    "@a",
    "AB-1",
]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=12).map("".join))
@example("![a](/files/a\nb)")
def test_any_mixture_stays_on_the_lists(text: str) -> None:
    inspect(render(text))
    mentions(text)


COSTLY = [
    "[",
    "![",
    "[a](",
    "[a][",
    ">",
    "*a_ ",
    "*_",
    "`",
    "http://a",
    "http://a.b/((",
    "- [ ] a\n",
    "|a|b|\n|-|-|\n",
]


@pytest.mark.parametrize("pattern", COSTLY)
def test_the_longest_text_is_rendered_in_time(pattern: str) -> None:
    assert seconds((pattern * 20_000)[:20_000]) < 2


def test_a_wide_table_is_not_filled_up_for_ever() -> None:
    assert seconds("|" + "a|" * 100 + "\n|" + "-|" * 100 + "\n" + "|\n" * 9_700) < 2


def seconds(text: str) -> float:
    began = time.process_time()
    render(text)
    return time.process_time() - began
