"""The competency questions: right answers on Innlandet, from two engines and mostly from the plain tables.

``tests/data/answers/`` holds the answer to every question with its default parameters. After a change of the
facts, look at the difference that ``python tests/test_questions.py`` makes there as at a result.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import XSD, Graph, Literal
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import Question, Table, ask, bindings, questions
from ecosystem_graph.rendering import render, short
from ecosystem_graph.tables import export_tables

ANSWERS = Path(__file__).parent / "data" / "answers"
AUDIENCES = {"county adviser", "cluster manager", "researcher", "data engineer", "citizen"}
QUESTIONS = questions()

Row = dict[str, str]
Tables = dict[str, list[Row]]
Rows = set[tuple[str | int | bool, ...]]


@pytest.fixture(scope="session")
def plain(innlandet: Ecosystem) -> Graph:
    """All three graphs in rdflib's own memory store, for rdflib's own SPARQL engine."""
    graph = Graph()
    for triple in innlandet.dataset.triples((None, None, None)):
        graph.add(triple[:3])
    return graph


@pytest.fixture(scope="session")
def tables(innlandet: Ecosystem, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The facts as plain CSV rows: no RDF, no reasoning, no query."""
    read: Tables = {}
    for path in export_tables(innlandet.asserted, tmp_path_factory.mktemp("tables")):
        with path.open(encoding="utf-8", newline="") as stream:
            read[path.stem] = list(csv.DictReader(stream))
    return read


# -- every question ---------------------------------------------------------------------------------------


def test_there_are_questions_for_everybody() -> None:
    assert len(QUESTIONS) >= 45
    assert {q.audience for q in QUESTIONS.values()} == AUDIENCES
    for lang in ("nb", "en"):
        asked = Counter(q.asks[lang] for q in QUESTIONS.values())
        assert max(asked.values()) == 1


