# ruff: noqa: E501 -- a field of a record is one line
"""A made-up register of a whole country, with the field shapes of the real one and skewed like the real one.

Nothing in it is about anybody: names are put together from word lists, numbers are drawn. What is like the real
Enhetsregisteret: the fields and their nesting, the mix of organisation forms, codes of SN2025 drawn unevenly and
differently from place to place, few places with many enterprises and many with few, most enterprises without
employees and a few with thousands (numbers under five not given), chains with many sub-units.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
from rdflib import RDFS

from ecosystem_graph.resources import data_file
from ecosystem_graph.turtle import parse
from ecosystem_graph.vocab import ECO

__all__ = ["write_register"]

CHUNK = 20_000
FORMS = {
    "AS": (0.36, "Aksjeselskap", "2100", "Private aksjeselskaper mv."),
    "ENK": (0.38, "Enkeltpersonforetak", "8200", "Personlig næringsdrivende"),
    "FLI": (0.12, "Forening/lag/innretning", "7000", "Ideelle organisasjoner"),
    "NUF": (0.03, "Norskregistrert utenlandsk foretak", "2100", "Private aksjeselskaper mv."),
    "DA": (0.02, "Ansvarlig selskap med delt ansvar", "2300", "Personlige foretak"),
    "ANS": (0.015, "Ansvarlig selskap med solidarisk ansvar", "2300", "Personlige foretak"),
    "SAM": (0.02, "Tingsrettslig sameie", "7000", "Ideelle organisasjoner"),
    "ESEK": (0.02, "Eierseksjonssameie", "4900", "Borettslag o.l."),
    "BRL": (0.015, "Borettslag", "4900", "Borettslag o.l."),
    "STI": (0.01, "Stiftelse", "7000", "Ideelle organisasjoner"),
    "ORGL": (0.008, "Organisasjonsledd", "6500", "Kommuneforvaltningen"),
    "KOMM": (0.001, "Kommune", "6500", "Kommuneforvaltningen"),
    "SA": (0.001, "Samvirkeforetak", "2100", "Private aksjeselskaper mv."),
}
COUNTIES = ("03", "11", "15", "18", "31", "32", "33", "39", "40", "42", "46", "50", "55", "56")
ONE_WORDS = "NORD SØR VEST ØST ELV BERG FJORD SKOG SAND LIND ASK BJØRK GRAN FURU MYR VANN DAL HEI VIK NES"
ONE = tuple(ONE_WORDS.split())
TWO_WORDS = "BYGG DATA MAT TRE STÅL KRAFT HELSE REISE EIENDOM INVEST FRAKT FISK GARTNERI DESIGN RÅDGIVNING"
TWO = tuple(TWO_WORDS.split())
PROFILES = 12


def _orgnrs(count: int, rng: np.random.Generator) -> np.ndarray:
    """Different numbers with the right check digit, in any order."""
    span = 185_000_000 // 10
    bases = 81_000_000 + np.sort(rng.choice(span, size=int(count * 1.15) + 50, replace=False))
    digits = bases[:, None] // 10 ** np.arange(7, -1, -1) % 10
    rest = digits @ np.array([3, 2, 7, 6, 5, 4, 3, 2]) % 11
    check = np.where(rest == 0, 0, 11 - rest)
    numbers = (bases * 10 + check)[check < 10][:count]
    rng.shuffle(numbers)
    return numbers


def _places(rng: np.random.Generator) -> tuple[list[str], list[str], np.ndarray]:
    """357 municipalities: Innlandet's by their numbers and names, the others made up."""
    facts = parse(data_file())
    number = {s: str(o) for s, p, o in facts if p == ECO.municipalityNumber and str(o).startswith("34")}
    name = {number[s]: str(o).upper() for s, p, o in facts if p == RDFS.label and s in number}
    for at in range(357 - len(name)):
        county = COUNTIES[at % len(COUNTIES)]
        code = f"{county}{1 + at // len(COUNTIES):02d}"
        name[code] = f"{ONE[at % 20]}{ONE[at // 20]}"
    numbers = sorted(name)
    size = 1 / (1 + rng.permutation(len(numbers))) ** 0.9
    return numbers, [name[n] for n in numbers], np.cumsum(size / size.sum())


def _codes(rng: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """Codes of SN2025, and how often each occurs in each profile of places (cumulated)."""
    with (files("ecosystem_graph.registers") / "nace.csv").open(encoding="utf-8", newline="") as stream:
        codes = [r["code"] for r in csv.DictReader(stream) if r["version"] == "2.1" and len(r["code"]) == 6]
    common = 1 / (1 + rng.permutation(len(codes))) ** 0.8
    divisions = {d: rng.lognormal(0, 1.2, PROFILES) for d in sorted({c[:2] for c in codes})}
    shares = common[None, :] * np.array([divisions[c[:2]] for c in codes]).T
    return codes, np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)


