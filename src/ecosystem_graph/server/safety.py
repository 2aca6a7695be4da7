"""Safety: header fields that keep a browser from doing what a page did not mean, and which hosts we are."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

__all__ = ["HEADERS", "POLICY", "hosts", "is_loopback", "page_policy"]

#: What pages may do: their own scripts, styles and pictures, and nothing from anywhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: Beside the policy, on every answer.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_SCRIPTS = ("", "module", "text/javascript", "application/javascript")
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?\Z")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def page_policy(page: bytes) -> str:
    """The policy of a page that carries its own scripts: they run by their fingerprints, and no others.

    A style may stand in the page. It cannot be told by its fingerprint where a drawing sets it while it runs.
    """
    reader = _Inline()
    # What a browser hashes has its line ends normalised.
    reader.feed(page.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in dict.fromkeys(reader.scripts))
    return (
        f"default-src 'none'; script-src {hashes or chr(39) + 'none' + chr(39)}; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def hosts(base_url: str, host: str) -> frozenset[str]:
    """Names in the Host header field that are ours; none where any may be.

    A server on this machine that answered to any name could be read by any page in the browser, whose author
    lets a name of his own point here.
    """
    if base_url:
        name = urlsplit(base_url).hostname or ""
        return _LOOPBACK | {f"[{name}]" if ":" in name else name}
    return _LOOPBACK if is_loopback(host) else frozenset()


def host_of(field: str) -> str:
    """The name in a Host header field; empty where it is none."""
    match = _HOST.match(field)
    return match["name"].lower() if match else ""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class _Inline(HTMLParser):
    """Collects the scripts that stand in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._open = tag == "script" and "src" not in given and (given.get("type") or "") in _SCRIPTS
        if self._open:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._open = False


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