@pytest.mark.parametrize("name", QUESTIONS)
def test_form(name: str) -> None:
    asked = QUESTIONS[name]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert all(asked.asks[lang].endswith("?") for lang in ("nb", "en"))
    assert asked.audience in AUDIENCES
    assert "GRAPH" not in asked.text, "a file must run where the three graphs are merged into one"
    assert "innlandet/" not in asked.text, "a question is about any region; name things in parameters"
    head, body = re.split(r"(?m)^SELECT ", asked.text, maxsplit=1)
    assert re.search(r"(?m)^ORDER BY ", body)
    names = set(re.findall(r"\?(\w+)", body[: body.index("WHERE")]))
    assert set(asked.parameters) <= names
    assert {n.removesuffix("_nb") for n in names if n.endswith("_nb")} == {
        n.removesuffix("_en") for n in names if n.endswith("_en")
    }
    assert "nb" in names or any(n.endswith(("name", "publisher", "_nb")) for n in names)
    bare = re.sub(r"\"[^\"]*\"|<[^>]*>", "", body)
    assert set(re.findall(r"([a-z-]+):[A-Za-z]", bare)) == set(re.findall(r"PREFIX ([a-z-]+):", head))


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer(innlandet: Ecosystem, name: str) -> None:
    table = ask(innlandet, QUESTIONS[name])
    assert len(table) > 0
    assert len(set(table.rows)) == len(table), "a row that comes twice"
    assert render(table, "csv") == (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


def test_no_answer_without_its_question() -> None:
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_same_rows_in_the_same_order_from_another_engine(
    innlandet: Ecosystem, plain: Graph, name: str
) -> None:
    asked = QUESTIONS[name]
    table, bound = ask(innlandet, asked), bindings(innlandet, asked)
    result = plain.query(asked.text, initBindings=bound)  # type: ignore[arg-type]
    columns = [v for v in result.vars or () if str(v) not in bound]
    assert tuple(map(str, columns)) == table.columns
    other = [tuple(_simple(row.get(v)) for v in columns) for row in result.bindings]
    assert other == [tuple(map(_simple, row)) for row in table.rows]


def _simple(node: Node | None) -> Node | None:
    """RDF 1.1 has one plain string; rdflib tells "a" from "a"^^xsd:string."""
    return Literal(str(node)) if isinstance(node, Literal) and node.datatype == XSD.string else node


# -- the same answers by plain counting ---------------------------------------------------------------------

SPHERES = {
    "industry": ("Firm", "Cooperative", "Investor"),
    "research-education": (
        "University",
        "UniversityCampus",
        "UniversityCollege",
        "VocationalCollege",
        "School",
        "ScienceCentre",
        "ResearchInstitute",
        "ResearchCentre",
        "TestCentre",
    ),
    "public": (
        "PublicAgency",
        "CountyAuthority",
        "Municipality",
        "Ministry",
        "Hospital",
        "Committee",
        "Programme",
    ),
    "civil-society": ("Association",),
    "intermediary": ("Cluster", "ClusterInitiative", "Incubator", "IndustryPark", "Project"),
}
SPHERE = {kind: sphere for sphere, kinds in SPHERES.items() for kind in kinds}
WORKING_TOGETHER = ("memberOf", "partnerOf", "collaboratesWith", "participatesIn")


def _kinds(tables: Tables) -> Row:
    return {row["id"]: row["kind"] for row in tables["organisations"]}


def _clusters(tables: Tables) -> list[str]:
    return [actor for actor, kind in _kinds(tables).items() if kind in ("Cluster", "ClusterInitiative")]


def _with(tables: Tables, *words: str) -> list[Row]:
    return [row for row in tables["relations"] if row["relation"] in words]


def _members(tables: Tables) -> dict[str, set[str]]:
    """Members and partners of each cluster."""
    found: dict[str, set[str]] = {cluster: set() for cluster in _clusters(tables)}
    for row in _with(tables, "memberOf", "partnerOf"):
        if row["object"] in found:
            found[row["object"]].add(row["subject"])
    return found


def _when(row: Row) -> tuple[str, str]:
    return row["start"], row["end"].removeprefix("..")


def _sources(row: Row) -> str:
    return " ".join(sorted(row["sources"].split(";")))


def cluster_members(t: Tables) -> Rows:
    rows = [r for r in _with(t, "memberOf", "partnerOf") if r["object"] == "nce-raufoss"]
    return {(r["subject"], *_when(r), _sources(r)) for r in rows}


def clusters_of_actor(t: Tables) -> Rows:
    rows = [r for r in _with(t, "memberOf", "partnerOf") if r["subject"] == "hunton"]
    return {(r["object"], *_when(r), _sources(r)) for r in rows if r["object"] in _clusters(t)}


def shared_members(t: Tables) -> Rows:
    members = _members(t)
    return {
        (a, b, len(members[a] & members[b]), " ".join(sorted(members[a] & members[b])))
        for a in members
        for b in members
        if a < b and members[a] & members[b]
    }


def cluster_topics(t: Tables) -> Rows:
    return {(r["object"], _sources(r)) for r in _with(t, "focusesOn") if r["subject"] == "nce-raufoss"}


def cluster_spheres(t: Tables) -> Rows:
    kinds = _kinds(t)
    return {
        (cluster, f"sphere:{sphere}", count)
        for cluster, members in _members(t).items()
        for sphere, count in Counter(SPHERE[kinds[m]] for m in members).items()
    }


def unlisted_members(t: Tables) -> Rows:
    members, rows = _members(t), set()
    for cluster in members:
        declared = [
            int(r["value"])
            for r in t["figures"]
            if r["subject"] == cluster and r["indicator"] in ("members", "partners")
        ]
        if declared and max(declared) > len(members[cluster]):
            rows.add((cluster, len(members[cluster]), min(declared), max(declared)))
    return rows


def clusters_without_members(t: Tables) -> Rows:
    return {(cluster,) for cluster, members in _members(t).items() if not members}


def declared_members(t: Tables) -> Rows:
    rows = [r for r in t["figures"] if r["indicator"] == "members"]
    return {(r["subject"], r["year"], int(r["value"]), _sources(r)) for r in rows}


def members_in_year(t: Tables, year: str = "2020") -> Rows:
    rows: Rows = set()
    for r in _with(t, "memberOf", "partnerOf"):
        if r["object"] != "norwegian-wood-cluster":
            continue
        start, end = r["start"][:4], r["end"][:4]
        if (not start or start <= year) and (end in ("", "..") or end >= year):
            rows.add((r["subject"], bool(start and end) or year in (start, end)))
    return rows


def who_funds_whom(t: Tables) -> Rows:
    return {(r["subject"], r["object"], *_when(r), r["detail"], _sources(r)) for r in _with(t, "funds")}


def money_of_actor(t: Tables) -> Rows:
    rows, actor = _with(t, "funds"), "nce-raufoss"
    return {("from", r["subject"], _sources(r)) for r in rows if r["object"] == actor} | {
        ("to", r["object"], _sources(r)) for r in rows if r["subject"] == actor
    }


def claimed_effects(t: Tables) -> Rows:
    rows = [r for r in t["causal_claims"] if r["cause"] == "nce-raufoss"]
    return {(r["effect"], r["stance"], r["asserted_by"], r["paraphrase_nb"], _sources(r)) for r in rows}


def claimed_causes(t: Tables) -> Rows:
    topics = {r["id"] for r in t["topics"] if "ntnu-gjovik" in r["about"].split(";")}
    rows = [r for r in t["causal_claims"] if r["effect"].split(":")[-1] in {"ntnu-gjovik", *topics}]
    return {
        (r["effect"].split(":")[-1], r["cause"].split(":")[-1], r["stance"], r["asserted_by"], _sources(r))
        for r in rows
    }


def disputed_claims(t: Tables) -> Rows:
    def about(row: Row) -> tuple[str, str, str]:
        return row["cause"].split(":")[-1], row["effect"].split(":")[-1], row["polarity"]

    behind = Counter(about(r) for r in t["causal_claims"] if r["stance"] == "asserts")
    rows = [r for r in t["causal_claims"] if r["stance"] == "disputes"]
    return {(*about(r)[:2], r["asserted_by"], r["paraphrase_en"], behind[about(r)]) for r in rows}


def single_source_claims(t: Tables) -> Rows:
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for r in t["causal_claims"]:
        about = r["cause"].split(":")[-1], r["effect"].split(":")[-1], r["polarity"]
        found[about] |= set(r["sources"].split(";"))
    sign = {"+": "positive", "-": "negative"}
    return {(c, e, sign[p], min(s)) for (c, e, p), s in found.items() if len(s) == 1}


def mechanisms(t: Tables) -> Rows:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for r in t["causal_claims"]:
        counts[r["mechanism_kind"]][r["stance"]] += 1
    return {(f"mechanism:{m.replace('_', '-')}", n["asserts"], n["disputes"]) for m, n in counts.items()}


def statuses(t: Tables) -> Rows:
    rows = _with(t, "awardedStatus")
    return {(*_when(r), r["subject"], r["object"], r["detail"], _sources(r)) for r in rows}


def research_industry_connectors(t: Tables) -> Rows:
    kinds, ends = _kinds(t), defaultdict(set)
    for r in _with(t, *WORKING_TOGETHER):
        if r["subject"] != r["object"]:
            ends[r["subject"]].add(r["object"])
            ends[r["object"]].add(r["subject"])
    rows: Rows = set()
    for actor in kinds:
        near = Counter(SPHERE[kinds[other]] for other in ends[actor] if other in kinds)
        if near["industry"] and near["research-education"]:
            rows.add((actor, near["industry"], near["research-education"]))
    return rows


def actors_in_municipality(t: Tables) -> Rows:
    rows = [r for r in t["organisations"] if r["municipality"] == "Gjøvik"]
    return {(r["id"], r["founded"], r["dissolved"]) for r in rows}


def figures_of_actor(t: Tables) -> Rows:
    rows = [r for r in t["figures"] if r["subject"] == "nce-heidner-biocluster"]

    def conflict(row: Row) -> bool:
        same = [r for r in rows if all(r[c] == row[c] for c in ("indicator", "year", "unit"))]
        return bool(row["year"]) and any(r["value"] != row["value"] for r in same)

    return {
        (
            f"indicator:{r['indicator'].replace('_', '-')}",
            r["year"],
            int(r["value"]),
            conflict(r),
            _sources(r),
        )
        for r in rows
    }


def conflicting_figures(t: Tables) -> Rows:
    values: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for r in t["figures"]:
        if r["year"] and re.fullmatch(r"\d+", r["value"]):
            slug = f"indicator:{r['indicator'].replace('_', '-')}"
            values[r["subject"], slug, r["year"], r["unit"]].append(int(r["value"]))
    return {(*key[:3], min(v), max(v), key[3]) for key, v in values.items() if min(v) < max(v)}


def repeated_relations(t: Tables) -> Rows:
    times = Counter((r["subject"], r["relation"], r["object"]) for r in t["relations"])
    rows = [r for r in t["relations"] if times[r["subject"], r["relation"], r["object"]] > 1]
    return {(r["subject"], r["object"], *_when(r)) for r in rows}


def isolated_actors(t: Tables) -> Rows:
    tied = {r[end] for r in t["relations"] for end in ("subject", "object")}
    return {(actor,) for actor in _kinds(t) if actor not in tied}


def completeness(t: Tables) -> Rows:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for r in t["organisations"]:
        slug = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", r["kind"]).lower()
        rows[f"kind:{slug}"].update(["all", *(c for c, v in r.items() if v)])
    return {
        (kind, n["all"], n["municipality"], n["founded"], n["orgnr"], n["homepage"])
        for kind, n in rows.items()
    }


def dissolved_actors(t: Tables) -> Rows:
    rows = [r for r in t["organisations"] if r["dissolved"]]
    return {(r["dissolved"], r["id"], r["founded"], _sources(r)) for r in rows}


def owned_by(t: Tables) -> Rows:
    rows, actor = _with(t, "owns"), "sintef-manufacturing"
    return {("owns", r["object"], *_when(r), _sources(r)) for r in rows if r["subject"] == actor} | {
        ("owned by", r["subject"], *_when(r), _sources(r)) for r in rows if r["object"] == actor
    }


def spin_offs(t: Tables) -> Rows:
    return {(r["subject"], r["object"], r["start"], _sources(r)) for r in _with(t, "spunOffFrom")}


def events_in_period(t: Tables) -> Rows:
    rows = [r for r in t["events"] if "2016" <= r["date"][:4] <= "2018"]
    return {
        (r["date"], r["id"], " ".join(sorted(filter(None, r["participants"].split(";")))), _sources(r))
        for r in rows
    }


def park_occupants(t: Tables) -> Rows:
    rows = [r for r in _with(t, "locatedIn") if r["object"] == "raufoss-industripark"]
    return {(r["subject"], *_when(r), _sources(r)) for r in rows}


def ties_of_actor(t: Tables) -> Rows:
    actor = "ntnu-gjovik"
    return {("to", r["object"], *_when(r), _sources(r)) for r in t["relations"] if r["subject"] == actor} | {
        ("from", r["subject"], *_when(r), _sources(r)) for r in t["relations"] if r["object"] == actor
    }


def source_claims(t: Tables) -> Rows:
    rows = [r for r in t["causal_claims"] if "seed" in r["sources"].split(";")]
    return {(r["cause"], r["effect"], r["stance"], r["paraphrase_nb"]) for r in rows}


def _tied(word: str, *more: str) -> Callable[[Tables], Rows]:
    """Subject, object, time, then what else a row says, and the sources, of every relation of one type."""
    return lambda t: {
        (r["subject"], r["object"], *_when(r), *(r[m] for m in more), _sources(r)) for r in _with(t, word)
    }


def _kind(kind: str) -> str:
    return "kind:" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()


def _above(t: Tables, word: str) -> dict[str, set[str]]:
    """For each subject everything its relations of one type lead to, in any number of steps."""
    next_: dict[str, set[str]] = defaultdict(set)
    for r in _with(t, word):
        next_[r["subject"]].add(r["object"])
    found: dict[str, set[str]] = {}
    for one in list(next_):
        seen: set[str] = set()
        queue = [one]
        while queue:
            fresh = next_[queue.pop()] - seen
            seen |= fresh
            queue += fresh
        found[one] = seen
    return found


def undertakings_across_spheres(t: Tables) -> Rows:
    kinds, found = _kinds(t), defaultdict(set)
    for r in _with(t, "participatesIn"):
        if r["subject"] in kinds and kinds.get(r["object"]) in ("Programme", "Project"):
            found[r["object"]].add(r["subject"])
    counted = {(u, len({SPHERE[kinds[a]] for a in some}), len(some)) for u, some in found.items()}
    return {row for row in counted if row[1] >= 3}


def collaborators_outside_cluster(t: Tables) -> Rows:
    inside = _members(t)["nce-raufoss"]
    met: dict[str, set[str]] = defaultdict(set)
    for r in _with(t, "collaboratesWith"):
        for one, other in ((r["subject"], r["object"]), (r["object"], r["subject"])):
            if one in inside and other not in {*inside, "nce-raufoss"}:
                met[other].add(one)
    return {(candidate, len(members)) for candidate, members in met.items()}


def places_in_county(t: Tables) -> Rows:
    ids = {r["id"] for r in t["places"]}
    lies: dict[str, set[str]] = defaultdict(set)
    for r in t["places"]:
        if r["county"] == "Innlandet" and r["id"] != "innlandet":
            lies[r["id"]].add("innlandet")
    for r in _with(t, "partOf"):
        ends = [r[end].removeprefix("place:") for end in ("subject", "object")]
        if ids.issuperset(ends):
            lies[ends[0]].add(ends[1])
    inside: set[str] = set()
    while grown := {place for place, over in lies.items() if over & {"innlandet", *inside}} - inside:
        inside |= grown
    numbers = {r["id"]: r["number"] if r["kind"] == "Municipality" else "" for r in t["places"]}
    return {(place, numbers[place]) for place in inside}


def boundaries(t: Tables) -> Rows:
    drawn = {(r["place"], r["role"]): r for r in t["geometries"]}
    return {
        (place, drawn[place, "centroid"]["wkt"], len(r["wkt"]), _sources(r))
        for (place, role), r in drawn.items()
        if role == "boundary"
    }


def parts_of_organisation(t: Tables) -> Rows:
    direct = {r["subject"] for r in _with(t, "partOf") if r["object"] == "ntnu"}
    return {(part, part in direct) for part, wholes in _above(t, "partOf").items() if "ntnu" in wholes}


def read_more(t: Tables) -> Rows:
    actor = "nce-raufoss"
    rows = [r for r in t["organisations"] if r["id"] == actor]
    rows += [r for r in t["relations"] if actor in (r["subject"], r["object"])]
    rows += [r for r in t["figures"] if r["subject"] == actor]
    rows += [r for r in t["events"] if actor in r["participants"].split(";")]
    times = Counter(source for r in rows for source in r["sources"].split(";"))
    told = {r["source_id"]: r for r in t["sources"]}
    return {
        (
            s,
            told[s]["title"],
            told[s]["publisher"],
            told[s]["language"],
            told[s]["published"],
            told[s]["url"],
            n,
        )
        for s, n in times.items()
    }


def influence_in_two_steps(t: Tables) -> Rows:
    pairs = {(r["cause"], r["effect"]) for r in t["causal_claims"] if r["stance"] == "asserts"}
    causes, effects = defaultdict(set), defaultdict(set)
    for cause, effect in pairs:
        causes[effect].add(cause)
        effects[cause].add(effect)
    return {
        (middle.split(":")[-1], len(causes[middle]), len(effects[middle]))
        for middle in set(causes) & set(effects)
    }


def mechanisms_in_words(t: Tables) -> Rows:
    rows = [r for r in t["causal_claims"] if r["cause"] == "nce-raufoss"]
    return {(r["effect"].split(":")[-1], r["mechanism"]) for r in rows}


def public_money(t: Tables) -> Rows:
    kinds, found = _kinds(t), defaultdict(set)
    public = set(SPHERES["public"]) - {"Programme"}
    for r in _with(t, "funds"):
        if kinds.get(r["subject"]) in public and r["object"] in kinds:
            found[_kind(kinds[r["object"]])].add((r["subject"], r["object"]))
    return {(k, len({r for _, r in some}), len({p for p, _ in some})) for k, some in found.items()}


def topics_by_actors(t: Tables) -> Rows:
    pairs = {(r["object"].removeprefix("topic:"), r["subject"]) for r in _with(t, "focusesOn")}
    return {(topic, n) for topic, n in Counter(topic for topic, _ in pairs).items() if n >= 2}


def spin_offs_of_knowledge_bodies(t: Tables) -> Rows:
    bodies = {a for a, kind in _kinds(t).items() if kind in SPHERES["research-education"]}
    return {(child, origin) for child, over in _above(t, "spunOffFrom").items() for origin in over & bodies}


def never_assessed(t: Tables) -> Rows:
    assessed = {r["subject"] for r in _with(t, "assessedBy")}
    programmes = [a for a, kind in _kinds(t).items() if kind == "Programme" and a not in assessed]
    return {
        (
            p,
            len({r["subject"] for r in _with(t, "awardedStatus") if r["object"] == p}),
            len({r["object"] for r in _with(t, "funds") if r["subject"] == p}),
        )
        for p in programmes
    }


def publicly_owned(t: Tables) -> Rows:
    kinds = _kinds(t)
    direct = {(r["subject"], r["object"]) for r in _with(t, "owns")}
    return {
        (owner, owned, (owner, owned) in direct)
        for owner, below in _above(t, "owns").items()
        if kinds[owner] in set(SPHERES["public"]) - {"Programme"}
        for owned in below
        if kinds[owned] in SPHERES["industry"]
    }


def _existing(*kinds: str) -> Callable[[Tables], Rows]:
    return lambda t: {
        (r["id"], r["municipality"]) for r in t["organisations"] if r["kind"] in kinds and not r["dissolved"]
    }


def civil_society_in_clusters(t: Tables) -> Rows:
    kinds = _kinds(t)
    between = set(SPHERES["intermediary"]) - {"Project"}
    return {
        (r["subject"], r["object"])
        for r in _with(t, "memberOf", "partnerOf")
        if kinds.get(r["subject"]) == "Association" and kinds.get(r["object"]) in between
    }


def unnumbered_organisations(t: Tables) -> Rows:
    formal = {
        *SPHERES["industry"],
        "ResearchInstitute",
        "University",
        "UniversityCollege",
        "VocationalCollege",
    }
    formal |= {"CountyAuthority", "Hospital", "Ministry", "Municipality"}
    rows = [r for r in t["organisations"] if r["kind"] in formal or r["orgnr"]]
    all_, numbered = Counter(r["kind"] for r in rows), Counter(r["kind"] for r in rows if r["orgnr"])
    return {(_kind(kind), n, numbered[kind]) for kind, n in all_.items()}


#: The columns of a question, and the plain computation they must equal.
COUNTED: dict[str, tuple[str, Callable[[Tables], Rows]]] = {
    "cluster-members": ("member start end sources", cluster_members),
    "clusters-of-actor": ("cluster start end sources", clusters_of_actor),
    "shared-members": ("first second shared members", shared_members),
    "cluster-topics": ("topic sources", cluster_topics),
    "cluster-spheres": ("cluster sphere members", cluster_spheres),
    "unlisted-members": ("cluster listed declared_low declared_high", unlisted_members),
    "clusters-without-members": ("cluster", clusters_without_members),
    "declared-members": ("about year value sources", declared_members),
    "members-in-year": ("member certain", members_in_year),
    "who-funds-whom": ("funder recipient start end detail sources", who_funds_whom),
    "money-of-actor": ("direction other sources", money_of_actor),
    "claimed-effects": ("effect stance asserter_name paraphrase_nb sources", claimed_effects),
    "claimed-causes": ("effect cause stance asserter_name sources", claimed_causes),
    "disputed-claims": ("cause effect asserter_name paraphrase_en supporting", disputed_claims),
    "single-source-claims": ("cause effect polarity_en source", single_source_claims),
    "mechanisms": ("mechanism asserted disputed", mechanisms),
    "statuses": ("start end holder programme detail sources", statuses),
    "research-industry-connectors": ("actor industry research", research_industry_connectors),
    "actors-in-municipality": ("actor founded dissolved", actors_in_municipality),
    "figures-of-actor": ("indicator year value conflict sources", figures_of_actor),
    "conflicting-figures": ("about indicator year low high unit", conflicting_figures),
    "repeated-relations": ("subject object start end", repeated_relations),
    "isolated-actors": ("actor", isolated_actors),
    "completeness": ("kind actors placed dated numbered with_homepage", completeness),
    "dissolved-actors": ("dissolved actor founded sources", dissolved_actors),
    "owned-by": ("direction other start end sources", owned_by),
    "spin-offs": ("spin_off parent start sources", spin_offs),
    "events-in-period": ("date event actors sources", events_in_period),
    "park-occupants": ("occupant start end sources", park_occupants),
    "ties-of-actor": ("direction other start end sources", ties_of_actor),
    "source-claims": ("cause effect stance paraphrase_nb", source_claims),
    "who-administers-what": ("administrator administered start end sources", _tied("administers")),
    "who-hosts-whom": ("host hosted start end sources", _tied("hosts")),
    "who-leads-what": ("leader led start end sources", _tied("leads")),
    "who-supplies-whom": ("supplier customer start end detail sources", _tied("supplies", "detail")),
    "undertakings-across-spheres": ("undertaking spheres participants", undertakings_across_spheres),
    "collaborators-outside-cluster": ("candidate members", collaborators_outside_cluster),
    "places-in-county": ("place number", places_in_county),
    "boundaries": ("place centre characters sources", boundaries),
    "parts-of-organisation": ("part direct", parts_of_organisation),
    "read-more": ("source title publisher language issued url facts", read_more),
    "influence-in-two-steps": ("middle causes effects", influence_in_two_steps),
    "mechanisms-in-words": ("effect note", mechanisms_in_words),
    "public-money": ("kind recipients payers", public_money),
    "topics-by-actors": ("topic actors", topics_by_actors),
    "spin-offs-of-knowledge-bodies": ("spin_off origin", spin_offs_of_knowledge_bodies),
    "never-assessed": ("programme holders recipients", never_assessed),
    "publicly-owned": ("owner owned direct", publicly_owned),
    "places-to-learn": (
        "actor seat",
        _existing(
            "University",
            "UniversityCampus",
            "UniversityCollege",
            "VocationalCollege",
            "School",
            "ScienceCentre",
        ),
    ),
    "help-for-new-firms": ("actor seat", _existing("Incubator", "IndustryPark", "TestCentre", "Investor")),
    "civil-society-in-clusters": ("actor cluster", civil_society_in_clusters),
    "unnumbered-organisations": ("kind formal numbered", unnumbered_organisations),
}


@pytest.mark.parametrize("name", COUNTED)
def test_same_rows_by_counting_in_the_tables(innlandet: Ecosystem, tables: Tables, name: str) -> None:
    columns, count = COUNTED[name]
    table = ask(innlandet, QUESTIONS[name])
    assert _columns(table, columns.split()) == count(tables)


def _columns(table: Table, columns: list[str]) -> Rows:
    rows: Rows = set()
    for row in table.values():
        cells = []
        for column in columns:
            value = row[column]
            if isinstance(value, bool):
                cells.append(value)
            elif isinstance(value, str):
                cells.append(short(value) if value.startswith("https://w3id.org/") else value)
            else:
                cells.append("" if value is None else int(value))
        rows.add(tuple(cells))
    return rows


# -- what the op-ed and the dossier say ---------------------------------------------------------------------


def _slugs(table: Table, column: str) -> list[str]:
    return [short(str(row[column])) for row in table.values()]


def test_op_ed_names_six_institutions_and_firms_after_raufoss(innlandet: Ecosystem) -> None:
    table = ask(innlandet, QUESTIONS["source-claims"], {"source": "seed"})
    effects = {
        e for c, e in zip(_slugs(table, "cause"), _slugs(table, "effect"), strict=True) if c == "nce-raufoss"
    }
    assert effects == {
        "ntnu-gjovik",
        "sintef-manufacturing",
        "vitensenteret-innlandet",
        "gis",
        "mtnc",
        "cluster-firm-growth",
        "new-firm-formation",
    }


def test_both_partner_numbers_of_heidner_stand_side_by_side(innlandet: Ecosystem) -> None:
    rows = ask(innlandet, QUESTIONS["figures-of-actor"], {"actor": "NCE Heidner Biocluster"}).values()
    members = [r for r in rows if str(r["indicator"]).endswith("/members") and r["year"] == "2018"]
    assert [(r["value"], r["conflict"]) for r in members] == [(49, True), (50, True)]
    assert "seed" in str(members[0]["sources"]).split()


def test_what_became_of_an_actor(innlandet: Ecosystem) -> None:
    table = ask(innlandet, QUESTIONS["before-and-after"], {"actor": "hogskolen-i-gjovik"})
    steps = list(zip(_slugs(table, "direction"), _slugs(table, "from"), _slugs(table, "to"), strict=True))
    assert ("before", "gjovik-ingeniorhogskole", "hogskolen-i-gjovik") in steps
    assert ("after", "hogskolen-i-gjovik", "ntnu") in steps
    assert ("after", "hogskolen-i-gjovik", "ntnu-gjovik") in steps


def test_programme_evaluation_and_its_findings(innlandet: Ecosystem) -> None:
    table = ask(innlandet, QUESTIONS["programme-assessments"])
    assert {"samfunnsokonomisk-analyse", "menon-economics", "technopolis-group"} == set(
        _slugs(table, "assessor")
    )
    assert any(row["finding_nb"] for row in table.values())


@pytest.mark.parametrize("year", ["1999", "2016", "2017", "2018", "2026"])
def test_members_at_the_edges_of_their_time(innlandet: Ecosystem, tables: Tables, year: str) -> None:
    table = ask(innlandet, QUESTIONS["members-in-year"], {"year": year})
    assert _columns(table, ["member", "certain"]) == members_in_year(tables, year)


def test_undated_relations_count_every_relation(innlandet: Ecosystem, tables: Tables) -> None:
    rows = {
        short(str(r["type"])): (r["relations"], r["undated"])
        for r in ask(innlandet, QUESTIONS["undated-relations"]).values()
    }
    for word, term in (("memberOf", "eco:Membership"), ("funds", "eco:Funding"), ("supplies", "eco:Supply")):
        found = _with(tables, word)
        assert rows[term] == (len(found), sum(not (r["start"] or r["end"]) for r in found))


def test_without_its_parameter_a_file_answers_for_everything(plain: Graph, tables: Tables) -> None:
    result = plain.query(QUESTIONS["cluster-members"].text)
    assert len(result.bindings) == len(_with(tables, "memberOf", "partnerOf"))


def _regenerate(asked: dict[str, Question]) -> None:
    ANSWERS.mkdir(parents=True, exist_ok=True)
    for old in ANSWERS.glob("*.csv"):
        old.unlink()
    region = Ecosystem.load()
    for name, one in asked.items():
        (ANSWERS / f"{name}.csv").write_text(render(ask(region, one), "csv"), encoding="utf-8")


if __name__ == "__main__":
    _regenerate(QUESTIONS)
