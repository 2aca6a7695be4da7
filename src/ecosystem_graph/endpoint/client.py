"""HTTP to one SPARQL server: one query, one answer, or a sentence that says why there is none."""

from __future__ import annotations

import base64
import http.client
import os
import re
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from ecosystem_graph.errors import EndpointError
from ecosystem_graph.wording import Wording, foreign, of_system

__all__ = ["ACCOUNT", "Client"]

#: Environment variable with ``user:password`` for the server.
ACCOUNT = "ECOSYSTEM_GRAPH_ENDPOINT_ACCOUNT"
#: Largest answer read, in bytes; a page of rows is far smaller.
_LARGEST = 256 * 1024 * 1024
#: What a busy server or a proxy before it says. A query only reads, so it may be asked again.
_PASSING = (429, 502, 503, 504)
#: Seconds before the second and the third try.
_PAUSES = (0.25, 1.0)
#: Longest wait that a server may ask for with Retry-After, in seconds.
_PATIENCE = 5.0
_SHOWN = 240
#: What is said of a server's name, by the number of the error.
_NAMES = {
    socket.EAI_NONAME: "ingen maskin har dette navnet",
    socket.EAI_AGAIN: "navnet kan ikke slås opp akkurat nå",
}


class _RedirectedError(Exception):
    """The server says to ask elsewhere."""

    def __init__(self, address: str) -> None:
        self.address = address


class _NoFollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        fp.close()
        raise _RedirectedError(newurl)


