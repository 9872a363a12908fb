"""Which addresses may be fetched from: those of the public internet, by what their names resolve to at that moment."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import typing
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore
import httpx


class RefusedAddressError(Exception):
    """An address that is private, of this machine, or no web address."""


def vetted(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of a host, all of them public unless private ones are allowed.

    Raises:
        RefusedAddressError: one of them is private, loopback, link-local or reserved.
        httpcore.ConnectError: the name has no address.
    """
    try:
        found = sorted({str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} has no address ({error})") from error
    for address in found:
        bare = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(bare, "ipv4_mapped", None) or bare
        if not private and not mapped.is_global:
            raise RefusedAddressError(f"{host} is at {address}, which is no public address: set allow_private in [fetch] of pipeline.toml if it should be")
    return found


@dataclass(slots=True)
class Deadline:
    """The moment (``time.monotonic``) by which an exchange must have ended, however slowly a server drips."""

    until: float = float("inf")

    def left(self, timeout: float | None) -> float:
        """The seconds that may still be waited, no more than ``timeout``.

        Raises:
            httpcore.ReadTimeout: none are left.
        """
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange takes too long")
        return min(left, timeout) if timeout is not None else left


class _TimedStream(httpcore.NetworkStream):
    """A connection that keeps the deadline of the exchange that uses it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        """Go on in secret."""
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


class _VettedNetwork(httpcore.NetworkBackend):
    """Connects to the very address that was vetted, so that a name cannot lead elsewhere a moment later."""

    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        self._private = private
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: typing.Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a host's vetted addresses that answers."""
        last: Exception | None = None
        for address in vetted(host, port, private=self._private):
            try:
                stream = self._plain.connect_tcp(address, port, self._deadline.left(timeout), local_address, socket_options)
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: typing.Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never: a publication comes over the network."""
        raise RefusedAddressError(f"{path} is no web address")


class VettedTransport(httpx.HTTPTransport):
    """A transport whose connections go to vetted addresses alone."""

    def __init__(self, deadline: Deadline, *, private: bool) -> None:
        super().__init__()
        network = _VettedNetwork(deadline, private=private)
        self._pool = httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=network, keepalive_expiry=30)


def host_of(url: str) -> str:
    """The host of a web address, for the delay between requests.

    Raises:
        RefusedAddressError: it is no web address, or it holds a password.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise RefusedAddressError(f"{url!r} is no web address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedAddressError(f"{without_secrets(url)!r} is no web address")
    if parts.username or parts.password:
        raise RefusedAddressError(f"{without_secrets(url)} holds a user name: publications are fetched without one")
    return host.casefold()


def without_secrets(url: str) -> str:
    """An address as logs may hold it: without user name, password and query."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(an address that cannot be read)"
    return f"{parts.scheme}://{host}{port}{parts.path}" if parts.scheme else parts.path
