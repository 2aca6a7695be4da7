"""Commands about reasoning: reason, explain."""

from __future__ import annotations

from pathlib import Path

import click

from ecosystem_graph.cli.words import Origin, format_option, graph_option, lang_option, load, said
from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.explanation import FORMS, clash, statement
from ecosystem_graph.explanation import explain as tell
from ecosystem_graph.reasoning import close, compare
from ecosystem_graph.resources import data_file
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple, atomic_text, document, parse
from ecosystem_graph.wording import Wording, counted, told

__all__ = ["COMMANDS"]


@click.command(
    help=said(
        "Close RDF files under OWL 2 RL: input and conclusions go to one file. Without FILE: the region that "
        "ships, under its ontology. A contradiction is told with its proof, exit 1.",
        "Slutt RDF-filer under OWL 2 RL: det som står der og det som følger, går til én fil. Uten "
        "FILE: regionen "
        "som følger med, under ontologien sin. En motsigelse fortelles med bevis, sluttkode 1.",
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(["rules", "owlrl"]),
    default="rules",
    show_default=True,
    help=said(
        "The compiled rules, or the slow reference.", "De kompilerte reglene eller den trege referansen."
    ),
)
@click.option(
    "--check",
    is_flag=True,
    help=said("Run both engines and compare.", "Kjør begge motorene og sammenlign."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help=said("File to write (.ttl or .nt).", "Fil som skrives (.ttl eller .nt)."),
)
@lang_option
def reason(files: tuple[Path, ...], engine: str, check: bool, output: Path | None, lang: str) -> None:
    """Close."""
    axioms: set[Triple] = set() if files else set(schema().graph)
    given: set[Triple] = set().union(*(parse(path) for path in files or (data_file(),)))
    closure = close(axioms, given, engine=engine, trivial=bool(files))  # type: ignore[arg-type]
    if closure.contradictions:
        en = clash(axioms | given, closure.contradictions, "en")
        nb = clash(axioms | given, closure.contradictions, "nb")
        raise ContradictionError([Wording(en, nb)])
    stated, follows = counted(len(axioms | given)), counted(len(closure.inferred))
    click.echo(said(f"{stated} given, {follows} inferred", f"{stated.nb} gitt, {follows.nb} sluttet", lang))
    if check:
        _compare(axioms, given, lang)
    if output is not None:
        with atomic_text(output) as stream:
            stream.write(document(axioms | given | closure.inferred, output))
        click.echo(str(output))


def _compare(axioms: set[Triple], given: set[Triple], lang: str) -> None:
    """Say whether the engines agree; SystemExit(1) where they do not."""
    found = compare(axioms, given)
    if found.agree:
        click.echo(said("the rules and owlrl agree", "reglene og owlrl er enige", lang))
        return
    for word, triples in (
        (said("missing", "mangler", lang), found.missing),
        (said("extra", "ekstra", lang), found.extra),
    ):
        for triple in sorted(triples):
            click.echo(f"{word}: {' '.join(node.n3() for node in triple)}")
    for contradiction in found.unseen:
        click.echo(f"{said('unseen', 'ikke sett', lang)}: {told(contradiction.message, lang)}")
    raise SystemExit(1)


@click.command(
    help=said(
        "Why a statement holds: its proof, down to what sources say. Example: explain nce-raufoss influences "
        "ntnu-gjovik",
        "Hvorfor et utsagn gjelder: beviset, ned til det kildene sier. Eksempel: explain nce-raufoss "
        "influences "
        "ntnu-gjovik",
    )
)
@click.argument("subject")
@click.argument("predicate")
@click.argument("object", metavar="OBJECT")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=said("Several proofs, shortest first.", "Flere bevis, det korteste først."),
)
@graph_option
@lang_option
@format_option(*FORMS)
def explain(
    subject: str, predicate: str, object: str, everything: bool, data: Origin, lang: str, fmt: str
) -> None:
    """Why."""
    ecosystem = load(data)
    triple = statement(ecosystem, subject, predicate, object)
    click.echo(tell(ecosystem, triple, several=everything, form=fmt, lang=lang), nl=False)  # type: ignore[arg-type]


COMMANDS = (reason, explain)
