"""Releases read by a reader of RO-Crate that is not ours (PyPI ``rocrate``)."""

from __future__ import annotations

from pathlib import Path

from engine_servers import absent

from ecosystem_graph.release import release

try:
    from rocrate import rocrate as reader
except ImportError:
    absent("PyPI: rocrate is not installed")
ROOT = Path(__file__).parents[2]


def test_rocrate_finds_every_file(tmp_path: Path) -> None:
    tiny = ROOT / "tests" / "data" / "tiny"
    made = release(
        tmp_path / "new", tiny, changelog=ROOT / "CHANGELOG.md", publisher="Vesle", date="2026-01-31"
    )
    crate = reader.ROCrate(made.folder)
    assert crate.name == "The innovation ecosystem of The Small Region"
    assert str(crate.datePublished)[:10] == "2026-01-31"
    assert crate.license.id == "https://creativecommons.org/licenses/by/4.0/"
    assert crate.publisher.get("name") == "Vesle"
    own = {"ro-crate-metadata.json", "SHA256SUMS", made.archive, f"{made.archive}.sha256"}
    assert {entity.id for entity in crate.data_entities} == {path for path, _ in made.files} - own
