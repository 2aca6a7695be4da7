"""Claims on the page: their lines are those of the ledger, and “why?” says what `explain` says."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import URIRef

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.explanation import explain
from ecosystem_graph.schema import schema
from ecosystem_graph.spillovers import Entry, Ledger, read_ledger
from ecosystem_graph.spillovers.key import colour, dashes, mechanism, stroke
from ecosystem_graph.view.page import page_facts, render
from ecosystem_graph.vocab import ECO

INL = "https://w3id.org/innovation-ecosystem/innlandet/"
SVG = "{http://www.w3.org/2000/svg}"
PAPER = {"light": "#ffffff", "dark": "#14181f"}
Facts = dict[str, Any]
Opener = Callable[..., Any]

#: Notes every curve that is drawn on the canvas: where it starts and bends, its colour, width and dashes.
RECORDER = """() => {
  const paint = CanvasRenderingContext2D.prototype;
  const [begin, move, curve, stroke] = [paint.beginPath, paint.moveTo, paint.quadraticCurveTo, paint.stroke];
  let at = null, bend = null;
  window.curves = [];
  paint.beginPath = function () { bend = null; return begin.apply(this); };
  paint.moveTo = function (x, y) { at = [x, y]; return move.call(this, x, y); };
  paint.quadraticCurveTo = function (...to) { bend = to.slice(0, 2); return curve.apply(this, to); };
  paint.stroke = function (...path) {
    if (bend) curves.push({ at, bend, colour: this.strokeStyle, width: this.lineWidth,
      dashes: this.getLineDash(), opacity: this.globalAlpha });
    return stroke.apply(this, path);
  };
}"""


@pytest.fixture(scope="module")
def ledger(innlandet: Ecosystem) -> Ledger:
    return read_ledger(innlandet)


@pytest.fixture(scope="module")
def facts(innlandet: Ecosystem) -> Facts:
    return page_facts(innlandet) | {"opens": {"lang": "nb"}}


@pytest.fixture(scope="module")
def page_file(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "network.html"
    path.write_text(render(facts), encoding="utf-8")
    return path


@pytest.fixture
def opened(chromium: Opener, page_file: Path) -> Opener:
    """Opens the Innlandet page at an address; the page is ready when this returns."""

    def go(address: str) -> Any:
        page = chromium(f"{page_file.resolve().as_uri()}#{address}").page
        page.wait_for_selector("html[data-ready=true]")
        return page

    return go


def drawn_curves(page: Any) -> list[dict[str, Any]]:
    """The curves of one drawing of the picture."""
    page.evaluate(RECORDER)
    page.click('[data-zoom="fit"]')
    curves: list[dict[str, Any]] = page.evaluate(
        """new Promise((done) => {
          const look = () => requestAnimationFrame(curves.length ? () => done(curves) : look);
          look();
        })"""
    )
    return curves


def bend(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Where vis-network bends a “curvedCW” line of roundness 0.12."""
    turn = math.atan2(start[1] - end[1], end[0] - start[0]) + 0.56 * math.pi
    length = math.dist(start, end)
    return start[0] + 0.56 * length * math.sin(turn), start[1] + 0.56 * length * math.cos(turn)