class Client:
    """Asks one SPARQL 1.1 query service.

    Attributes:
        url: Its address, without credentials.
        timeout: Seconds to wait for it to connect and between two pieces of its answer.
    """

    def __init__(
        self, url: str, *, timeout: float = 60.0, pause: Callable[[float], object] = time.sleep
    ) -> None:
        """Look at the address; nothing is sent yet.

        Args:
            url: ``http://`` or ``https://`` address of the query service.
            timeout: Seconds.
            pause: What waits between tries.

        Raises:
            EndpointError: It is no such address, or it holds a password.
        """
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise EndpointError(
                Wording(
                    f"the endpoint {url!r} is not an address: {error}",
                    f"tjeneren {url!r} er ingen adresse: {error}",
                )
            ) from error
        if parts.username is not None or parts.password is not None:
            # The address ends up in messages and manifests; a password must not.
            raise EndpointError(
                Wording(
                    "the endpoint's address holds a name or password; leave it out and set "
                    f"{ACCOUNT}=user:password in the environment",
                    "adressen til tjeneren inneholder et navn eller passord; utelat det og sett "
                    f"{ACCOUNT}=bruker:passord i miljøet",
                )
            )
        if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f]", url):
            raise EndpointError(
                Wording(
                    f"the endpoint {url!r} is not the address of a SPARQL server; "
                    "it begins with http:// or https://",
                    f"{url!r} er ikke adressen til en SPARQL-tjener; den begynner med http:// eller https://",
                )
            )
        self.url, self.timeout, self._pause = parts._replace(fragment="").geturl(), timeout, pause
        self._opener = urllib.request.build_opener(_NoFollowing)

    def ask(self, query: str, accept: str, parameters: Sequence[tuple[str, str]] = ()) -> tuple[str, bytes]:
        """Send a query by POST, which has no limit of length and leaves no trace in the logs of proxies.

        Args:
            query: SPARQL text.
            accept: Media types for the answer, best first.
            parameters: Further parameters of the SPARQL Protocol.

        Returns:
            Media type and body of the answer.

        Raises:
            EndpointError: Unreachable, too slow, refused, cut off, or no SPARQL server.
        """
        form = urllib.parse.urlencode([("query", query), *parameters]).encode("ascii")
        for pause in (*_PAUSES, None):
            try:
                return self._once(form, accept)
            except _PassingError as error:
                if pause is None:
                    raise error.told from error.told.__cause__
                self._pause(pause if error.wait is None else min(error.wait, _PATIENCE))
        raise AssertionError("the last try returns or raises")

    def _once(self, form: bytes, accept: str) -> tuple[str, bytes]:
        address = self.url
        for _ in range(5):
            request = urllib.request.Request(
                address,
                form,
                {
                    "Accept": accept,
                    "Content-Type": "application/x-www-form-urlencoded",
                    "User-Agent": "ecosystem-graph",
                    **_account(),
                },
            )
            try:
                with self._opener.open(request, timeout=self.timeout) as response:
                    return self._read(response)
            except _RedirectedError as elsewhere:
                address = self._followed(elsewhere.address)
            except urllib.error.HTTPError as error:
                with error:
                    raise self._refused(error) from None
            except (TimeoutError, urllib.error.URLError, http.client.HTTPException, OSError) as error:
                raise self._unreached(error) from error
        raise self._error("the server redirects in circles", "tjeneren sender oss i ring")

    def _read(self, response: http.client.HTTPResponse) -> tuple[str, bytes]:
        media = response.headers.get_content_type()
        body = response.read(_LARGEST + 1)
        if len(body) > _LARGEST:
            mib = _LARGEST >> 20
            raise self._error(
                f"the answer is larger than {mib} MiB; ask for less",
                f"svaret er større enn {mib} MiB; be om mindre",
            )
        promised = response.headers.get("Content-Length")
        if promised is not None and promised.isdigit() and int(promised) > len(body):
            raise http.client.IncompleteRead(body, int(promised) - len(body))
        # Virtuoso's "anytime" answers: what it had when its time was up, with status 200.
        if state := response.headers.get("X-SQL-State"):
            said = f"{state} {self._shown(response.headers.get('X-SQL-Message', ''))}"
            raise self._error(f"the server cut the answer off ({said})", f"tjeneren kuttet svaret ({said})")
        return media, body

    def _followed(self, address: str) -> str:
        asked, told = urlsplit(self.url), urlsplit(address)
        same = (asked.scheme, asked.hostname, asked.port) == (told.scheme, told.hostname, told.port)
        secured = (asked.scheme, told.scheme) == ("http", "https") and asked.hostname == told.hostname
        if not (same or secured) or told.username is not None:
            there = f"{told.scheme}://{told.hostname}"
            raise self._error(
                f"the server sends us on to {there}, which is refused; "
                "name that address yourself if you trust it",
                f"tjeneren sender oss videre til {there}, og det avvises; "
                "oppgi den adressen selv hvis du stoler på den",
            )
        return address

    def _refused(self, error: urllib.error.HTTPError) -> Exception:
        """What a status that is no success means."""
        said, status = self._said(error), f"(HTTP {error.code})"
        if error.code in (401, 403):
            how = (
                Wording("refuses this account", "avviser denne kontoen")
                if _account()
                else Wording("wants an account", "krever en konto")
            )
            return self._error(
                f"the server {how} {status}; set {ACCOUNT}=user:password in the environment",
                f"tjeneren {how.nb} {status}; sett {ACCOUNT}=bruker:passord i miljøet",
            )
        if error.code in (404, 405, 410):
            return self._error(
                f"no SPARQL query service here {status}; check the address",
                f"ingen SPARQL-tjener her {status}; sjekk adressen",
            )
        if error.code in _PASSING:
            wait = error.headers.get("Retry-After", "")
            told = self._error(
                f"the server is busy or down {status}{said}", f"tjeneren er opptatt eller nede {status}{said}"
            )
            return _PassingError(told, float(wait) if wait.isdigit() else None)
        if error.code >= 500:
            return self._error(f"the server failed {status}{said}", f"tjeneren sviktet {status}{said}")
        return self._error(
            f"the server refuses the query {status}{said}", f"tjeneren avviser spørringen {status}{said}"
        )

    def _unreached(self, error: Exception) -> Exception:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            # Not asked again: the server may still be at it, and would only get more to do.
            return self._error(
                f"no answer within {self.timeout:g} seconds", f"intet svar innen {self.timeout:g} sekunder"
            )
        if isinstance(reason, ssl.SSLError):
            said = reason.reason or reason
            return self._error(
                f"the connection is not secure: {said}", f"forbindelsen er ikke sikker: {said}"
            )
        if isinstance(reason, http.client.IncompleteRead):
            told = self._error("the answer broke off", "svaret ble brutt av")
        else:
            why = _why(reason)
            told = self._error(
                f"cannot be reached: {self._shown(why)}", f"kan ikke nås: {self._shown(why.nb)}"
            )
        return _PassingError(told, None)

    def _error(self, en: str, nb: str) -> EndpointError:
        return EndpointError(Wording(f"{self.url}: {en}", f"{self.url}: {nb}"))

    def _said(self, error: urllib.error.HTTPError) -> str:
        """First words of the server's own explanation."""
        try:
            text = error.read(4096).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return ""
        if "html" in error.headers.get_content_type():
            text = re.sub(r"<[^>]*>", " ", text)
        return f": {shown}" if (shown := self._shown(text)) else ""

    def _shown(self, text: str) -> str:
        """A text of the server, short, on one line, without what only we should know."""
        for secret in filter(None, os.environ.get(ACCOUNT, "").partition(":")[::2]):
            text = text.replace(secret, "…") if len(secret) > 3 else text
        text = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
        return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


class _PassingError(Exception):
    """What may be over at the next try."""

    def __init__(self, told: EndpointError, wait: float | None) -> None:
        self.told, self.wait = told, wait


def _why(reason: object) -> Wording:
    """Why a server cannot be reached."""
    if isinstance(reason, socket.gaierror):
        # Its numbers are those of another list than the system's.
        en = reason.strerror or str(reason)
        return Wording(en, _NAMES.get(reason.errno or 0, en))
    return of_system(reason) if isinstance(reason, OSError) else foreign(reason)


def _account() -> dict[str, str]:
    account = os.environ.get(ACCOUNT, "")
    if not account:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(account.encode()).decode("ascii")}