def write_register(folder: Path, count: int, seed: int = 1) -> tuple[Path, Path, int]:
    """Write the two bulk files.

    Args:
        folder: Where to.
        count: Enterprises.
        seed: Of everything drawn.

    Returns:
        File of enterprises, file of sub-units (gzipped JSON arrays), number of sub-units.
    """
    rng = np.random.default_rng(seed)
    numbers, names, sizes = _places(rng)
    codes, shares = _codes(rng)
    # Most enterprises with employees lie in one place; a few are chains.
    has_staff = rng.random(count) < 0.45
    subs = np.where(has_staff, np.minimum(1 + (rng.pareto(1.6, count) * 0.35).astype(int), 400), 0)
    orgnrs = _orgnrs(count + int(subs.sum()), rng)
    mix = np.cumsum(rng.dirichlet(np.full(PROFILES, 0.4), size=len(numbers)), axis=1)
    drawn = {"place": np.searchsorted(sizes, rng.random(count)), "staff": has_staff}
    profile = (rng.random(count)[:, None] > mix[drawn["place"]]).sum(axis=1).clip(0, PROFILES - 1)
    drawn["code"] = np.empty(count, dtype=int)
    for one in range(PROFILES):
        where = profile == one
        drawn["code"][where] = np.searchsorted(shares[one], rng.random(int(where.sum()))).clip(
            0, len(codes) - 1
        )
    drawn["people"] = np.minimum((1 + rng.pareto(1.05, count) * 1.8).astype(int), 30_000)
    drawn["form"] = np.searchsorted(np.cumsum([f[0] for f in FORMS.values()]), rng.random(count)).clip(
        0, len(FORMS) - 1
    )
    main, sub = folder / "enheter_alle.json.gz", folder / "underenheter_alle.json.gz"
    with gzip.open(main, "wt", encoding="utf-8", compresslevel=1) as stream:
        _array(stream, _enterprises(rng, count, orgnrs, drawn, numbers, names, codes))
    with gzip.open(sub, "wt", encoding="utf-8", compresslevel=1) as stream:
        _array(stream, _sub_units(rng, count, orgnrs, subs, drawn, sizes, numbers, names, codes))
    return main, sub, int(subs.sum())


def _array(stream, records: Iterator[str]) -> None:
    stream.write("[")
    buffer: list[str] = []
    mark = ""
    for record in records:
        buffer.append(mark + record)
        mark = ",\n"
        if len(buffer) == 5000:
            stream.write("".join(buffer))
            buffer.clear()
    stream.write("".join(buffer) + "]\n")


def _dates(rng: np.random.Generator, size: int) -> list[str]:
    days = np.datetime64("1995-02-20") + (rng.beta(1.6, 1, size) * 11_500).astype("timedelta64[D]")
    return days.astype(str).tolist()


def _address(key: str, place: int, street: int, numbers: list[str], names: list[str]) -> str:
    post = f"{1 + place * 27 % 9990:04d}"
    return (
        f'"{key}":{{"land":"Norge","landkode":"NO","postnummer":"{post}","poststed":"{names[place]}",'
        f'"adresse":["{ONE[street % 20].title()}vegen {1 + street // 20}"],"kommune":"{names[place]}",'
        f'"kommunenummer":"{numbers[place]}"}}'
    )


def _form(code: str, text: str) -> str:
    here = "https://data.brreg.no/enhetsregisteret/api/organisasjonsformer/"
    return (
        f'"organisasjonsform":{{"kode":"{code}","beskrivelse":"{text}",'
        f'"_links":{{"self":{{"href":"{here}{code}"}}}}}}'
    )


def _staff(has: bool, people: int) -> str:
    number = f'"antallAnsatte":{people},' if has and people >= 5 else ""
    return f'{number}"harRegistrertAntallAnsatte":{str(bool(has)).lower()}'