def contrast(one: str, two: str) -> float:
    """Contrast of two colours as WCAG 2.2 defines it."""

    def luminance(text: str) -> float:
        channels = [int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def by_geometry(facts: Facts, ledger: Ledger) -> dict[tuple[int, ...], list[Entry]]:
    """The ledger's entries by where their lines start and bend; opposite claims of a pair share a line."""
    scene = next(scene for scene in facts["scenes"] if scene["id"] == "spillovers")
    places = {INL + key: (float(x), float(y)) for key, x, y in scene["nodes"]}
    found: dict[tuple[int, ...], list[Entry]] = defaultdict(list)
    for entry in ledger.entries:
        start, end = places[entry.proposition.cause], places[entry.proposition.effect]
        found[tuple(round(v) for v in (*start, *bend(start, end)))].append(entry)
    return found


@pytest.mark.parametrize(("lang", "theme"), [("nb", "light"), ("en", "light"), ("en", "dark")])
def test_lines_drawn_are_the_ledger(
    opened: Opener, facts: Facts, ledger: Ledger, lang: str, theme: str
) -> None:
    curves = drawn_curves(opened(f"view=spillovers&lang={lang}&theme={theme}"))
    expected = by_geometry(facts, ledger)
    lines: dict[tuple[int, ...], dict[tuple[Any, ...], None]] = defaultdict(dict)
    for curve in curves:
        place = tuple(round(v) for v in (*curve["at"], *curve["bend"]))
        look = (curve["colour"], curve["width"], tuple(curve["dashes"]), curve["opacity"])
        lines[place][look] = None
    assert set(lines) == set(expected)
    thinnest = min(width for looks in lines.values() for _, width, _, _ in looks)
    scale = thinnest / min(map(stroke, ledger.entries))
    shades: dict[str, set[str]] = defaultdict(set)
    for place, entries in expected.items():
        wanted = {
            (
                colour(mechanism(entry)) if theme == "light" else "",
                round(stroke(entry) * scale, 3),
                tuple(round(float(part) * scale, 3) for part in re.findall(r"[\d.]+", dashes(entry))),
            )
            for entry in entries
        }
        read = {
            (ink if theme == "light" else "", round(width, 3), tuple(round(part, 3) for part in dash))
            for ink, width, dash, _ in lines[place]
        }
        assert read == wanted, entries[0].proposition.id
        assert {opacity for *_, opacity in lines[place]} == {1}
        if len(entries) == 1:
            shades[mechanism(entries[0]).slug] |= {ink for ink, *_ in lines[place]}
    assert all(len(inks) == 1 for inks in shades.values())
    assert len({ink for inks in shades.values() for ink in inks}) == len(shades) == 11
    for inks in shades.values():
        assert contrast(inks.pop(), PAPER[theme]) >= 3


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_saved_picture_says_sign_and_mechanism_without_colour(
    opened: Opener, ledger: Ledger, lang: str
) -> None:
    page = opened(f"view=spillovers&lang={lang}")
    page.click("#save summary")
    with page.expect_download() as waiting:
        page.click('[data-save="svg"]')
    svg = ElementTree.fromstring(Path(waiting.value.path()).read_bytes())
    groups = {group.get("data-claim"): group for group in svg.iter(f"{SVG}g") if group.get("data-claim")}
    words = {1: {"nb": "fremmer", "en": "promotes"}, -1: {"nb": "hemmer", "en": "hinders"}}
    assert len(groups) == len(ledger.entries)
    for entry in ledger.entries:
        group = groups[entry.proposition.id.removeprefix(f"{INL}proposition/")]
        line, tip = group.findall(f"{SVG}path")
        assert line.get("stroke") == colour(mechanism(entry))
        assert tip.get("d", "").endswith("Z") is (entry.proposition.sign > 0)
        said = (group.findtext(f"{SVG}title") or "").rsplit(": ", 1)[-1].split(" · ")
        assert said[:2] == [words[entry.proposition.sign][lang], mechanism(entry).label(lang)]
    texts = {"".join(text.itertext()) for text in svg.iter(f"{SVG}text")}
    for code in {mechanism(entry).label(lang) for entry in ledger.entries}:
        assert any(re.fullmatch(rf"[A-K]\s+{re.escape(code)}", text, re.I) for text in texts), code


def test_line_colour_can_be_the_sign_and_stays_in_the_address(opened: Opener) -> None:
    page = opened("view=spillovers&theme=light")
    assert "lines" not in page.url
    page.focus("#lines")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**lines=sign**")
    assert page.evaluate("document.activeElement.id") == "lines"
    assert {curve["colour"] for curve in drawn_curves(page)} == {"#3c6e9f", "#c0392b"}
    again = opened(page.url.split("#")[1])
    assert again.input_value("#lines") == "sign"
    assert {curve["colour"] for curve in drawn_curves(again)} == {"#3c6e9f", "#c0392b"}


def test_legend_of_mechanisms_filters(opened: Opener, ledger: Ledger) -> None:
    page = opened("view=spillovers&lang=en&theme=light")
    marks = page.locator("#filters label:has(.letter)").evaluate_all(
        "all => all.map((l) => {"
        " const [box, mark, name] = ['input', '.letter', '.what'].map(s => l.querySelector(s));"
        " const ink = getComputedStyle(mark).borderBottomColor;"
        " return [box.dataset.value, mark.innerText, ink, name.innerText]; })"
    )
    codes = {f"mechanism/{mechanism(e).slug}": mechanism(e) for e in ledger.entries}
    assert [letter for _, letter, _, _ in marks] == list("ABCDEFGHIJK")
    for key, _, ink, name in marks:
        channels = [int(n) for n in re.findall(r"\d+", ink)]
        assert "#{:02x}{:02x}{:02x}".format(*channels) == colour(codes[key])
        assert name.casefold() == codes[key].label("en").casefold()
    page.check('#filters input[data-value="mechanism/spin-off"]')
    named = [e for e in ledger.entries if "spin-off" in {a.mechanism.slug for a in e.proposition.assertions}]
    assert f"and {len(named)} claims" in page.inner_text("#notice")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_table_of_claims_is_the_ledger(opened: Opener, facts: Facts, ledger: Ledger, lang: str) -> None:
    page = opened(f"view=spillovers&as=table&lang={lang}")
    page.locator("#tables .sheet").first.locator(".more").click()
    heads, *rows = (
        page.locator("#tables table")
        .first.locator("tr")
        .evaluate_all(
            "all => all.map(row => [...row.cells].map(cell =>"
            " cell.querySelector('[data-thing]')?.dataset.thing ?? cell.innerText.trim()))"
        )
    )
    assert heads[3] == {"nb": "Mekanisme", "en": "Mechanism"}[lang]
    told = sorted((cause, effect, code.casefold(), int(n)) for cause, _, effect, code, _, n, *_ in rows)
    assert told == sorted(
        (
            entry.proposition.cause.removeprefix(INL),
            entry.proposition.effect.removeprefix(INL),
            mechanism(entry).label(lang).casefold(),
            entry.weight.support,
        )
        for entry in ledger.entries
    )


# why?

Premises = frozenset[tuple[str, frozenset[str]]]


def leaves(proof: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a proof rests on in the end, of the region: subject and source."""
    if proof["rule"] == "asserted" and (subject := proof["triple"][0].strip("<>")).startswith(INL):
        key = subject.removeprefix(INL)
        yield key, ""
        for source in proof["sources"]:
            yield key, source.removeprefix(f"{INL}source/")
    for premise in proof["premises"]:
        yield from leaves(premise)


def gathered(pairs: Iterator[tuple[str, str]]) -> Premises:
    found: dict[str, set[str]] = defaultdict(set)
    for key, source in pairs:
        found[key] |= {source} - {""}
    return frozenset((key, frozenset(sources)) for key, sources in found.items())


def explained(ecosystem: Ecosystem, subject: str, flat: str, thing: str) -> list[Premises]:
    """The premises of every proof that `explain` gives of an edge, all by the rule of property chains."""
    triple = (URIRef(INL + subject), ECO[flat], URIRef(INL + thing))
    proofs = json.loads(explain(ecosystem, triple, several=True, form="json"))
    return [gathered(leaves(proof)) for proof in proofs if proof["rule"] == "prp-spo2"]


def answers(page: Any, key: str) -> list[Premises]:
    """Every answer to “why?” in the panel of a thing."""
    page.evaluate("key => { location.hash = 'selected=' + encodeURIComponent(key); }", key)
    page.wait_for_selector(f'#details[data-of^="{key}"]')
    said = page.evaluate(
        """() => {
          for (const more of document.querySelectorAll("#details .more")) more.click();
          for (const why of document.querySelectorAll("#details .why-button")) why.click();
          return [...document.querySelectorAll("#details .why")].map((box) => [box.innerText,
            [...box.querySelectorAll("li")].map((line) => [line.dataset.premise,
              [...line.querySelectorAll("[data-source]")].map((source) => source.dataset.source)])]);
        }"""
    )
    found = []
    for text, lines in said:
        assert "prp-spo2" in text
        assert all(key.split("/", 1)[1] in text for key, _ in lines), "what states it is named"
        found.append(gathered((key, s) for key, sources in lines for s in ["", *sources]))
    return found


def test_why_a_relation_holds_is_what_explain_says(
    opened: Opener, innlandet: Ecosystem, facts: Facts
) -> None:
    page = opened("")
    sample: dict[str, tuple[str, dict[str, Any]]] = {}
    for name, relation in facts["relations"].items():
        sample.setdefault(relation["type"], (name, relation))
    assert len(sample) == len(schema().relations)
    for flat, (name, relation) in sample.items():
        told = frozenset({(f"relation/{name}", frozenset(relation["sources"]))})
        assert told in answers(page, relation["from"]), flat
        assert told in explained(innlandet, relation["from"], flat, relation["to"]), flat


def test_why_something_influences_is_what_explain_says(
    opened: Opener, innlandet: Ecosystem, ledger: Ledger
) -> None:
    page = opened("")
    supported = [entry for entry in ledger.entries if 1 < len(entry.proposition.supporting) < 5]
    assert any(entry.proposition.disputing for entry in supported)
    for entry in supported[:4]:
        ends = [end.removeprefix(INL) for end in (entry.proposition.cause, entry.proposition.effect)]
        proofs = explained(innlandet, ends[0], "influences", ends[1])
        assert proofs, ends
        assert frozenset().union(*proofs) in answers(page, ends[0]), ends


def test_why_something_lies_in_a_place_is_what_explain_says(
    opened: Opener, innlandet: Ecosystem, facts: Facts
) -> None:
    page = opened("")
    for key in ("actor/ntnu-gjovik", "actor/7sterke", "actor/norsvin"):
        stated = {(r["type"], r["to"]) for r in facts["relations"].values() if r["from"] == key}
        around = [p for p in facts["things"][key]["within"] if ("locatedIn", p) not in stated]
        told = answers(page, key)
        for place in (p for p in around if p != facts["things"][key].get("place")):
            assert set(explained(innlandet, key, "locatedIn", place)) & set(told), (key, place)


def test_an_unknown_form_of_explanation_is_told_in_both_languages(innlandet: Ecosystem) -> None:
    edge = (URIRef(f"{INL}actor/geno"), ECO.memberOf, URIRef(f"{INL}actor/nce-heidner"))
    with pytest.raises(
        NotFoundError, match="no form of explanation named 'jsn'; did you mean 'json'"
    ) as caught:
        explain(innlandet, edge, form="jsn")
    assert caught.value.told("nb") == "ukjent form for forklaring: 'jsn'; mente du 'json'?"
