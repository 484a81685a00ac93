"""A page as a part of another: for a notebook, which has more on it than this answer.

The page's own style holds within this part only, its ids are its own, and nothing of it runs.
"""

from __future__ import annotations

import hashlib
import re
from typing import Iterator

# Several times: it goes before all that a notebook says of tables, rows and lists (two classes and two elements).
_ROOT = 4 * ".doorstroom-antwoord"
# What a notebook has for its own tables, lists and headings, taken back; the page's rules come after.
_OWN = ("{root} { padding: 0 1rem; } "
        "{root} :where(h1, h2, h3, h4, h5, h6, table, caption, th, td, p, li, dt, dd, pre, code) { color: inherit; } "
        "{root} :where(table, tr, th, td) { border: 0; background: none; } "
        "{root} :where(td) { text-align: start; } "
        "{root} :where(dl, dt, dd) { float: none; width: auto; overflow: visible; } "
        "{root} :where(dt) { font-weight: inherit; } "
        "{root} :where(table) { table-layout: auto; margin: 0; }").replace("{root}", _ROOT)
_WHOLE = re.compile(r"^(:root|html|body)(?![\w-])")
_REFERENCES = re.compile(r'(\s(?:id|for|aria-labelledby|aria-describedby|headers)=")([^"]*)(")')
_LINKS = re.compile(r'(\shref="#)([^"]*)(")')


def _split(text: str, at: str) -> list[str]:
    """Cut where no bracket is open."""
    parts, depth, begin = [], 0, 0
    for i, c in enumerate(text):
        if c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif c == at and depth == 0:
            parts.append(text[begin:i])
            begin = i + 1
    return [*parts, text[begin:]]


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule's head and what is between its braces."""
    at = 0
    while True:
        opened = css.find("{", at)
        if opened < 0:
            return
        depth, closed = 1, opened + 1
        while depth > 0 and closed < len(css):
            depth += {"{": 1, "}": -1}.get(css[closed], 0)
            closed += 1
        yield css[at:opened].strip(), css[opened + 1:closed - 1]
        at = closed


def _selector(one: str) -> str:
    one = re.sub(r"(?<![\w.#-])main(?![\w-])", ".doorstroom-blad", one.strip())
    whole = _WHOLE.match(one)
    return _ROOT + one[whole.end():] if whole else f"{_ROOT} {one}"


def scoped(css: str) -> str:
    """The same rules, for what is within one answer only."""
    out = []
    for head, body in _rules(re.sub(r"/\*.*?\*/", "", css, flags=re.S)):
        if head.startswith("@media"):
            out.append(f"{head} {{ {scoped(body)} }}")
        elif not head.startswith("@"):  # fonts and pages are of a whole page
            out.append(f"{', '.join(map(_selector, _split(head, ',')))} {{{body}}}")
    return "\n".join(out)


def _between(text: str, begin: str, end: str) -> str:
    found = re.search(f"{begin}(.*?){end}", text, re.S)
    return found.group(1) if found else ""


def _apart(text: str, mark: str) -> str:
    text = _REFERENCES.sub(lambda m: m[1] + " ".join(f"{mark}-{one}" for one in m[2].split()) + m[3], text)
    return _LINKS.sub(lambda m: f"{m[1]}{mark}-{m[2]}{m[3]}", text)


def standing_alone(page: str) -> str:
    """The part of a page that says something, with its style."""
    css = "\n".join(re.findall(r"<style>(.*?)</style>", page, re.S))
    lang = _between(page, r'<html[^>]*? lang="', '"')
    marks = "".join(re.findall(r'<p class="merken">.*?</p>|<div class="merken">.*?</div>', page, re.S))
    main = _between(page, r"<main[^>]*>", r"</main>")
    body = re.sub(r"<script\b.*?</script>", "", marks + f'<div class="doorstroom-blad">{main}</div>', flags=re.S)
    mark = "ds" + hashlib.sha256(body.encode()).hexdigest()[:8]
    return (f'<div class="doorstroom-antwoord" lang="{lang}"><style>{_OWN}\n{scoped(css)}</style>'
            f"{_apart(body, mark)}</div>")
