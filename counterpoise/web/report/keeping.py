"""Reports that were put together are kept in memory for a while: a page and its pictures are one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from counterpoise.journal.erase import person_erased
from counterpoise.report.document import Document

Key = tuple[Any, ...]


class Reports:
    """The last few reports by what they were made of; one is put together at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Document] = OrderedDict()
        self._one_at_a_time = Lock()
        person_erased.connect(self.forget, weak=False)

    def kept(self, key: Key) -> Document | None:
        """The report, if it is there."""
        return self._kept.get(key)

    def made(self, key: Key, make: Callable[[], Document]) -> Document:
        """The report, put together if need be."""
        with self._one_at_a_time:
            if key not in self._kept:
                self._kept[key] = make()
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return self._kept[key]

    def forget(self, **_signal: Any) -> None:
        """Nothing of an erased person stays in memory."""
        self._kept.clear()
