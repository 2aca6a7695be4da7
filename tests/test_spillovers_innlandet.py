"""The spillovers of the shipped region: the ledger against the tables, and the cases it is known for."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import PROV
from rdflib.namespace import DCTERMS

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.spillovers import (
    Entry,
    Ledger,
    Order,
    Sheet,
    Standing,
    Taking,
    assertion_sheet,
    chain_sheet,
    footing,
    footing_sheet,
    from_cause,
    ledger_json,
    ledger_sheet,
    ledger_trig,
    loop_sheet,
    loops,
    path,
    picture,
    picture_sheet,
    read_ledger,
    rival_sheet,
    rivals,
    spillovers_csv,
    stands_on_sheet,
    what_if,
    what_if_sheet,
)
from ecosystem_graph.spillovers.claims import Concern, How
from ecosystem_graph.tables import export_tables
from ecosystem_graph.vocab import ECO

NP = "http://www.nanopub.org/nschema#"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def ledger(innlandet: Ecosystem) -> Ledger:
    return read_ledger(innlandet)


@pytest.fixture(scope="module")
def tables(innlandet: Ecosystem, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    folder: Path = tmp_path_factory.mktemp("tables")
    export_tables(innlandet.asserted, folder)
    return {
        file.stem: list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
        for file in folder.glob("*.csv")
    }


def bare(name: str) -> str:
    """An id without the table it is qualified by."""
    return name.rsplit(":", 1)[-1]


def entry(ledger: Ledger, cause: str, effect: str, polarity: str = "positive") -> Entry:
    (found,) = [
        e
        for e in ledger.entries
        if e.proposition.id == f"{ledger.base}proposition/{cause}.{effect}.{polarity}"
    ]
    return found


# -- ledger ------------------------------------------------------------------------------------------------


def test_every_causal_row_is_in_the_ledger_with_its_stance(
    ledger: Ledger, tables: dict[str, list[dict[str, str]]]
) -> None:
    rows = tables["causal_claims"]
    assert len(rows) >= 310
    expected = Counter(
        (
            bare(r["cause"]),
            bare(r["effect"]),
            r["polarity"],
            r["stance"],
            r["asserted_by"],
            r["mechanism_kind"].replace("_", "-"),
            r["strength"],
            r["explicitness"],
            r["start"],
            r["end"],
            ";".join(sorted(r["sources"].split(";"))),
            r["mechanism"],
            r["paraphrase_nb"],
            r["paraphrase_en"],
        )
        for r in rows
    )
    found = Counter(
        (
            ledger.things[p.cause].slug,
            ledger.things[p.effect].slug,
            "+" if p.sign > 0 else "-",
            {"supports": "asserts", "disputes": "disputes"}[a.stance],
            a.asserter.label,
            a.mechanism.slug,
            a.strength.slug,
            a.explicitness.slug,
            a.period.start,
            ".." if a.period.ongoing else a.period.end,
            ";".join(s.slug for s in a.sources),
            a.mechanism_note,
            a.nb,
            a.en,
        )
        for p in ledger.propositions
        for a in p.assertions
    )
    assert found == expected


def test_one_proposition_per_cause_effect_and_sign(
    ledger: Ledger, tables: dict[str, list[dict[str, str]]]
) -> None:
    triples = {(r["cause"], r["effect"], r["polarity"]) for r in tables["causal_claims"]}
    assert len(ledger.propositions) == len(triples)


def test_standings_equal_a_count_over_the_tables(
    ledger: Ledger, tables: dict[str, list[dict[str, str]]]
) -> None:
    """Those that do not hang on which sources are independent."""
    stances: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for r in tables["causal_claims"]:
        stances.setdefault((bare(r["cause"]), bare(r["effect"]), r["polarity"]), []).append(
            (r["stance"], r["explicitness"])
        )
    expected = Counter()
    for said in stances.values():
        sides = {stance for stance, _ in said}
        if sides == {"disputes"}:
            expected[Standing.DISPUTED_ONLY] += 1
        elif len(sides) == 2:
            expected[Standing.CONTESTED] += 1
        elif all(explicitness == "implied" for _, explicitness in said):
            expected[Standing.IMPLIED_ONLY] += 1
    found = Counter(e.weight.standing for e in ledger.entries)
    assert {s: found[s] for s in expected} == expected
    assert found[Standing.WELL_SUPPORTED] > 0


def test_contested_first(ledger: Ledger) -> None:
    standings = [e.weight.standing for e in ledger.entries]
    assert standings[0] is Standing.CONTESTED
    assert standings == sorted(standings, key=(1, 0, 4, 3, 2).index)


def test_things_that_no_claim_names_are_known(ledger: Ledger) -> None:
    assert ledger.about("geno")
    assert ledger.about("norsk-katapult") == ()
    with pytest.raises(NotFoundError, match="nce-raufoss"):
        ledger.about("nce-raufos")


def test_a_party_to_the_claim_is_marked(ledger: Ledger) -> None:
    parties = {
        ledger.things[e.proposition.cause].slug
        for e in ledger.entries
        for a in e.proposition.assertions
        if ledger.interested(e, a) and e.proposition.cause in a.asserter.represents
    }
    assert "innovasjon-norge" in parties or "7sterke" in parties


# -- time --------------------------------------------------------------------------------------------------


def test_sintef_manufacturing_is_older_than_the_cluster_credited_with_it(ledger: Ledger) -> None:
    credited = entry(ledger, "nce-raufoss", "sintef-manufacturing")
    assert credited.time.order is Order.OUT_OF_ORDER
    assert [d.date for d in credited.time.cause] == ["2006"]
    assert [d.date for d in credited.time.effect] == ["2001"]
    (reverse,) = ledger.reverse(credited)
    assert reverse.time.order is Order.IN_ORDER
    for lang, words in (
        ("nb", ("feil rekkefølge", "2001", "2006", "det motsatte hevdes")),
        ("en", ("out of order",)),
    ):
        sheet = ledger_sheet(ledger, lang, about="sintef-manufacturing")
        time = next(r[6] for r in sheet.rows if r[0] == "NCE Raufoss")
        assert all(word in str(time) for word in words)


def test_out_of_order_equals_a_count_over_the_tables(
    ledger: Ledger, tables: dict[str, list[dict[str, str]]]
) -> None:
    """Years only, from the tables: a dated cause after an effect founded, held or first seen before it."""
    began = {r["id"]: r["founded"] for r in tables["organisations"] if r["founded"]}
    began |= {r["id"]: r["date"] for r in tables["events"]}
    seen: dict[str, str] = {}
    ids = {r["id"] for r in tables["organisations"]}
    ties = [(r["start"], (r["subject"], r["object"])) for r in tables["relations"]]
    ties += [(r["date"], r["participants"].split(";")) for r in tables["events"]]
    for date, ends in ties:
        for end in ends:
            if date and end in ids:
                seen[end] = min(seen.get(end, "9999"), date)
    expected = set()
    for r in tables["causal_claims"]:
        cause, effect = bare(r["cause"]), bare(r["effect"])
        first = began.get(effect) or seen.get(effect)
        if cause in began and first and began[cause][:4] > first[:4]:
            expected.add((cause, effect, r["polarity"]))
    found = {
        (ledger.things[p.cause].slug, ledger.things[p.effect].slug, "+" if p.sign > 0 else "-")
        for p in (e.proposition for e in ledger.entries if e.time.order is Order.OUT_OF_ORDER)
    }
    assert found == expected


# -- rivals ------------------------------------------------------------------------------------------------


def test_rivals_of_ntnu_gjovik(ledger: Ledger) -> None:
    found = rivals(ledger, "ntnu-gjovik")
    causes = {r.cause.slug for r in found.rivals}
    assert {
        "nce-raufoss",
        "nislab",
        "ccis",
        "oppland-fylkeskommune",
        "raufoss-industry",
        "hig-ntnu-merger",
        "health-programmes-gjovik",
        "student-housing-shortage-gjovik",
    } <= causes
    assert all(a.sources for r in found.rivals for a in (*r.supporters, *r.disputers))
    merger = next(r for r in found.rivals if r.cause.slug == "hig-ntnu-merger")
    assert "NIFU" in {a.asserter.label for a in merger.disputers}
    hindering = {r.cause.slug for r in found.rivals if all(e.proposition.sign < 0 for e, _ in r.entries)}
    assert {"health-programmes-gjovik", "student-housing-shortage-gjovik"} <= hindering
    assert found.rivals[0].entries[0][1] == Concern(ledger.thing("ntnu-gjovik").id, How.ITSELF)


def test_what_concerns_ntnu_gjovik_equals_the_tables(
    ledger: Ledger, tables: dict[str, list[dict[str, str]]]
) -> None:
    expected = {
        ("topic", r["id"]) for r in tables["topics"] if "ntnu-gjovik" in map(bare, r["about"].split(";"))
    }
    expected |= {
        ("event", r["id"]) for r in tables["events"] if "ntnu-gjovik" in r["participants"].split(";")
    }
    expected.add(("predecessor", "hogskolen-i-gjovik"))
    found = {(c.how.value, ledger.things[c.thing].slug) for c in rivals(ledger, "ntnu-gjovik").concerned[1:]}
    assert found >= expected
    assert {pair for pair in found if pair[0] != "predecessor"} == expected - {
        ("predecessor", "hogskolen-i-gjovik")
    }


# -- chains, loops, what if --------------------------------------------------------------------------------


def test_the_op_ed_in_one_source_and_a_stitched_chain(ledger: Ledger) -> None:
    (direct,) = path(ledger, "nce-raufoss", "ntnu-gjovik").chains
    assert [s.slug for s in direct.whole] == ["seed"]
    stitched = path(ledger, "telenor", "hig-ntnu-merger").chains
    assert {c.verdict.value for c in stitched} == {"stitched"}


def test_no_path_is_an_answer(ledger: Ledger) -> None:
    found = path(ledger, "ntnu-gjovik", "geno")
    assert found.chains == ()
    sheet = chain_sheet(ledger, found, "en", cause="ntnu-gjovik", effect="geno", longest=6)
    assert sheet.notes[0].startswith("No chain of supported claims of up to 6 links leads from NTNU")


def test_nothing_rests_on_the_cluster_alone_at_ntnu_gjovik_but_its_praise_does(ledger: Ledger) -> None:
    found = what_if(ledger, Taking(things=("nce-raufoss",)))
    kept = {k.thing.slug: k for k in found.kept}
    assert kept["ntnu-gjovik"].before == {1, -1}
    assert kept["ntnu-gjovik"].after == {-1}
    assert "vitensenteret-innlandet" in {x.thing.slug for x in found.lost}


def test_the_ranking_names_the_cluster_and_the_op_ed(ledger: Ledger) -> None:
    top = [row.name for row in footing(ledger)[:12]]
    assert ledger.thing("nce-raufoss").id in top
    assert ledger.source("seed").id in top


# -- sheets ------------------------------------------------------------------------------------------------


def sheets(ledger: Ledger, lang: str) -> list[Sheet]:
    return [
        ledger_sheet(ledger, lang),
        ledger_sheet(ledger, lang, contested=True),
        ledger_sheet(ledger, lang, about="norsk-katapult"),
        rival_sheet(ledger, rivals(ledger, "ntnu-gjovik"), lang),
        rival_sheet(ledger, rivals(ledger, "telenor"), lang),
        chain_sheet(ledger, from_cause(ledger, "nce-raufoss", limit=5), lang, cause="nce-raufoss", longest=3),
        loop_sheet(ledger, loops(ledger), lang),
        what_if_sheet(ledger, what_if(ledger, Taking(only_explicit=True)), lang),
        what_if_sheet(ledger, what_if(ledger, Taking(things=("norsk-katapult",))), lang),
        footing_sheet(ledger, lang, limit=10),
        stands_on_sheet(ledger, lang),
        picture_sheet(ledger, "nce-raufoss", lang),
    ]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_sheets_are_tables_with_words_in_the_language(ledger: Ledger, lang: str) -> None:
    for sheet in sheets(ledger, lang):
        assert len(set(sheet.columns)) == len(sheet.columns)
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)
        assert sheet.rows or sheet.notes
        assert next(csv.reader(io.StringIO(sheet.csv()))) == list(sheet.columns)


def test_the_two_languages_have_the_same_rows(ledger: Ledger) -> None:
    for nb, en in zip(sheets(ledger, "nb"), sheets(ledger, "en"), strict=True):
        assert len(nb.rows) == len(en.rows)
        assert len(nb.notes) == len(en.notes)
        assert nb.columns != en.columns


def test_notes_say_when_nothing_falls(ledger: Ledger) -> None:
    sheet = what_if_sheet(ledger, what_if(ledger, Taking(things=("norsk-katapult",))), "en")
    assert sheet.rows == ()
    assert any(note.startswith("Nothing falls") for note in sheet.notes)
    assert "This is a property of the claims, not an estimate of effects." in sheet.notes


def test_a_spreadsheet_runs_nothing() -> None:
    text = Sheet(("a", "b"), (("=1+1", 2), ("-x", -3), ("@y", 0))).csv()
    assert text == "a,b\n'=1+1,2\n'-x,-3\n'@y,0\n"


# -- export ------------------------------------------------------------------------------------------------


def test_csv_has_a_row_per_assertion(innlandet: Ecosystem, ledger: Ledger) -> None:
    rows = list(csv.DictReader(io.StringIO(spillovers_csv(innlandet))))
    assert len(rows) == sum(len(p.assertions) for p in ledger.propositions)
    assert {r["assertion"] for r in rows} == {
        a.id.rsplit("/", 1)[-1] for p in ledger.propositions for a in p.assertions
    }
    row = next(r for r in rows if r["proposition"] == "nce-raufoss.sintef-manufacturing.positive")
    assert (row["standing"], row["time"], row["sources"]) == ("implied-only", "out-of-order", "seed")
    assert rows[0]["standing"] == "contested"
    assert assertion_sheet(ledger).csv() == spillovers_csv(innlandet)


def test_json_refers_only_to_what_it_holds(ledger: Ledger) -> None:
    data = json.loads(ledger_json(ledger))
    assert len(data["propositions"]) == len(ledger.propositions)
    for proposition in data["propositions"]:
        assert {proposition["cause"], proposition["effect"]} <= set(data["things"])
        for assertion in proposition["assertions"]:
            assert assertion["asserter"] in data["asserters"]
            assert assertion["sources"]
            assert set(assertion["sources"]) <= set(data["sources"])


def test_trig_has_the_shape_of_nanopublications_and_holds_the_claims(
    innlandet: Ecosystem, ledger: Ledger
) -> None:
    text = ledger_trig(ledger)
    assert text == ledger_trig(ledger)
    quads = list(ox.parse(text, format=ox.RdfFormat.TRIG))
    graphs: dict[str, set[tuple[str, str, str]]] = {}
    for quad in quads:
        triple = (quad.subject.value, quad.predicate.value, quad.object.value)
        graphs.setdefault(str(quad.graph_name.value), set()).add(triple)
    heads = [
        (q.subject.value, q.graph_name.value)
        for q in quads
        if q.object == ox.NamedNode(f"{NP}Nanopublication")
    ]
    assert len(heads) == sum(len(p.assertions) for p in ledger.propositions)
    assert len(graphs) == 4 * len(heads)
    told = set()
    for nanopub, head in heads:
        (claim,), (provenance,), (publication,) = (
            [o for s, p, o in graphs[head] if (s, p) == (nanopub, f"{NP}{part}")]
            for part in ("hasAssertion", "hasProvenance", "hasPublicationInfo")
        )
        assert len({claim, provenance, publication, head}) == 4
        said_of = {p for s, p, _ in graphs[provenance] if s == claim}
        assert {str(PROV.hadPrimarySource), str(PROV.wasAttributedTo)} <= said_of
        assert (nanopub, str(DCTERMS.license)) in {(s, p) for s, p, _ in graphs[publication]}
        told |= graphs[claim]
    asserted = {(str(s), str(p), str(o)) for s, p, o in innlandet.asserted}
    about = (ECO.supports, ECO.disputes, ECO.cause, ECO.effect, ECO.polarity)
    about += (ECO.mechanism, ECO.mechanismNote, ECO.strength, ECO.paraphrase)
    assert {triple for triple in asserted if triple[1] in set(map(str, about))} <= told
    assert told <= asserted


def test_trig_may_say_when_the_data_were_made(ledger: Ledger) -> None:
    quads = ox.parse(ledger_trig(ledger, created="2026-11-23"), format=ox.RdfFormat.TRIG)
    found = {q.object.value for q in quads if q.predicate == ox.NamedNode(str(DCTERMS.created))}
    assert found == {"2026-11-23"}


# -- picture -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_picture_shows_every_claim_of_its_table(ledger: Ledger, lang: str) -> None:
    text = picture(ledger, "nce-raufoss", lang)
    assert text == picture(ledger, "nce-raufoss", lang)
    root = ET.fromstring(text)
    assert root.get("lang") == lang
    named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert root.get("aria-labelledby") == " ".join(e.get("id", "") for e in named if e is not None)
    told = [e.text or "" for e in root.iter(f"{SVG}title")][1:]
    sheet = picture_sheet(ledger, "nce-raufoss", lang)
    arrows = [t.split(":")[0] for t in told if "→" in t.split(":")[0] or "⊣" in t.split(":")[0]]
    assert sorted(arrows) == sorted(
        f"{r[0]} {'→' if r[1] in ('promotes', 'fremmer') else '⊣'} {r[2]}" for r in sheet.rows
    )


def test_boxes_stay_inside_and_apart(ledger: Ledger) -> None:
    for cause in ("nce-raufoss", "ol-1994", "norwegian-innovation-clusters", "norsk-katapult"):
        root = ET.fromstring(picture(ledger, cause, "nb"))
        width, height = (float(root.get(k, "0")) for k in ("width", "height"))
        boxes = [
            tuple(float(r.get(k, "0")) for k in ("x", "y", "width", "height"))
            for r in root.iter(f"{SVG}rect")
            if r.get("x")
        ]
        for x, y, w, h in boxes:
            assert 0 <= x <= x + w <= width
            assert 0 <= y <= y + h <= height
        for number, (x, y, w, h) in enumerate(boxes):
            for u, v, s, t in boxes[number + 1 :]:
                assert x + w <= u or u + s <= x or y + h <= v or v + t <= y


def test_time_goes_from_left_to_right(ledger: Ledger) -> None:
    """Boxes with a later year never stand to the left of the span of years of an earlier one."""
    root = ET.fromstring(picture(ledger, "nce-raufoss", "nb"))
    placed = []
    for group in root.iter(f"{SVG}g"):
        box, text = group.find(f"{SVG}rect"), group.find(f"{SVG}text")
        if box is not None and text is not None:
            year = (list(text)[-1].text or "").removeprefix("≤ ")
            placed.append((float(box.get("x", "0")), int(year) if year.isdigit() else 9999))
    headings = [
        tuple(map(int, (t.text or "").split("–")))
        for t in root.findall(f"{SVG}text")
        if t.get("text-anchor") == "middle" and (t.text or "")[:1].isdigit()
    ]
    assert headings == sorted(headings)
    assert all(one[-1] < two[0] for one, two in pairwise(headings))
    columns = sorted({x for x, _ in placed})
    spans = [[year for x, year in placed if x == column] for column in columns]
    number = [
        next((n for n, h in enumerate(headings) if h[0] <= year <= h[-1]), 99) for s in spans for year in s
    ]
    assert number == sorted(number)


def test_disputed_claims_are_dashed_and_late_ones_marked(ledger: Ledger) -> None:
    text = picture(ledger, "ol-1994", "en")
    root = ET.fromstring(text)
    dashed = [
        (g.find(f"{SVG}title").text or "")  # type: ignore[union-attr]
        for g in root.iter(f"{SVG}g")
        if any(p.get("stroke-dasharray") == "7 4" for p in g.findall(f"{SVG}path"))
        and g.find(f"{SVG}title") is not None
    ]
    assert dashed
    assert all("contested" in t for t in dashed)
    assert any((t.text or "").endswith("!") for t in root.iter(f"{SVG}text"))
