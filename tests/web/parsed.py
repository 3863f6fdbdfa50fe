"""A page as a tree of elements, so that tests can ask what stands beside what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    """A tag with its attributes, its place in the tree and what is inside it, in order."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.inside: list[Element | str] = []

    @property
    def text(self) -> str:
        """All words inside, with single spaces."""
        return " ".join("".join(self._words()).split())

    def all(self, tag: str = "") -> Iterator[Element]:
        """Every element below this one, or those with this tag."""
        for part in self.inside:
            if isinstance(part, Element):
                if tag in ("", part.tag):
                    yield part
                yield from part.all(tag)

    def around(self, words: re.Pattern[str]) -> Element | None:
        """The nearest element around this one, itself included, whose text holds the words."""
        found: Element | None = self
        while found is not None and not words.search(found.text):
            found = found.parent
        return found

    def _words(self) -> Iterator[str]:
        for part in self.inside:
            yield from part._words() if isinstance(part, Element) else [part]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def parsed(page: str) -> Element:
    """The tree of a page; a tag that is not closed, or closed twice, is refused."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is not closed"
    return reader.root
