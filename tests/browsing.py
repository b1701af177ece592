"""People using pages: a visitor opens pages and submits the forms found there; every page is inspected on the way."""

from collections import Counter
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, g
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from eventsapp.extensions import db

BASE = "https://rencontres.test"
# `bool` attributes never carry these words when all is well: a template printed a Python object.
LEAKS = ("None", "&lt;", "%(", "{{", "Undefined", "LazyString", "<object")


def read(html: str) -> BeautifulSoup:
    """The page as a browser understands it (WHATWG's parser, in C), for looking around in."""
    return BeautifulSoup(LexborHTMLParser(html).html or "", "html.parser")


def inspect(html: str, where: str) -> None:
    """Fail on what no page may show, whatever the test is about. In C: every page of the suite passes here."""
    page = LexborHTMLParser(html)
    root, title, heads = page.css_first("html"), page.css_first("head > title"), page.css("h1")
    assert root.attributes.get("lang") in ("fr", "en"), f"{where}: no language"
    assert title is not None and title.text(strip=True), f"{where}: no title"
    assert len(heads) == 1, f"{where}: {len(heads)} h1"
    # What a script will copy from a <template> is part of the page, and no part of its tree.
    parts = [page, *(LexborHTMLParser(part.html) for one in page.css("template") for part in one.template_fragments())]
    found = [node for part in parts for node in part.root.traverse()]
    twice = [i for i, n in Counter(node.id for node in found if node.id).items() if n > 1]
    assert not twice, f"{where}: ids used twice: {twice}"
    labelled = {node.attributes.get("for") for node in found if node.tag == "label"}
    for node in found:
        if node.tag in ("input", "select", "textarea"):
            assert _has_a_name(node, labelled), f"{where}: field {node.attributes.get('name')} without label"
        elif node.tag == "form" and (node.attributes.get("method") or "get").lower() == "post":
            assert node.css_first("input[name=csrf_token]"), f"{where}: form without CSRF token"
        assert not any(name.startswith("on") for name in node.attributes), f"{where}: inline handler on {node.tag}"
    for part in parts:
        assert not part.css("[style]") and not part.css("style"), f"{where}: inline style"
        # A block of JSON-LD is data, which no browser executes.
        assert not part.css("script:not([src]):not([type='application/ld+json'])"), f"{where}: inline script"


def _has_a_name(field: LexborNode, labelled: set[str | None]) -> bool:
    if field.attributes.get("type") in ("hidden", "submit", "button", "image"):
        return True
    if field.attributes.get("aria-label") or field.attributes.get("aria-labelledby"):
        return True
    around = field.parent
    while around is not None and around.tag != "label":
        around = around.parent
    return around is not None or (bool(field.id) and field.id in labelled)


class Page:
    """One answer, read as a person would."""

    def __init__(self, visitor: "Visitor", response: Any, path: str) -> None:
        self.visitor, self.response, self.path = visitor, response, path
        self.status = response.status_code
        self.is_html = response.mimetype == "text/html" and bool(response.data)
        self.html = response.get_data(as_text=True) if self.is_html else ""
        # A live page asks for the part that changes: no page by itself.
        self.is_fragment = self.is_html and "<!doctype" not in self.html[:200].casefold()
        if self.is_html and not self.is_fragment:
            inspect(self.html, path)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """For looking around in."""
        return read(self.html)

    @cached_property
    def text(self) -> str:
        """What is written on the page, spaces folded (no-break ones included)."""
        page = LexborHTMLParser(self.html)
        page.root.strip_tags(["script", "style"])
        return " ".join((page.css_first("main") or page.root).text(separator=" ").split())

    def says(self, words: str) -> bool:
        return " ".join(words.split()) in self.text

    def link(self, words: str) -> str:
        """Where the link with these words leads."""
        for anchor in self.soup.find_all("a", href=True):
            if " ".join(words.split()) in " ".join(anchor.get_text(" ").split()):
                return str(anchor["href"])
        raise AssertionError(f"no link «{words}» on {self.path}")

    def follow(self, words: str) -> "Page":
        return self.visitor.get(self.link(words))

    def form(self, button: str) -> Tag:
        """The form whose submit button carries these words."""
        for found in self.soup.find_all("button"):
            if " ".join(button.split()) in " ".join(found.get_text(" ").split()):
                owner = found.get("form")
                form = self.soup.find("form", id=owner) if owner else found.find_parent("form")
                if form is not None:
                    return form
        raise AssertionError(f"no button «{button}» on {self.path}")

    def submit(self, button: str, *, expect: int | None = None, **fields: Any) -> "Page":
        """Fill in and send the form of this button; a value of None leaves a field out. Follows redirections."""
        form = self.form(button)
        values = {**filled_in(form), **pressed(self.soup, form, button), **fields}
        action = form.get("action") or self.path
        return self.visitor.send(
            str(action),
            {k: v for k, v in values.items() if v is not None},
            method=form.get("method", "get"),
            expect=expect,
        )


