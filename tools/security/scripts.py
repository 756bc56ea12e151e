"""Hostile texts in everything people can write, looked at in a real browser: none of them runs."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from playwright.sync_api import BrowserContext, Dialog, Page, expect, sync_playwright

from boards import actions
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from boards.readers.mail import send_due
from hypotheses.actions import add_log_entry, add_run
from tests.conftest import CHROMIUM, CHROMIUM_SWITCHES
from tests.live.listening import cookie_of
from tests.world import lane_of
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.house import House
from tools.proof.people import API, program
from tools.security.estate import Estate
from tools.security.payloads import ALL

WATCH = """window.__seen = [];
document.addEventListener("securitypolicyviolation",
  event => window.__seen.push(event.violatedDirective + " " + event.blockedURI));"""
SURVIVORS = """() => {
  const bad = [];
  for (const each of document.querySelectorAll("*")) {
    for (const {name, value} of each.attributes) {
      if (name.startsWith("on") || name === "style" || name === "srcdoc") bad.push(each.tagName + " " + name);
      const leads = /^(href|src|action|formaction|data)$/.test(name);
      if (leads && /^[\\s\\x00-\\x1f]*(javascript|vbscript|data:text)/i.test(value))
        bad.push(each.tagName + " " + name + " " + value.slice(0, 40));
    }
    if (/^(IFRAME|OBJECT|EMBED|BASE|MARQUEE|MATH|PORTAL)$/i.test(each.tagName)) bad.push(each.tagName);
  }
  return bad;
}"""
ECHOES = (
    "/boards/{key}/?q={text}",
    "/boards/{key}/backlog/?q={text}",
    "/{text}/",
    "/c/{text}/",
    "/sign-in/?next={text}",
)
CARDS = ("ref", "other_ref", "doomed_ref", "idea_ref", "boxed", "over", "answered")
NAMES = ("kept", "doomed", "second")  # of trackers and webhooks
SHORT = ("label", "spare", *NAMES)
AT_ONCE, SETTLE = 16, 250
FULL = 0.05


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    step = max(1, round(FULL / scale.share))
    chosen = ALL[::step]
    began = len(house.sink.messages)
    made = _hostile(house, chosen)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_SWITCHES))
        tab = Tab(chromium.new_context(), house, made)
        pages = _pages(made, chosen)
        for path in pages:
            tab.look(path)
        tab.watch_live(house, made, chosen)
        mails = house.sink.messages[began:]
        broken = tab.mails(mails)
        chromium.close()
    did = f"{len(chosen)} payloads on {len(pages)} pages, in drawers, toasts, live updates and mails"
    yield none_of(f"{did}: dialogs or scripts that ran", tab.ran)
    yield none_of(f"{did}: violations of the policy", tab.violations)
    yield none_of(f"{did}: handlers, styles and addresses that survived", tab.survivors)
    yield none_of("mails with markup of theirs", broken, len(mails))
    yield Claim("and there are mails", len(mails), len(mails) > 0)
    yield equal("the board can still be used", tab.usable, True)


class Tab:
    """One page of a browser in which ada is signed in, and everything suspicious it has seen."""

    def __init__(self, context: BrowserContext, house: House, made: Estate) -> None:
        name, value = cookie_of(house.world.ada).split("=", 1)
        self.base, self.made = house.live, made  # it answers for the pages too, so that they have their stream
        context.add_cookies([{"name": name, "value": value, "url": self.base}])
        context.add_init_script(WATCH)
        context.route(
            "**/events*", lambda route: route.continue_(url=route.request.url.replace(self.base, house.live))
        )
        self.page: Page = context.new_page()
        self.ran, self.violations, self.survivors = list[str](), list[str](), list[str]()
        self.usable = False
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.ran.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def look(self, path: str) -> None:
        self.page.goto(self.base + path, wait_until="load")
        self.page.wait_for_timeout(SETTLE)
        self.judge(path)

    def judge(self, where: str) -> None:
        where = where[:60]
        if self.page.evaluate("window.__pwn"):
            self.ran.append(where)
        self.violations += [f"{where}: {each}" for each in self.page.evaluate("window.__seen || []")]
        self.survivors += [f"{where}: {each}" for each in self.page.evaluate(SURVIVORS)]

    def watch_live(self, house: House, made: Estate, chosen: tuple[str, ...]) -> None:
        """The board stands open while somebody renames a card again and again; then a card is opened by hand."""
        self.page.goto(f"{self.base}/boards/{made.key}/", wait_until="load")
        ben, ref = program(house, house.world.ben), made.names["other_ref"]
        for payload in chosen:
            ben.ask("PATCH", f"{API}/cards/{ref}", {"title": payload[:200], "blocked": payload[:200]})
        title = made.board.cards.get(ref=ref).title
        expect(self.page.locator(f"#card-{ref}-link")).to_have_text(title)
        self.judge("the open board")
        self.page.locator(f"#card-{ref}-link").click()
        self.page.wait_for_timeout(3 * SETTLE)
        self.usable = self.page.locator("#drawer[open]").count() == 1
        self.judge("the drawer")

    def mails(self, messages: list[EmailMessage]) -> list[str]:
        """As an HTML part is shown: without any policy."""
        wrong = []
        for message in messages:
            part = message.get_body(("html",))
            if part is None:
                continue
            self.page.goto("about:blank")
            self.page.set_content(part.get_content())
            if self.page.evaluate("window.__pwn") or self.page.locator("img, script, svg, iframe").count():
                wrong.append(str(message["Subject"]))
        return wrong


def _pages(made: Estate, chosen: tuple[str, ...]) -> list[str]:
    key, names = made.key, made.names
    refs = [ref for name, ref in names.items() if name in CARDS]
    own = [
        "/",
        "/boards/",
        "/inbox/",
        "/inbox/?show=done",
        "/profile/",
        "/profile/tokens/",
        f"/teams/{names['slug']}/",
    ]
    board = [f"/boards/{key}/", *(f"/boards/{key}/{part}/" for part in ("backlog", "archive", "settings"))]
    board += [f"/boards/{key}/archive/?in=trash", f"/boards/{key}/?card={names['ref']}"]
    echoes = [
        path.format(key=key, text=quote(text, safe=""))
        for text in chosen[::AT_ONCE]
        for path in (
            "/boards/{key}/?q={text}",
            "/boards/{key}/backlog/?q={text}",
            "/{text}/",
            "/c/{text}/",
            "/sign-in/?next={text}",
        )
    ]
    return [*own, *board, *(f"/c/{ref}/" for ref in refs), *echoes]


def _hostile(house: House, chosen: tuple[str, ...]) -> Estate:
    """Everything on the board says one of them; each has a card and a word in the log of its own."""
    world, made = house.world, Hostile(house.world, "M7", chosen)
    board = made.board
    for number, payload in enumerate(chosen):
        lane = lane_of(board, ("backlog", "to do", "code review")[number % 3])
        label = payload.replace("\n", " ").strip()[:60]
        place = actions.Place(lane=lane)
        actions.create_card(cause=world.by(), board=board, title=payload[:200], place=place, labels=[label])
    question = board.cards.get(ref=made.names["ref"])
    for number, payload in enumerate(chosen):
        add_log_entry(cause=world.by(), card=question, body=payload)
        if number % AT_ONCE == 0:
            add_log_entry(cause=world.by(), card=question, body=f"@ada @petra {payload}")
            run: dict[str, Any] = {
                "external_id": payload[:60],
                "title": payload[:200],
                "params": {payload: payload},
            }
            add_run(cause=world.by(), card=question, metrics={"auc": 0.5}, **run)
    world.ben.name = chosen[1][:80]
    world.ben.save()
    follow(INBOX, board.pk)
    send_due(timezone.now())
    return made


class Hostile(Estate):
    """An estate in whose texts the payloads take turns."""

    def __init__(self, world: Any, key: str, chosen: tuple[str, ...]) -> None:
        self.chosen = chosen
        super().__init__(world, key)

    def say(self, text: str) -> str:
        self.said += 1
        payload = self.chosen[self.said % len(self.chosen)]
        if text in NAMES:  # one with a sign that cannot be printed is refused
            payload = "".join(sign if sign.isprintable() else "·" for sign in payload)
        return payload[:55] if text.startswith(SHORT) else payload[:110]
