"""Structured logs: one line per request, with an id, and never a secret or a person in it.

The *rule* of the matched route is logged, never the path: paths of tickets and links hold secrets.
"""

import logging
import sys
import time
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, got_request_exception, request

log = structlog.get_logger()
_RENDERERS = {"json": structlog.processors.JSONRenderer, "text": structlog.dev.ConsoleRenderer}


def configure(level: str, fmt: str) -> None:
    """Send our own lines to standard error as JSON or text; libraries only from warnings up."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _RENDERERS.get(fmt, structlog.processors.JSONRenderer)(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # Asked for each line: a process may change its error stream, and the one of now must be open.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    )


def _request_id() -> str:
    given = request.headers.get("X-Request-Id", "")
    return given if given.isascii() and given.replace("-", "").isalnum() and len(given) <= 64 else uuid.uuid4().hex


def init_app(app: Flask) -> None:
    """Log each request once it is answered; log failures with their traceback but without their values."""
    configure(app.config["LOG_LEVEL"], app.config["LOG_FORMAT"])
    # Flask would log «Exception on /billet/<secret>» with the path: our own line replaces it.
    app.logger.disabled = True

    @app.before_request
    def start() -> None:
        g.started, g.request_id = time.perf_counter(), _request_id()

    @app.after_request
    def finish(response: Response) -> Response:
        if "started" in g:
            response.headers["X-Request-Id"] = g.request_id
            if request.endpoint not in ("operations.healthz", "operations.readyz"):
                _line(response)
        return response

    def broken(_app: Flask, exception: BaseException, **_more: Any) -> None:
        route = str(request.url_rule) if request.url_rule else None
        failure(exception, id=g.get("request_id"), method=request.method, route=route)

    got_request_exception.connect(broken, app, weak=False)

    def _line(response: Response) -> None:
        log.info(
            "request",
            id=g.request_id,
            method=request.method,
            route=str(request.url_rule) if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.started) * 1000, 1),
        )


def busy(error: BaseException) -> None:
    """Log that a request gave up waiting for the database: the kind of error, and the rule of the route."""
    route = str(request.url_rule) if request.url_rule else None
    log.warning("busy", error=type(error).__name__, id=g.get("request_id"), method=request.method, route=route)


def failure(error: BaseException, **facts: Any) -> None:
    """Log where an unexpected error happened: its type and stack, not its message, which may quote a person."""
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("failure", error=type(error).__name__, at=frames[-8:], **facts)