def _enterprises(rng, count, orgnrs, drawn, numbers, names, codes) -> Iterator[str]:
    forms = [(code, text, sector, name) for code, (_, text, sector, name) in FORMS.items()]
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        part = slice(start, start + size)
        words = rng.integers(0, 20 * 20 * 15, size).tolist()
        streets = rng.integers(0, 3000, size).tolist()
        odd = rng.random(size).tolist()
        begun, entered = _dates(rng, size), _dates(rng, size)
        columns = (
            orgnrs[part].tolist(),
            *(drawn[k][part].tolist() for k in ("form", "place", "code", "staff", "people")),
        )
        for i, (number, form, place, code, staff, people) in enumerate(zip(*columns, strict=True)):
            kode, text, sector, sector_text = forms[form]
            word, chance = words[i], odd[i]
            name = f"{ONE[word % 20]}{ONE[word // 20 % 20]} {TWO[word // 400]} {start + i} {kode if kode != 'ENK' else ''}".strip()
            parent = (
                f'"overordnetEnhet":"{orgnrs[(start + i) // 3]}",' if kode == "ORGL" and start + i > 3 else ""
            )
            second = (
                f'"naeringskode2":{{"kode":"{codes[(code + 7) % len(codes)]}","beskrivelse":"Næring {code + 7}"}},'
                if chance < 0.1
                else ""
            )
            yield (
                f'{{"organisasjonsnummer":"{number}","navn":"{name}",{_form(kode, text)},"historiskeNavn":[],'
                f'"registreringsdatoEnhetsregisteret":"{entered[i]}","registrertIMvaregisteret":{"true" if chance < 0.4 else "false"},'
                f'"naeringskode1":{{"kode":"{codes[code]}","beskrivelse":"Næring {code}"}},{second}{parent}'
                f"{_staff(staff, people)},{_address('forretningsadresse', place, streets[i], numbers, names)},"
                f'"epostadresse":"post@example.org","telefon":"00 00 00 00","stiftelsesdato":"{begun[i]}",'
                f'"institusjonellSektorkode":{{"kode":"{sector}","beskrivelse":"{sector_text}"}},'
                f'"registrertIForetaksregisteret":{"true" if kode in ("AS", "NUF") else "false"},"registrertIStiftelsesregisteret":false,'
                f'"registrertIFrivillighetsregisteret":false,"konkurs":{"true" if chance > 0.993 else "false"},'
                f'"underAvvikling":{"true" if 0.98 < chance < 0.986 else "false"},"underTvangsavviklingEllerTvangsopplosning":{"true" if 0.97 < chance < 0.973 else "false"},'
                f'"maalform":"Bokmål","vedtektsfestetFormaal":["Handel og tjenester","og det som hører til."],'
                f'"aktivitet":["Handel og tjenester","og det som hører til."],"registrertIPartiregisteret":false,"paategninger":[],'
                f'"erIKonsern":false,"_links":{{"self":{{"href":"https://data.brreg.no/enhetsregisteret/api/enheter/{number}"}}}},"respons_klasse":"Enhet"}}'
            )


def _sub_units(rng, count, orgnrs, subs, drawn, sizes, numbers, names, codes) -> Iterator[str]:
    parents = np.repeat(np.arange(count), subs)
    first = np.r_[True, parents[1:] != parents[:-1]] if len(parents) else np.empty(0, bool)
    # The first lies with its enterprise, the others anywhere.
    place = np.where(first, drawn["place"][parents], np.searchsorted(sizes, rng.random(len(parents))))
    people = np.maximum(drawn["people"][parents] // np.maximum(subs[parents], 1), 1)
    for start in range(0, len(parents), CHUNK):
        size = min(CHUNK, len(parents) - start)
        part = slice(start, start + size)
        begun, entered = _dates(rng, size), _dates(rng, size)
        streets = rng.integers(0, 3000, size).tolist()
        columns = (
            orgnrs[count + start : count + start + size].tolist(), parents[part].tolist(), place[part].tolist(),
            people[part].tolist(),
        )  # fmt: skip
        for i, (number, parent, where, staff) in enumerate(zip(*columns, strict=True)):
            code = int(drawn["code"][parent])
            yield (
                f'{{"organisasjonsnummer":"{number}","navn":"AVDELING {parent} {names[where]}",'
                f"{_form('BEDR', 'Underenhet til næringsdrivende og offentlig forvaltning')},"
                f'"historiskeNavn":[],"registreringsdatoEnhetsregisteret":"{entered[i]}","registrertIMvaregisteret":false,'
                f'"naeringskode1":{{"kode":"{codes[code]}","beskrivelse":"Næring {code}"}},{_staff(True, staff)},'
                f'"overordnetEnhet":"{orgnrs[parent]}","oppstartsdato":"{begun[i]}",'
                f"{_address('beliggenhetsadresse', where, streets[i], numbers, names)},"
                f'"_links":{{"self":{{"href":"https://data.brreg.no/enhetsregisteret/api/underenheter/{number}"}}}},"respons_klasse":"Underenhet"}}'
            )
