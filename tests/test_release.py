"""Releases: read back by tools that are not ours, the same bytes twice, refused where they would mislead."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, SKOS, VOID, Graph, Literal, Namespace, URIRef

from ecosystem_graph.cli import root
from ecosystem_graph.comparison import compare
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import EcosystemError, NonConformantError, UnreadableFileError
from ecosystem_graph.release import Released, release, verify
from ecosystem_graph.validation import validate

ROOT = Path(__file__).parent.parent
BASE = "https://w3id.org/innovation-ecosystem/vesle/"
ADDRESS = "https://example.org/vesle/1.0.0/"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CHANGELOG = """# Endringer

## [Unreleased]

## [1.1.0]

### Data

- Kvist is in no park any more.

## [1.0.0] - 2026-01-31

### Added

- Nothing.

### Data

- The first facts.

## [0.9.0] - 2025-12-01

### Added

- No word about the data.
"""
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "confidence", "comment",
)  # fmt: skip
LINKSET = """#curie_map:
#  actor: https://w3id.org/innovation-ecosystem/vesle/actor/
#  ror: https://ror.org/
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_date: 2026-01-01
#mapping_set_description: By number.
#mapping_set_id: https://w3id.org/innovation-ecosystem/vesle/linkset/ror
#mapping_set_title: Vesle to ROR
#object_source: https://ror.org/
#other: title_nb=Vesle til ROR|description_nb=Etter nummer.
#subject_source: https://w3id.org/innovation-ecosystem/vesle/
{columns}
actor:ask	Ask AS	skos:exactMatch	ror:01xtthb56	Ask	semapv:CompositeMatching	0.9	agree
actor:stamme	Stamme	skos:closeMatch	ror:05xg72x27	Stamme	semapv:CompositeMatching	0.8	agree
""".replace("{columns}", "\t".join(_COLUMNS))


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region of one's own as people keep it: tables, licence, linkset and change log."""
    folder = tmp_path_factory.mktemp("vesle")
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder / "tables")
    (folder / "tables" / "LICENSE").write_text("CC BY 4.0\n", encoding="utf-8")
    (folder / "tables" / "linksets").mkdir()
    (folder / "tables" / "linksets" / "ror.sssom.tsv").write_text(LINKSET, encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs" / "data-card.md").write_text("# Card\n", encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def make(region: Path) -> Callable[..., Released]:
    def made(folder: Path, data: Path | None = None, version: str = "1.0.0", **options: str) -> Released:
        given = {"publisher": "Vesle", "contact": "post@example.org", "address": ADDRESS} | options
        log = region / "CHANGELOG.md"
        return release(folder, data or region / "tables", version=version, changelog=log, **given)  # type: ignore[arg-type]

    return made


@pytest.fixture(scope="module")
def first(make: Callable[..., Released], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("first") / "new").folder


@pytest.fixture(scope="module")
def described(first: Path) -> Graph:
    return Graph().parse(first / "dataset.ttl")


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# -- the bytes ---------------------------------------------------------------------------------------------


def test_the_same_facts_are_the_same_bytes(first: Path, region: Path, tmp_path: Path) -> None:
    """Another process, another order of hashes, another time zone, by way of the command."""
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "ecosystem_graph",
        "release",
        "-o",
        str(tmp_path / "again"),
    ]
    command += ["--data", str(region / "tables"), "--version", "1.0.0", "--publisher", "Vesle"]
    command += ["--changelog", str(region / "CHANGELOG.md"), "--contact", "post@example.org"]
    command += ["--base-url", ADDRESS]
    environment = os.environ | {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "ECOSYSTEM_GRAPH_LANG": "nb"}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert "Skrev" in ran.stdout
    assert files_of(tmp_path / "again") == files_of(first)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed (GNU coreutils)")
