"""The folder of a new region."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from string import Template

from ecosystem_graph.errors import MissingExtraError, UnreadableFileError
from ecosystem_graph.folders import atomic_folder
from ecosystem_graph.licence import OPEN
from ecosystem_graph.tables.folder import read_folder, write_tables
from ecosystem_graph.tables.mapping import BASE
from ecosystem_graph.tables.sheets import write_workbook
from ecosystem_graph.wording import Wording

from .naming import INVENTED, check_name, checked_title, example_tables

__all__ = ["FORMS", "Scaffold", "new_region"]

#: What the tables can be kept in: a spreadsheet file, or a folder of CSV files.
FORMS = ("workbook", "csv")
_TEMPLATES = Path(__file__).resolve().parent / "templates"
#: Template to the name its file gets.
_FILES = {
    "README.md": "README.md",
    "LESMEG.md": "LESMEG.md",
    "gitignore": ".gitignore",
    "who-belongs-where.rq": "questions/who-belongs-where.rq",
}
_ALL_INVENTED = {
    "en": "\n**All of it is invented**: no organisation, figure, source or claim here exists.\n",
    "nb": "\n**Alt er oppdiktet**: ingen virksomhet, intet tall, ingen kilde og ingen påstand her finnes.\n",
}

Rows = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What was written.

    Attributes:
        folder: Where.
        tables: The workbook or the folder of CSV files, below the folder.
        files: Every file, below the folder, in name order.
    """

    folder: Path
    tables: str
    files: tuple[str, ...]


def new_region(
    name: str,
    folder: Path | None = None,
    *,
    title_nb: str | None = None,
    title_en: str | None = None,
    form: str | None = None,
    example: bool = False,
    lang: str = "nb",
) -> Scaffold:
    """Write the folder of a new region: tables, a question, what to do next in Norwegian and English.

    Args:
        name: Slug of the region: part of the address of everything in it.
        folder: Where; None is a folder of that name. It must not exist, or be empty.
        title_nb: What people call the region, in Norwegian; made from the name if not given.
        title_en: The same in English; the Norwegian one if not given.
        form: One of `FORMS`; None is a workbook where openpyxl is installed, else CSV files.
        example: Fill the tables with the invented region.
        lang: Language that comes first in a workbook.

    Raises:
        InvalidNameError: The name cannot be part of an address, or a title cannot be shown.
        UnreadableFileError: There is something there already, or nothing can be written.
        MissingExtraError: A workbook is asked for, and openpyxl is not installed.
    """
    check_name(name)
    place = folder if folder is not None else Path(name)
    _raise_if_taken(place)
    there = find_spec("openpyxl") is not None
    if form == "workbook" and not there:
        raise MissingExtraError("openpyxl", "workbook")
    form = form or ("workbook" if there else "csv")
    rows = _example_rows() if example else {"region": []}
    titles = _titles(name, title_nb, title_en, rows["region"])
    rows["region"] = [{"id": name, "label_nb": titles["nb"], "label_en": titles["en"], "licence": OPEN}]
    tables = f"{name}.xlsx" if form == "workbook" else "tables"
    words = {
        "name": name,
        "base": f"{BASE}{name}/",
        "tables": tables,
        **{f"title_{one}": title for one, title in titles.items()},
        **{f"invented_{one}": text if example else "" for one, text in _ALL_INVENTED.items()},
    }
    with atomic_folder(place) as new:
        for template, file in _FILES.items():
            text = Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)
            _write(new / file, text)
        if form == "workbook":
            write_workbook(rows, new / tables, lang)
        else:
            for file, text in write_tables({table: list(held) for table, held in rows.items()}).items():
                _write(new / tables / file, text)
        files = sorted(path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file())
    return Scaffold(place, tables, tuple(files))


def _raise_if_taken(place: Path) -> None:
    if place.is_dir():
        if any(place.iterdir()):
            why = Wording(
                "holds files already, and nothing is overwritten; name another folder with -o",
                "har filer fra før, og ingenting overskrives; oppgi en annen mappe med -o",
            )
            raise UnreadableFileError(str(place), why)
    elif place.exists() or place.is_symlink():
        why = Wording(
            "is there already; name another folder with -o", "finnes fra før; oppgi en annen mappe med -o"
        )
        raise UnreadableFileError(str(place), why)


def _titles(
    name: str, title_nb: str | None, title_en: str | None, example: list[dict[str, str]]
) -> dict[str, str]:
    """What the region is called in both languages; an invented one says so."""
    spoken = name.replace("-", " ").capitalize()
    titles = {"nb": title_nb or title_en or spoken, "en": title_en or title_nb or spoken}
    if example and title_nb is None and title_en is None:
        titles = {one: example[0][f"label_{one}"] for one in titles}
    titles = {one: checked_title(title) for one, title in titles.items()}
    if example:
        titles = {one: t if INVENTED[one] in t else f"{t} {INVENTED[one]}" for one, t in titles.items()}
    return titles


def _example_rows() -> Rows:
    tables = read_folder(example_tables())
    tables.raise_for_problems()
    return {name: [dict(record.cells) for record in records] for name, records in tables.records.items()}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
