"""Cluster: a Spark session, started quietly, ended with all it wrote, its failures told in a sentence.

Spark runs in Java. PySpark (extra ``spark``) brings Spark itself; Java 17 or later must be on the machine.
Rows reach Spark as pages: text files in a folder that every worker can read, one page in memory at a time.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ecosystem_graph.errors import EngineError, MissingExtraError, NetworkError
from ecosystem_graph.wording import Wording, foreign

__all__ = ["LOCAL", "Cluster", "cluster"]

#: This machine, a thread per core.
LOCAL = "local[*]"
_LOCAL = re.compile(r"local(\[[\d*, ]+\])?")
_REMOTE = re.compile(r"(spark|k8s)://\S+|yarn")
_PAGE = 50_000
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
#: Every superstep remembers the ones before; this many are kept before the state is written down.
_CHECKPOINT = "20"


@dataclass(frozen=True)
class Cluster:
    """A running session.

    Attributes:
        session: PySpark's.
        folder: Where pages and checkpoints go: a path or URL that driver and workers share.
        scratch: A folder of the driver.
    """

    session: Any
    folder: str
    scratch: Path

    @property
    def jvm(self) -> Any:
        """Spark's Java side."""
        return self.session.sparkContext._jvm

    def companion(self, package: Any, name: str) -> Any:
        """A Scala object by its name in a Java package of `jvm`."""
        return getattr(getattr(package, f"{name}$"), "MODULE$")

    def write(self, rows: Iterable[tuple[str, ...]], name: str, *, page: int = _PAGE) -> str:
        """Write rows of text as tab-separated pages, each moved to the shared folder when it is full.

        Args:
            rows: Read once; never more than a page of them is held.
            name: Of the folder of pages.
            page: Rows a page.

        Returns:
            The folder that `session.read` takes.

        Raises:
            NetworkError: A value holds a tab, a line break or another control character.
        """
        path = self.jvm.org.apache.hadoop.fs.Path
        target = f"{self.folder}/{name}"
        files = path(target).getFileSystem(self.session.sparkContext._jsc.hadoopConfiguration())
        files.mkdirs(path(target))
        remaining = iter(rows)
        number = 0
        while batch := list(islice(remaining, page)):
            local = self.scratch / f"page-{number:06}.tsv"
            with local.open("w", encoding="utf-8", newline="\n") as lines:
                for row in batch:
                    if bad := next((text for text in row if _UNPRINTABLE.search(text)), None):
                        raise NetworkError(
                            Wording(
                                f"{bad!r} holds a control character, so it is no IRI",
                                f"{bad!r} har et kontrolltegn og er derfor ingen IRI",
                            )
                        )
                    lines.write("\t".join(row) + "\n")
            files.moveFromLocalFile(path(local.as_uri()), path(f"{target}/{local.name}"))
            number += 1
        # As many partitions as pages: Spark's usual 200 are for far more, and each superstep pays for them.
        self.session.conf.set("spark.sql.shuffle.partitions", str(max(1, number)))
        return target


