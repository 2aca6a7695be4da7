"""Licences of data: the names that people and machines use, and the addresses that graphs use."""

from __future__ import annotations

__all__ = ["LICENCES", "OPEN", "address_of", "called", "spdx"]

#: Address of a licence by its SPDX name (https://spdx.org/licenses/).
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "NLOD-2.0": "https://data.norge.no/nlod/no/2.0",
}
#: The licence of a data set that names none.
OPEN = "CC-BY-4.0"
_ALSO = {"https://data.norge.no/nlod/en/2.0": "NLOD-2.0"}
_NAMES = {
    address.partition("://")[2].rstrip("/"): name
    for address, name in {**{a: n for n, a in LICENCES.items()}, **_ALSO}.items()
}


def spdx(address: str) -> str:
    """SPDX name of a licence; empty where we know none.

    >>> spdx("http://creativecommons.org/licenses/by/4.0"), spdx("https://example.org/ours")
    ('CC-BY-4.0', '')
    """
    return _NAMES.get(address.partition("://")[2].rstrip("/"), "")


def called(address: str) -> str:
    """What people call a licence; its address where we know no name.

    >>> called("https://creativecommons.org/licenses/by/4.0/"), called("https://example.org/ours")
    ('CC BY 4.0', 'https://example.org/ours')
    """
    return spdx(address).replace("-", " ").replace("BY SA", "BY-SA") or address


def address_of(text: str) -> str | None:
    """Address of a licence told by its SPDX name or by its address; None where it is neither.

    >>> address_of("cc0-1.0"), address_of("https://example.org/ours"), address_of("free")
    ('https://creativecommons.org/publicdomain/zero/1.0/', 'https://example.org/ours', None)
    """
    by_name = {name.casefold(): address for name, address in LICENCES.items()}
    if (address := by_name.get(text.casefold())) is not None:
        return address
    scheme, _, rest = text.partition("://")
    return text if scheme in ("http", "https") and rest and not set(text) & set(' <>"{}|\\^`') else None
