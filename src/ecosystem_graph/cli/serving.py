"""The command that answers over HTTP: serve."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from urllib.parse import urlsplit

import click

from ecosystem_graph.cli.words import Origin, graph_option, said
from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.wording import Wording

__all__ = ["COMMANDS"]


@click.command(
    help=said(
        "Serve the pages, a SPARQL endpoint (/sparql) and a JSON API (/openapi.json) until interrupted. "
        "Read-only; only this machine is answered unless --host says otherwise. Needs the extra server.",
        "Server sidene, et SPARQL-endepunkt (/sparql) og et JSON-API (/openapi.json) til du avbryter. Bare "
        "lesing; bare denne maskinen får svar om ikke --host sier noe annet. Trenger tillegget server.",
    )
)
@graph_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=said("Address to listen on.", "Adressen det lyttes på."),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help=said("Port; 0 takes a free one.", "Port; 0 tar en ledig."),
)
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help=said(
        "Public address, where there is one: links carry it, requests to other hosts are refused, and "
        "pages elsewhere may read (CORS).",
        "Offentlig adresse, om det finnes en: lenker får den, forespørsler til andre verter avvises, og "
        "sider andre steder får lese (CORS).",
    ),
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=10.0,
    show_default=True,
    metavar="S",
    help=said("Seconds a query may run.", "Sekunder en spørring får løpe."),
)
@click.option(
    "--max-results",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    metavar="N",
    help=said("Rows an answer may have.", "Rader et svar får ha."),
)
@click.option(
    "--max-memory",
    type=click.IntRange(16),
    default=512,
    show_default=True,
    metavar="MB",
    help=said("Memory a query may take beside the graph.", "Minne en spørring får ta ved siden av grafen."),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=None,
    metavar="N",
    help=said(
        "Queries that run at the same time; one per processor if not given, two at least.",
        "Spørringer som løper samtidig; én per prosessor om ikke annet er sagt, minst to.",
    ),
)
@click.option(
    "--log-queries",
    is_flag=True,
    help=said("Write the text of queries into the log.", "Skriv spørringenes tekst i loggen."),
)
def serve(
    data: Origin,
    host: str,
    port: int,
    base_url: str,
    timeout: float,
    max_results: int,
    max_memory: int,
    workers: int | None,
    log_queries: bool,
) -> None:
    """Serve."""
    from ecosystem_graph.server import Limits
    from ecosystem_graph.server import serve as run
    from ecosystem_graph.server.safety import is_loopback

    if data.data is not None and data.store is not None:
        raise click.UsageError(
            said("give --data or --store, not both", "oppgi --data eller --store, ikke begge")
        )
    parts = urlsplit(base_url)
    if base_url and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    ):
        raise EcosystemError(
            Wording(
                f"--base-url {base_url!r} is no address; write it like https://graph.example.org/",
                f"--base-url {base_url!r} er ingen adresse; skriv den som https://graf.eksempel.no/",
            )
        )
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s", force=True
    )
    if not is_loopback(host):
        click.echo(
            said(
                f"Warning: everybody who reaches {host} can ask. Put a proxy with TLS in front; "
                "docs/serving.md says how.",
                f"Advarsel: alle som når {host}, kan spørre. Sett en mellomtjener med TLS foran; "
                "docs/serving.md sier hvordan.",
            ),
            err=True,
        )
    limits = Limits(timeout=timeout, max_results=max_results, max_memory=max_memory)
    if workers is not None:
        limits = replace(limits, workers=workers)
    run(
        data=data.data,
        store=data.store,
        host=host,
        port=port,
        base_url=base_url,
        limits=limits,
        log_queries=log_queries,
        on_start=_say,
    )


def _say(address: str) -> None:
    click.echo(
        said(
            f"Serving at {address} (queries: {address}sparql). Interrupt to stop.",
            f"Server på {address} (spørringer: {address}sparql). Avbryt for å stoppe.",
        )
    )


COMMANDS = (serve,)