def test_sha256sum_accepts_the_checksums(first: Path) -> None:
    for name in ("SHA256SUMS", "vesle-1.0.0.tar.gz.sha256"):
        command = ["sha256sum", "--check", "--strict", name]
        ran = subprocess.run(command, cwd=first, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    names = {line.split("  ", 1)[1] for line in (first / "SHA256SUMS").read_text().splitlines()}
    assert names == {name for name in files_of(first) if "tar.gz" not in name} - {"SHA256SUMS"}


def test_the_archive_tells_nothing_of_the_machine(first: Path) -> None:
    body = (first / "vesle-1.0.0.tar.gz").read_bytes()
    # RFC 1952: no name (flags) and no time in the head.
    assert (body[3], body[4:8]) == (0, bytes(4))
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(body))) as tar:
        entries = tar.getmembers()
        assert [e.name for e in entries] == sorted(e.name for e in entries)
        moment = datetime(2026, 1, 31, tzinfo=UTC).timestamp()
        assert {(e.mtime, e.uid, e.gid, e.uname, e.gname, e.mode) for e in entries} == {
            (moment, 0, 0, "", "", 0o644)
        }
        held = {e.name.removeprefix("vesle-1.0.0/"): tar.extractfile(e).read() for e in entries}  # type: ignore[union-attr]
    assert held == {name: body for name, body in files_of(first).items() if "tar.gz" not in name}


# -- the data ----------------------------------------------------------------------------------------------


def test_a_release_is_read_like_any_region(first: Path) -> None:
    ecosystem = Ecosystem.load(first / "data" / "vesle.ttl")
    whole = URIRef(BASE)
    assert set(ecosystem.asserted.objects(whole, OWL.versionIRI)) == {URIRef(f"{BASE}1.0.0")}
    assert [str(o) for o in ecosystem.asserted.objects(whole, OWL.versionInfo)] == ["1.0.0"]
    assert str(ecosystem.asserted.value(whole, DCTERMS.issued)) == "2026-01-31"
    assert validate(ecosystem).conforms
    for form, ending in ((ox.RdfFormat.N_QUADS, "nq"), (ox.RdfFormat.JSON_LD, "jsonld")):
        read = ox.parse(path=str(first / "data" / f"vesle.{ending}"), format=form)
        counts = Counter(quad.graph_name.value.rsplit("/", 1)[1] for quad in read)  # type: ignore[union-attr]
        graphs = (ecosystem.asserted, ecosystem.inferred, ecosystem.ontology)
        assert counts == dict(zip(("asserted", "inferred", "ontology"), map(len, graphs), strict=True))


def test_two_releases_can_be_compared(
    first: Path, region: Path, make: Callable[..., Released], tmp_path: Path
) -> None:
    text = (first / "data" / "vesle.ttl").read_text(encoding="utf-8")
    paragraphs = text.split("\n\n")
    (gone,) = [p for p in paragraphs if p.startswith("relation:birk.locatedIn.lia")]
    (tmp_path / "vesle.ttl").write_text("\n\n".join(p for p in paragraphs if p != gone), encoding="utf-8")
    # From a file that was released before: its header gives way to the new one.
    second = make(tmp_path / "new", tmp_path / "vesle.ttl", "1.1.0", date="2026-02-28").folder
    before, after = (Ecosystem.load(f / "data" / "vesle.ttl", reason=False) for f in (first, second))
    versions = {str(o) for o in after.asserted.objects(URIRef(BASE), OWL.versionInfo)}
    assert versions == {"1.1.0"}
    changed = {str(t[0]) for t in before.facts ^ after.facts}
    assert changed == {BASE, next(s for s in changed if "birk.locatedIn.lia" in s)}
    assert not compare(before.facts, after.facts).identical
    ran = CliRunner().invoke(root, ["diff", *(str(f / "data" / "vesle.ttl") for f in (first, second))])
    assert ran.exit_code == 0, ran.output
    assert "birk" in ran.output.lower()


# -- the descriptions --------------------------------------------------------------------------------------


