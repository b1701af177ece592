"""The organiser's Markdown as HTML that may stand on a public page, and as plain words."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_FIRST_HEADING, _LAST_HEADING = 3, 6

_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=1024)
def to_html(text: str) -> Markup:
    """`text` as safe HTML: no raw HTML, no picture, links that lead to the web, mail or phone, headings from h3 on."""
    environment: dict[str, object] = {}
    tokens = _markdown.parse(text, environment)
    _demote_headings(tokens)
    _drop_pictures(tokens)
    rendered = _markdown.renderer.render(tokens, _markdown.options, environment)
    return Markup(
        nh3.clean(
            rendered,
            tags=TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=SCHEMES,
            link_rel="nofollow noopener",
            attribute_filter=_only_full_addresses,
        )
    )


def _demote_headings(tokens: list[Token]) -> None:
    """The page has its own h1 and h2. Levels used are mapped to h3, h4 … so that none is skipped."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    new = {tag: f"h{min(_FIRST_HEADING + depth, _LAST_HEADING)}" for depth, tag in enumerate(used)}
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = new[token.tag]


def _drop_pictures(tokens: list[Token]) -> None:
    for token in tokens:
        if token.children:
            token.children = [child for child in token.children if child.type != "image"]


def _only_full_addresses(tag: str, attribute: str, value: str) -> str | None:
    # A relative link would lead into the workspace or, with //, to any host.
    if tag == "a" and attribute == "href" and not _ADDRESS.match(value):
        return None
    return value