def filled_in(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form as it stands."""
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in ("submit", "button", "file", "image") or field.has_attr("disabled"):
            continue
        if kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                values.setdefault(name, []).append(field.get("value", "on"))
        elif field.name == "select":
            chosen = field.find_all("option", selected=True) or field.find_all("option")[:1]
            values[name] = [o.get("value", o.get_text()) for o in chosen]
        elif field.name == "textarea":
            values[name] = field.get_text().removeprefix("\n")
        else:
            values.setdefault(name, []).append(field.get("value", ""))
    return values


def pressed(page: BeautifulSoup, form: Tag, button: str) -> dict[str, str]:
    for found in page.find_all("button", attrs={"name": True}):
        if " ".join(button.split()) in " ".join(found.get_text(" ").split()):
            return {str(found["name"]): str(found.get("value", ""))}
    return {}


class Visitor:
    """A person with a browser. `address` is the network address that the server sees."""

    def __init__(self, app: Flask, language: str = "fr", address: str = "192.0.2.10") -> None:
        self.app, self.language, self.address = app, language, address
        self.client: FlaskClient = app.test_client()

    def _send(self, path: str, **how: Any) -> Any:
        parts = urlsplit(path)
        assert not parts.netloc or f"{parts.scheme}://{parts.netloc}" == BASE, f"leaves the site: {path}"
        where = parts.path + (f"?{parts.query}" if parts.query else "")
        # The test's own application context would lend its session and its `g` to the request.
        db.session.remove()
        for name in list(vars(g)):
            g.pop(name)
        headers = {"Accept-Language": self.language, **how.pop("headers", {})}
        answer = self.client.open(
            where, base_url=BASE, buffered=True, headers=headers, environ_overrides={"REMOTE_ADDR": self.address}, **how
        )
        db.session.expire_all()
        return answer

    def get(self, path: str, *, expect: int | None = 200, follow: bool = True, **how: Any) -> Page:
        response = self._send(path, method="GET", **how)
        return self._arrived(response, path, expect, follow)

    def send(
        self,
        path: str,
        values: Any = None,
        *,
        method: str = "post",
        expect: int | None = None,
        follow: bool = True,
        **how: Any,
    ) -> Page:
        """Send form values as a browser would."""
        if method.lower() == "get":
            response = self._send(path, method="GET", query_string=values, **how)
        else:
            response = self._send(path, method="POST", data=values, **how)
        return self._arrived(response, path, expect, follow)

    def _arrived(self, response: Any, path: str, expect: int | None, follow: bool) -> Page:
        hops = 0
        while follow and response.status_code in (301, 302, 303, 307, 308):
            hops += 1
            assert hops < 6, f"redirections without end from {path}"
            path = response.headers["Location"]
            response = self._send(path, method="GET")
        page = Page(self, response, path)
        if expect is not None:
            assert page.status == expect, f"{path}: {page.status} instead of {expect}: {page.text[:400]}"
        else:
            assert page.status < 500, f"{path}: {page.status}: {page.text[:400]}"
        return page

    def post_json(self, path: str, body: Any, token: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._send(path, method="POST", json=body, headers=headers)

    def csrf_token(self, path: str) -> str:
        """The token of a page that holds a form."""
        field = self.get(path).soup.find("input", attrs={"name": "csrf_token"})
        assert field is not None
        return str(field["value"])

    def sign_in_as(self, user: Any) -> "Visitor":
        """Signed in, without walking through the password page (its own tests do)."""
        with self.client.session_transaction(base_url=BASE) as session:
            session["_user_id"], session["_fresh"] = user.get_id(), True
        return self