def test_dcat_ap_no_gets_what_it_asks_for(described: Graph) -> None:
    """What the specification of DCAT-AP-NO 3 (and of 2) calls mandatory, with the classes it names."""
    whole = URIRef(BASE)
    for predicate, kind in (
        (DCAT.contactPoint, VCARD.Kind),
        (DCAT.theme, SKOS.Concept),
        (DCTERMS.publisher, FOAF.Agent),
        (DCTERMS.accessRights, DCTERMS.RightsStatement),
        (DCTERMS.license, DCTERMS.LicenseDocument),
        (DCTERMS.language, DCTERMS.LinguisticSystem),
        (DCAT.distribution, DCAT.Distribution),
        (DCTERMS.conformsTo, DCTERMS.Standard),
    ):
        values = list(described.objects(whole, predicate))
        assert values, predicate
        assert all((value, RDF.type, kind) in described for value in values), predicate
    for predicate in (DCTERMS.title, DCTERMS.description):
        languages = [o.language for o in described.objects(whole, predicate) if isinstance(o, Literal)]
        assert sorted(map(str, languages)) == ["en", "nb"]
    assert str(described.value(whole, DCTERMS.identifier)) == BASE
    email = described.value(described.value(whole, DCAT.contactPoint), VCARD.hasEmail)
    assert str(email) == "mailto:post@example.org"


def test_distributions_are_the_files(described: Graph, first: Path) -> None:
    files = files_of(first)
    found = {}
    for node in described.subjects(RDF.type, DCAT.Distribution):
        path = unquote(str(described.value(node, DCAT.downloadURL)).removeprefix(ADDRESS))
        found[path] = int(str(described.value(node, DCAT.byteSize)))
        assert described.value(node, DCTERMS["format"]) is not None
    assert found == {path: len(body) for path, body in files.items() if path.startswith("data/")}


def test_statistics_are_those_of_the_graph(described: Graph, first: Path) -> None:
    """Counted over with rdflib in the N-Quads that are released."""
    facts = Graph().parse(first / "data" / "vesle.ttl")
    whole = URIRef(BASE)
    quads = sum(1 for line in (first / "data" / "vesle.nq").read_text(encoding="utf-8").splitlines() if line)
    assert int(str(described.value(whole, VOID.triples))) == quads
    classes = {
        described.value(part, VOID["class"]): int(str(described.value(part, VOID.entities)))
        for part in described.objects(whole, VOID.classPartition)
    }
    assert classes == Counter(facts.objects(None, RDF.type))
    properties = {
        described.value(part, VOID.property): int(str(described.value(part, VOID.triples)))
        for part in described.objects(whole, VOID.propertyPartition)
    }
    assert properties == Counter(facts.predicates())


def test_linksets_are_described_and_come_along(described: Graph, first: Path) -> None:
    (linkset,) = described.subjects(RDF.type, VOID.Linkset)
    assert int(str(described.value(linkset, VOID.triples))) == 2
    assert described.value(linkset, VOID.objectsTarget) == URIRef("https://ror.org/")
    links = Graph().parse(first / "data" / "linksets" / "links.ttl")
    link = (URIRef(f"{BASE}actor/ask"), SKOS.exactMatch, URIRef("https://ror.org/01xtthb56"))
    assert link in links
    assert link not in described
    assert (first / "data" / "linksets" / "ror.sssom.tsv").read_text(encoding="utf-8") == LINKSET


def test_citation_has_what_the_format_demands(first: Path) -> None:
    """Citation File Format 1.2.0: authors, cff-version, message and title; a JSON value is a YAML value."""
    lines = (first / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    fields = {key: json.loads(value) for key, _, value in (line.partition(": ") for line in lines)}
    assert {"authors", "cff-version", "message", "title"} <= set(fields)
    assert (fields["cff-version"], fields["type"]) == ("1.2.0", "dataset")
    assert (fields["version"], fields["date-released"]) == ("1.0.0", "2026-01-31")
    assert fields["license"] == "CC-BY-4.0"
    assert fields["authors"] == [{"name": "Vesle"}]


def test_the_citation_of_the_project_is_of_its_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"^ *version: (\S+)$", text, re.MULTILINE)) == {project["version"]}
    assert re.search(rf"^license: {project['license']}$", text, re.MULTILINE)


