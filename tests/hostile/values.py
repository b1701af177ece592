"""What no browser would send, and some people will."""

import os
from collections.abc import Sequence
from typing import Any

from tests.rights.addresses import SCAN_ID

MEGABYTE = "é" * 500_000  # two bytes each
CONTROLS = "a\x00b\x01\x1b[31m\x7f\x85\u2028\u202e\ufeff\uffff"
CRLF = "Zoé\r\nBcc: victim@example.org\r\nX-Evil: 1"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>"

VALUES: dict[str, Any] = {
    "controls": CONTROLS,
    "nul alone": "\x00",
    "crlf": CRLF,
    "markup": MARKUP,
    "huge number": "9" * 30,
    "beyond 64 bits": str(2**63),
    "beyond 32 bits": str(2**31),
    "negative": "-1",
    "exponent": "1e999",
    "not a number": "NaN",
    "superscript": "²",
    "arabic digits": "٣",
    "day zero": "0000-00-00",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "french 31/02": "31/02/2026",
    "hour 25": "25:61",
    "__proto__": "__proto__",
    "path": "../../../../etc/passwd",
    "template": "{{7*7}}{% x %}%(x)s%s{0}",
    "formula": '=HYPERLINK("http://evil.test","x")',
    "json": '{"a":[{}]}',
    "json deep": "[" * 20_000,
    "json list": "[1]",
    "json null": "null",
    "sql": "' OR 1=1; --",
    "long": "x" * 5_000,
    "long mail": "a" * 300 + "@example.org",
    "mail with line": "zoe@example.org\r\nBcc: b@example.org",
    "mail unicode": "zoé@éxample.org",
    "mail many": "a@example.org,b@example.org",
    "mail address list": "zoe@example.org <b@example.org>",
    "url": "javascript:alert(1)",
    "url broken": "http://[::1",
    "url port": "https://a.test:99999999999999/",
    "emoji": "👩‍👩‍👧‍👦" * 50,
    "uuid": SCAN_ID,
    "blank": " \t\u00a0\n",
    "array": ["1", "2", "\x00"],
}


def share(of: Sequence[Any], turn: int, step: int) -> Sequence[Any]:
    """Every `step`th, beginning elsewhere at each turn; all with HOSTILE=all: a suite of many minutes is not run."""
    return of if os.environ.get("HOSTILE") == "all" else of[turn % step :: step]
