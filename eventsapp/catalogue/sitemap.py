"""The list of pages for search engines (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

FIXED = ("/", "/evenements", "/comment-ca-marche", "/organisateurs")


def sitemap(base_url: str, pages: Iterable[tuple[str, datetime | None]]) -> str:
    """XML of the fixed pages and of `pages` (path, last change)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for path, changed in [*((path, None) for path in FIXED), *pages]:
        last = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(base_url + path)}</loc>{last}</url>")
    return "\n".join([*lines, "</urlset>", ""])
