"""What a script says is found by whoever translates it."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from tools.messages import template_of, texts_in

SAID = re.compile(r'\b(?:gettext|ngettext)\(\s*"((?:[^"\\]|\\.)*)"')


def test_every_text_of_a_script_is_extracted() -> None:
    """Inside the quotes of an attribute in a template literal none is: name it in a line of its own."""
    firsts = (text.id if isinstance(text.id, str) else text.id[0] for text in texts_in(template_of("djangojs")))
    found = set(firsts)
    scripts = Path(settings.BASE_DIR, "static", "js").glob("*.js")
    said = {
        (path.name, text) for path in scripts if path.name != "i18n.js" for text in SAID.findall(path.read_text())
    }

    assert {each for each in said if each[1] not in found} == set()