@contextmanager
def cluster(master: str = LOCAL, folder: str | None = None) -> Iterator[Cluster]:
    """A Spark session for a ``with`` block; whatever it wrote is gone afterwards.

    Args:
        master: ``local[4]`` for four threads of this machine, or the URL of a cluster (``spark://host:7077``,
            ``yarn``, ``k8s://…``).
        folder: A folder all workers can read and write, as a path or URL (``hdfs://…``, ``s3a://…``, a shared
            disk). This machine's own temporary folder will do for a local master only.

    Raises:
        MissingExtraError: PySpark is not installed.
        EngineError: No Java, no such master, or Spark gave up.
    """
    local = bool(_LOCAL.fullmatch(master))
    if not local and not _REMOTE.fullmatch(master):
        raise EngineError(
            Wording(
                f"{master!r} is no Spark master; right would be local[2], spark://host:7077, yarn or k8s://…",
                f"{master!r} er ingen Spark-master; riktig er local[2], spark://host:7077, yarn eller k8s://…",
            )
        )
    if not local and folder is None:
        raise EngineError(
            Wording(
                f"the workers of {master} need a folder that they share with this machine: a path on a "
                "shared disk, or hdfs://… or s3a://…",
                f"arbeiderne i {master} trenger en mappe som de deler med denne maskinen: en sti på en delt "
                "disk, eller hdfs://… eller s3a://…",
            )
        )
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("pyspark", "spark") from error
    if not _java():
        raise EngineError(
            Wording(
                "Spark needs Java 17 or later, and there is no java on the PATH nor in JAVA_HOME",
                "Spark krever Java 17 eller nyere, og det finnes ingen java på PATH eller i JAVA_HOME",
            )
        )
    with tempfile.TemporaryDirectory(prefix="ecosystem-graph-") as name:
        scratch = Path(name)
        session = _start(master, local, scratch)
        running = Cluster(session, f"{(folder or scratch.as_uri()).rstrip('/')}/{scratch.name}", scratch)
        try:
            with _told():
                session.sparkContext.setCheckpointDir(f"{running.folder}/checkpoints")
                yield running
        finally:
            _end(running)


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _start(master: str, local: bool, scratch: Path) -> Any:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    gateway: Any = importlib.import_module("pyspark.java_gateway")
    if SparkContext._active_spark_context is not None:
        raise EngineError(
            Wording(
                "a Spark session is already running in this process; stop it first",
                "en Spark-økt kjører allerede i denne prosessen; stopp den først",
            )
        )
    conf = SparkConf().setMaster(master).setAppName("ecosystem-graph")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.graphx.pregel.checkpointInterval": _CHECKPOINT,
        "spark.cleaner.referenceTracking.cleanCheckpoints": "true",
    }
    if local:
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.local.dir": str(scratch),
        }
    for key, value in settings.items():
        conf.set(key, value)
    log = scratch / "spark.log"
    try:
        # One Java process serves all sessions of this one; what it says goes to the log of the first.
        if SparkContext._gateway is None:
            with log.open("wb") as output:
                launched = gateway.launch_gateway(conf, {"stdout": output, "stderr": output})
            return SparkSession(SparkContext(conf=conf, gateway=launched))
        return SparkSession(SparkContext(conf=conf))
    except (PySparkException, Py4JError) as error:
        why = _why(error, log)
        raise EngineError(
            Wording(f"Spark did not start on {master}: {why}", f"Spark startet ikke på {master}: {why.nb}")
        ) from error


def _why(error: Exception, log: Path | None = None) -> Wording:
    said = log.read_text(encoding="utf-8", errors="replace") if log and log.exists() else ""
    if "UnsupportedClassVersionError" in said:
        return Wording(
            "it needs Java 17 or later, and the java it found is older",
            "den krever Java 17 eller nyere, og den som ble funnet, er eldre",
        )
    if "All masters are unresponsive" in said + str(error):
        return Wording("nothing answers there", "ingenting svarer der")
    causes = re.findall(
        r"^(?:Caused by: |: |Exception in .*?: )?([\w.$]*(?:Exception|Error): .+)$", said + str(error), re.M
    )
    return foreign(causes[-1] if causes else str(error).strip().splitlines()[0])


@contextmanager
def _told() -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, OSError) as error:
        why = _why(error)
        raise EngineError(Wording(f"Spark gave up: {why}", f"Spark ga opp: {why.nb}")) from error


def _end(running: Cluster) -> None:
    # What went wrong before must not hide behind what then cannot be cleaned up.
    with suppress(EngineError), _told():
        path = running.jvm.org.apache.hadoop.fs.Path(running.folder)
        files = path.getFileSystem(running.session.sparkContext._jsc.hadoopConfiguration())
        files.delete(path, True)
    with suppress(EngineError), _told():
        running.session.stop()
