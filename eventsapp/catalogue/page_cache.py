"""Rendered pages kept a moment, so that a thousand people reading one event cost one rendering.

Only pages that are the same for everybody without a session may be put here. An entry is used only while the
`state` it was rendered from (versions, seats, the minute) is still the present one, so a change shows at once:
what is saved is the rendering, never the look at the database.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The body as it is sent, and its ETag."""

    body: bytes
    etag: str


class PageCache:
    """The `size` most recently used pages of one process; each key holds one state only, the latest."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[Hashable, KeptPage]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, state: Hashable) -> KeptPage | None:
        """The page of `key` if it was rendered from this very `state`."""
        with self._lock:
            known = self._kept.get(key)
            if known is None or known[0] != state:
                return None
            self._kept.move_to_end(key)
            return known[1]

    def keep(self, key: Hashable, state: Hashable, text: str) -> KeptPage:
        """Keep the rendering `text` in place of what `key` held, and drop the page unused for longest."""
        body = text.encode()
        page = KeptPage(body, hashlib.sha256(body).hexdigest()[:32])
        with self._lock:
            self._kept[key] = (state, page)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return page

    def __len__(self) -> int:
        return len(self._kept)