def test_ro_crate_holds_together(first: Path) -> None:
    """RO-Crate 1.1: a descriptor, a root with its demanded properties, and an entity for every part."""
    crate = json.loads((first / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    descriptor, whole = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert descriptor["about"] == {"@id": "./"}
    assert whole["datePublished"] == "2026-01-31"
    assert {whole[name]["@id"] for name in ("license", "author", "publisher")} <= set(entities)
    files = files_of(first)
    parts = [part["@id"] for part in whole["hasPart"]]
    own = {"ro-crate-metadata.json", "SHA256SUMS", "vesle-1.0.0.tar.gz", "vesle-1.0.0.tar.gz.sha256"}
    assert set(parts) == set(files) - own
    for path in parts:
        entity = entities[path]
        assert entity["@type"] == "File"
        assert entity["contentSize"] == str(len(files[path]))
        assert entity["sha256"] == hashlib.sha256(files[path]).hexdigest()


def test_the_data_package_describes_the_tables(first: Path) -> None:
    package = json.loads((first / "datapackage.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    for resource in package["resources"]:
        body = (first / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert resource["bytes"] == len(body)
        rows = list(csv.DictReader(io.StringIO(body.decode(), newline="")))
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == next(csv.reader(io.StringIO(body.decode())))
        for field in fields:
            if field["type"] == "number":
                assert all(float(row[field["name"]]) is not None for row in rows if row[field["name"]])
        if key := resource["schema"].get("primaryKey"):
            assert len({row[key] for row in rows}) == len(rows)
    assert len(package["resources"]) == len(list((first / "data" / "tables").glob("*.csv")))


def test_what_comes_along(first: Path, region: Path) -> None:
    files = files_of(first)
    assert files["LICENSE"] == b"CC BY 4.0\n"
    assert files["docs/data-card.md"] == b"# Card\n"
    for name in ("ecosystem.ttl", "spillover.ttl", "codes.ttl", "alignment.ttl", "shapes.ttl"):
        assert files[f"ontology/{name}"] == (ROOT / "ontology" / name).read_bytes()
    questions = {p.name for p in (ROOT / "ontology" / "questions").glob("*.rq")}
    assert {Path(f).name for f in files if f.startswith("ontology/questions/")} == questions
    told = files["README.md"].decode()
    assert "- The first facts." in told
    assert "Kvist is in no park" not in told
    assert "Innovasjonsøkosystemet i Vesleregionen" in told
    assert "The innovation ecosystem of The Small Region" in told


# -- refusals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"version": "2.0.0"},
            r"CHANGELOG\.md: has no entry for 2\.0\.0; write what is new under ## \[2\.0\.0\]",
        ),
        ({"version": "0.9.0"}, r"CHANGELOG\.md:21: the entry 0\.9\.0 does not say what is new in the data"),
        ({"version": "one"}, r"'one' is no version; write three numbers"),
        ({"date": "31.1.2026"}, r"'31\.1\.2026' is no day; write it as"),
        ({"publisher": None}, r"say who answers for this data set"),
        ({"changelog": Path("nowhere.md")}, r"nowhere\.md: .*--changelog FILE"),
    ],
    ids=["no entry", "no word on data", "version", "date", "publisher", "no change log"],
)
def test_what_would_mislead_is_refused(
    region: Path, tmp_path: Path, options: dict[str, object], said: str
) -> None:
    given = {"publisher": "Vesle", "changelog": region / "CHANGELOG.md"} | options
    with pytest.raises(UnreadableFileError, match=said):
        release(tmp_path / "new", region / "tables", **given)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_told_in_norwegian_too(region: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        release(
            tmp_path / "new",
            region / "tables",
            version="2.0.0",
            publisher="Vesle",
            changelog=region / "CHANGELOG.md",
        )
    assert "CHANGELOG.md: har ingen post for 2.0.0; skriv hva som er nytt under ## [2.0.0]" in (
        raised.value.told("nb")
    )
    ran = CliRunner().invoke(root, ["release", "--lang", "nb", "--verify", str(tmp_path)])
    assert (ran.exit_code, ran.stderr) == (2, f"{tmp_path}: er ingen utgave: SHA256SUMS mangler\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    a eco:Firm ;", "    a eco:Firm , eco:Ministry ;", r"Contradiction[\s\S]*Ask is: firm"),
        (
            '    eco:founded "1990"^^xsd:gYear ;',
            '    eco:founded "1990" ;',
            "violation DateShape: actor:ask 1990",
        ),
        ("dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;", "", "states no licence"),
    ],
    ids=["contradiction", "breach", "no licence"],
)
def test_data_that_are_not_fit_are_refused(
    first: Path, region: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (first / "data" / "vesle.ttl").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "vesle.ttl").write_text(text.replace(old, new), encoding="utf-8")
    arguments = ["release", "-o", str(tmp_path / "new"), "--data", str(tmp_path / "vesle.ttl")]
    arguments += ["--publisher", "Vesle", "--changelog", str(region / "CHANGELOG.md"), "--version", "1.0.0"]
    ran = CliRunner().invoke(root, arguments)
    assert ran.exit_code == 1, ran.output
    assert re.search(said, ran.output)
    assert not (tmp_path / "new").exists()


def test_a_release_is_not_written_over(first: Path, make: Callable[..., Released]) -> None:
    before = files_of(first)
    with pytest.raises(UnreadableFileError, match="is not written over") as raised:
        make(first)
    assert raised.value.told("nb") == (
        f"{first}: finnes fra før og er ikke tom; en utgave skrives ikke over, oppgi en ny mappe"
    )
    assert files_of(first) == before


# -- verifying ---------------------------------------------------------------------------------------------


def test_a_release_can_be_verified(first: Path) -> None:
    assert verify(first) == len(files_of(first))
    ran = CliRunner().invoke(root, ["release", "--verify", str(first / "vesle-1.0.0.tar.gz"), "--lang", "en"])
    assert (ran.exit_code, "all as released" in ran.output) == (0, True)


@pytest.mark.parametrize(
    ("harm", "said", "sagt"),
    [
        (
            lambda f: (f / "data" / "vesle.ttl").write_bytes(b"x"),
            r"data/vesle\.ttl: was changed",
            "data/vesle.ttl: ble endret etter utgivelsen",
        ),
        (
            lambda f: (f / "data" / "vesle.nq").unlink(),
            r"data/vesle\.nq: is missing",
            "data/vesle.nq: mangler",
        ),
        (
            lambda f: (f / "data" / "more.ttl").write_bytes(b""),
            r"data/more\.ttl: is not of the release",
            "data/more.ttl: hører ikke til utgaven; SHA256SUMS nevner den ikke",
        ),
        (
            lambda f: (f / "vesle-1.0.0.tar.gz").write_bytes(b"x"),
            r"vesle-1\.0\.0\.tar\.gz: is not what",
            "vesle-1.0.0.tar.gz: er ikke det vesle-1.0.0.tar.gz.sha256 sier; hent begge på nytt",
        ),
        (
            lambda f: (f / "vesle-1.0.0.tar.gz.sha256").unlink(),
            r"vesle-1\.0\.0\.tar\.gz: is not what",
            "vesle-1.0.0.tar.gz: er ikke det vesle-1.0.0.tar.gz.sha256 sier; hent begge på nytt",
        ),
    ],
    ids=["changed", "missing", "added", "archive", "no checksum of the archive"],
)
def test_what_was_tampered_with_is_named(
    first: Path, tmp_path: Path, harm: Callable[[Path], object], said: str, sagt: str
) -> None:
    shutil.copytree(first, tmp_path / "copy")
    harm(tmp_path / "copy")
    with pytest.raises(NonConformantError, match=said) as raised:
        verify(tmp_path / "copy")
    assert sagt in raised.value.told("nb").splitlines()


def test_another_archive_beside_the_files_is_noticed(first: Path, tmp_path: Path) -> None:
    """Its own checksum fits, what it holds does not."""
    shutil.copytree(first, tmp_path / "copy")
    name = "vesle-1.0.0.tar.gz"
    with tarfile.open(tmp_path / "copy" / name, "w:gz") as tar:
        tar.add(first / "README.md", "vesle-1.0.0/README.md")
    digest = hashlib.sha256((tmp_path / "copy" / name).read_bytes()).hexdigest()
    (tmp_path / "copy" / f"{name}.sha256").write_text(f"{digest}  {name}\n")
    with pytest.raises(NonConformantError, match="holds other files than lie beside it"):
        verify(tmp_path / "copy")


def test_what_is_no_release_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(b"not a tar file"))
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "a.tar.gz", tmp_path / "empty", tmp_path / "nowhere"):
        with pytest.raises(EcosystemError):
            verify(place)
    for arguments in ([], ["-o", str(tmp_path / "new"), "--verify", str(tmp_path)]):
        ran = CliRunner().invoke(root, ["release", *arguments])
        assert ran.exit_code == 2
        assert "--verify" in ran.output
