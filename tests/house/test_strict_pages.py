"""What a page may hold: nothing inline, nothing from elsewhere, nothing unescaped."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import PACKAGE, files, inside, name

TEMPLATES = inside(PACKAGE, ".html", ".svg")
UNESCAPED = re.compile(r"\|\s*safe\b|safeseq|autoescape\s+off|mark_safe|SafeString\(|SafeText\(|__html__")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|\shx-on|\shx-vals=['\"]js:", re.I
)
FROM_ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|embed|object|form|use)\b[^>]*?"
    r"\b(?:src|href|action|data|srcset)\s*=\s*['\"]?\s*(?:https?:)?//"
    r"|@import\s+(?:url\()?\s*['\"]?(?:https?:)?//|url\(\s*['\"]?(?:https?:)?//",
    re.I,
)
CALLS = re.compile(
    r"\b(?:fetch|importScripts|WebSocket|EventSource|sendBeacon)\s*\(\s*['\"`](?:https?:|wss?:)?//", re.I
)
LINK = re.compile(r"https?://([\w.-]+)")
SELLER = re.compile(
    r"amazon|ebay|etsy|walmart|alibaba|shop|store|vape|botanical|buy|market|kratom[\w-]*\.(com|net|co|shop)"
)


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{name(path)}:{text.count(chr(10), 0, match.start()) + 1} {match.group().strip()}"
        for path, text in texts(paths)
        for match in pattern.finditer(text)
    ]


def texts(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        yield path, path.read_text(encoding="utf-8")


def test_nothing_is_shown_unescaped() -> None:
    assert found(UNESCAPED, TEMPLATES + inside(PACKAGE, ".py")) == []


def test_nothing_is_inline() -> None:
    assert found(INLINE, TEMPLATES) == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert found(FROM_ELSEWHERE, TEMPLATES + inside(PACKAGE, ".css")) == []
    assert found(CALLS, inside(PACKAGE, ".js")) == []


def test_nothing_links_to_a_seller() -> None:
    written = files(".py", ".toml", ".html", ".md", ".txt", ".js")
    hosts = {(name(path), host) for path, text in texts(written) for host in LINK.findall(text)}
    assert sorted(pair for pair in hosts if SELLER.search(pair[1])) == []


def test_the_patterns_find_what_they_should() -> None:
    for bad in ("<script>x</script>", "<p style='a'>", '<a onclick="x">', '<button hx-on:click="x">', "<style>"):
        assert INLINE.search(bad), bad
    for good in ('<script src="/a.js" defer></script>', "<label for='on'>", "{% translate 'Sleep style' %}"):
        assert not INLINE.search(good), good
    for bad in ('<img src="//x/a.png">', "<link rel=a href='https://x/a.css'>", "@import url(http://x)"):
        assert FROM_ELSEWHERE.search(bad), bad
    assert not FROM_ELSEWHERE.search('<a href="https://doi.org/10.1">')
    assert UNESCAPED.search("{{ x | safe }}")


def test_no_script_takes_a_name_of_those_on_every_page() -> None:
    """Scripts of a page share their outermost names: one that is declared twice ends the whole second script."""
    base = (PACKAGE / "web" / "templates" / "base.html").read_text(encoding="utf-8")
    everywhere = {Path(path).name for path in re.findall(r"<script src=\"{% static '([^']+)'", base)}
    apart = ("worker.js", "push.js")  # in the worker, which is no page
    scripts = [path for path in inside(PACKAGE, ".js") if "vendor" not in path.parts and path.name not in apart]
    taken = [(path.name, word) for path in scripts for word in declared(path.read_text(encoding="utf-8"))]
    words = {word for script, word in taken if script in everywhere}
    assert {"newId", "pill", "outbox", "hiding", "keepForm", "keptWords"} <= words
    twice = [pair for pair in taken if pair[1] in words and sum(word == pair[1] for _script, word in taken) > 1]
    assert twice == []


def declared(script: str) -> list[str]:
    """The outermost names that a script declares."""
    found = re.findall(r"^(?:async )?(?:function\*?|const|let|class) (\{[^}]*\}|[^=;({]+)", script, re.M)
    return [word for names in found for word in re.findall(r"\w+", names)]
