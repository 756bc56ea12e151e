"""The words of the product in its other languages: `python -m tools.messages update`, `compile` or `check`.

`update` reads the texts out of the code and brings them into the catalogues under locale/; what is no longer
said is dropped. `compile` writes what Django and the browser read. `check` says what is missing.
"""

import json
import re
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
NOT_OURS = {
    "tests",
    "tools",
    "node_modules",
    "var",
    "staticfiles",
    "migrations",
    "client",
    "bin",
    "docs",
    "docker",
}
PLACE = re.compile(r"%\(\w+\)[a-z]|%[sd%]")
SCRIPT_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
SCRIPT_CALL = re.compile(rf"\b(n?p?gettext)\(\s*((?:{SCRIPT_STRING.pattern}\s*,?\s*)+)")
SCRIPT_COMMENT = re.compile(r"^\s*(?:/\*.*?\*/|//[^\n]*)", re.MULTILINE | re.DOTALL)
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the same catalogue is compiled to the same bytes on any day
Found = tuple[str, str | tuple[str, ...], str | None]


def ours(pattern: str) -> list[Path]:
    found = (path.relative_to(ROOT) for path in ROOT.glob(pattern) if path.is_file())
    return sorted(path for path in found if not path.parts[0].startswith(".") and not NOT_OURS & set(path.parts))


def texts_of(path: Path, source: str) -> Iterator[Found]:
    for _, text, _, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        yield path.as_posix(), text, context


def script_texts(path: Path, source: str) -> Iterator[Found]:
    """Calls with strings in double quotes, wherever they stand: also in the attribute of a template literal."""
    for name, arguments in SCRIPT_CALL.findall(SCRIPT_COMMENT.sub("", source)):
        given = [json.loads(each) for each in SCRIPT_STRING.findall(arguments)]
        context = given.pop(0) if name in ("pgettext", "npgettext") else None
        plural = name in ("ngettext", "npgettext")
        yield path.as_posix(), tuple(given[:2]) if plural else given[0], context


def server_texts() -> Iterator[Found]:
    for path in ours("*/**/*.py"):
        yield from texts_of(path, (ROOT / path).read_text())
    for path in ours("templates/**/*"):
        # Django turns a template into something like Python, whose lines may begin anywhere.
        lines = templatize((ROOT / path).read_text()).splitlines()
        yield from texts_of(path, "\n".join(line.strip() for line in lines))


def browser_texts() -> Iterator[Found]:
    for path in ours("static/js/**/*.js"):
        if not path.name.startswith("words."):
            yield from script_texts(path, (ROOT / path).read_text())


DOMAINS = {"django": server_texts, "djangojs": browser_texts}
LANGUAGES = ["de"]


def catalogue_path(language: str, domain: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def template_of(domain: str) -> Catalog:
    """All texts of a domain, each with the files it stands in."""
    catalogue = Catalog(project="Prooflane", charset="utf-8", fuzzy=False)
    for place, text, context in DOMAINS[domain]():
        if text and text[0]:
            catalogue.add(text, locations=[(place, 0)], context=context)
    return catalogue


def read(language: str, domain: str) -> Catalog:
    path = catalogue_path(language, domain)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def po_bytes(catalogue: Catalog) -> bytes:
    """Without dates and line numbers, so that two people's updates differ in texts only."""
    out = BytesIO()
    kept = {"sort_output": True, "include_lineno": False, "ignore_obsolete": True, "omit_header": True}
    write_po(out, catalogue, width=110, **kept)
    head = {
        "Language": catalogue.locale,
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": catalogue.plural_forms,
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in head.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + out.getvalue()


def update() -> None:
    for language in LANGUAGES:
        for domain in DOMAINS:
            catalogue = read(language, domain)
            catalogue.update(template_of(domain), no_fuzzy_matching=True)
            path = catalogue_path(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(po_bytes(catalogue))
            missing = sum(not is_translated(message) for message in texts_in(catalogue))
            print(f"messages: {path.relative_to(ROOT)}: {len(catalogue)} texts, {missing} to translate")


def texts_in(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    """A guess of the merge is left out when the catalogue is compiled: it is no translation yet."""
    if message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def compiled() -> dict[Path, bytes]:
    """What is read at run time, by file: `.mo` by Django, a script by the browser."""
    files = {}
    for language in LANGUAGES:
        server, browser = (read(language, domain) for domain in DOMAINS)
        out = BytesIO()
        server.creation_date = server.revision_date = NO_DATE
        write_mo(out, server)
        files[catalogue_path(language, "django").with_suffix(".mo")] = out.getvalue()
        files[ROOT / "static" / "js" / f"words.{language}.js"] = script(browser).encode()
    return files


def script(catalogue: Catalog) -> str:
    words = {
        f"{message.context}\4{key}" if message.context else key: message.string
        for message in texts_in(catalogue)
        if is_translated(message)
        for key in [message.id[0] if isinstance(message.id, (list, tuple)) else message.id]
    }
    text = json.dumps(dict(sorted(words.items())), ensure_ascii=False, indent=0)
    return (
        "// Written by `python -m tools.messages compile`.\n"
        f"globalThis.prooflaneWords = {{ plural: (n) => Number({catalogue.plural_expr}), messages: {text} }};\n"
    )


def complaints() -> Iterator[str]:
    for language in LANGUAGES:
        for domain in DOMAINS:
            catalogue, said = read(language, domain), template_of(domain)
            name = catalogue_path(language, domain).relative_to(ROOT)
            known = {(message.id, message.context) for message in texts_in(catalogue)}
            wanted = {(message.id, message.context) for message in texts_in(said)}
            if known != wanted:
                news = f"{len(wanted - known)} new, {len(known - wanted)} gone"
                yield f"{name}: {news}: python -m tools.messages update"
            yield from (f"{name}: {wrong}" for message in texts_in(catalogue) for wrong in mistakes(message))
    for path, content in compiled().items():
        if not path.exists() or path.read_bytes() != content:
            yield f"{path.relative_to(ROOT)} is not what the catalogue says: python -m tools.messages compile"


def mistakes(message: Message) -> Iterator[str]:
    """What is wrong with a translation: nothing there, or other places to fill in than the text has."""
    texts = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    translated = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not is_translated(message):
        yield f"not translated: {texts[0]!r}"
        return
    places = set(PLACE.findall(texts[-1]))
    for text in filter(None, translated):
        if set(PLACE.findall(text)) - places or (places - set(PLACE.findall(text)) and len(texts) == 1):
            yield f"other places to fill in: {text!r}"


def check() -> int:
    found = list(complaints())
    for each in found:
        print(f"messages: {each}")
    return 1 if found else 0


def compile_all() -> None:
    for path, content in compiled().items():
        path.write_bytes(content)


def main(task: str) -> int:
    warnings.simplefilter("ignore")
    settings.configure(USE_I18N=True, TEMPLATES=[])
    django.setup()
    if task == "check":
        return check()
    if task == "update":
        update()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else "check"))
