"""A server on the loopback that plays WordPress, GOV.UK and plain sites, well and badly."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Post:
    """A post of the WordPress site."""

    ident: int
    title: str
    body: str
    modified: str
    date: str = "2018-05-03T10:00:00"


@dataclass
class Site:
    """What the server has, and what it was asked.

    ``pages``: bodies by path. ``answers``: what is answered at a path instead, once each or for ever. ``posts``: of WordPress.
    """

    pages: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    rough: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    govuk: dict[str, dict[str, Any]] = field(default_factory=dict)
    rest: bool = True
    heads: bool = True
    validators: bool = True
    asked: list[tuple[str, str, int, int]] = field(default_factory=list)
    address: str = ""

    def bodies(self) -> int:
        """How many bytes of bodies were sent."""
        return sum(size for *_, size in self.asked)

    def answer(self, method: str, target: str, headers: Any) -> Answer:
        path = urlsplit(target).path
        if self.answers.get(target if target in self.answers else path):
            waiting = self.answers[target if target in self.answers else path]
            return waiting.pop(0) if len(waiting) > 1 or (waiting[0][0] >= 0 and waiting[0][1].get("X-Once")) else waiting[0]
        if path.startswith("/wp-json/"):
            return self._wordpress(method, target) if self.rest else (404, {}, b"{}")
        if path.startswith("/api/content/"):
            content = self.govuk.get(path.removeprefix("/api/content"))
            return self._conditional(json.dumps(content).encode(), headers, "application/json") if content is not None else (404, {}, b"")
        if path in self.pages:
            return self._conditional(self.pages[path], headers, self.types.get(path, "text/html"))
        return 404, {}, b"not here"

    def _conditional(self, body: bytes, headers: Any, kind: str) -> Answer:
        tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        sent = {"Content-Type": kind} | ({"ETag": tag} if self.validators else {})
        return (304, sent, b"") if self.validators and headers.get("If-None-Match") == tag else (200, sent, body)

    def _wordpress(self, method: str, target: str) -> Answer:
        query = {k: v[0] for k, v in parse_qs(urlsplit(target).query).items()}
        found = sorted((p for p in self.posts.values() if p.modified > query.get("modified_after", "")), key=lambda p: (p.modified, p.ident))
        if "include" in query:
            found = [p for p in found if str(p.ident) in query["include"].split(",")]
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        shown = found[(page - 1) * size : page * size]
        total = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // size)), "Content-Type": "application/json"}
        if method == "HEAD":
            return (200, total, b"") if self.heads else (405, {}, b"")
        if query.get("_fields") == "id":
            return 200, total, json.dumps([{"id": p.ident} for p in shown]).encode()
        return 200, total, json.dumps([self._post(p) for p in shown]).encode()

    def _post(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.ident, "link": f"{self.address}/2018/05/post-{post.ident}/", "date": post.date, "modified": post.modified,
            "title": {"rendered": post.title}, "content": {"rendered": post.body, "protected": False}, "_links": {"x": time.time()},
            "_embedded": {"author": [{"name": "Una Ember"}], "wp:term": [[{"taxonomy": "category", "name": "Drivers"}]]},
        }  # fmt: skip


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site on a free port of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _reply(self) -> None:
            path = urlsplit(self.path).path
            if path in site.rough:
                site.asked.append((self.command, self.path, 0, 0))
                self.close_connection = True
                site.rough[path](self)
                return
            status, headers, body = site.answer(self.command, self.path, self.headers)
            site.asked.append((self.command, self.path, status, len(body) if self.command == "GET" else 0))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers and status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET" and status != 304:
                self.wfile.write(body)

        do_GET = _reply  # noqa: N815
        do_HEAD = _reply  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for longer than anybody waits."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def cut(handler: BaseHTTPRequestHandler) -> None:
    """A connection that ends in the middle of the body."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<html><p>half")
    handler.wfile.flush()


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """A connection that ends before anything is said."""
    handler.connection.close()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body of 5 GB, in pieces without a stated length."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b"%X\r\n" % 65536 + b"\0" * 65536 + b"\r\n"
    for _ in range(5 * 1024 * 1024 * 1024 // 65536):
        try:
            handler.wfile.write(piece)
        except OSError:
            return


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """Little that unpacks to much."""
    body = gzip.compress(b"\0" * 80_000_000, 9)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    try:
        handler.wfile.write(head.encode() + body)
    except OSError:
        return
