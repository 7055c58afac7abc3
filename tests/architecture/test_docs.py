"""What the pages say of links, files, commands and words holds; and each check finds what is planted."""

from __future__ import annotations

import configparser
import re
import runpy
from collections.abc import Mapping
from graphlib import CycleError
from pathlib import Path

import click
import pytest

from benchmarks.command import OTHERS
from benchmarks.command import command as bench
from tests.support.doc_pages import (
    Page,
    broken_links,
    forbidden_words,
    long_sentences,
    missing_names,
    pages_of,
    unknown_commands,
    unlisted_pages,
    words_that_came_back,
)
from web.cli import commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = pages_of(ROOT)
INDEX, GLOSSARY = Page(ROOT, "docs/README.md"), Page(ROOT, "docs/glossary.md")
ROOMS = runpy.run_path(str(ROOT / "docs" / "rooms.py"))
PROGRAMS: Mapping[str, click.Command] = {
    "bms": commands,
    "make bench": bench,
    **{f"make bench {word}": other for word, other in OTHERS.items()},
}


def targets(root: Path) -> list[str]:
    return re.findall(r"^([a-z][a-z-]*):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def written(root: Path, **pages: str) -> list[Page]:
    """Pages of a made-up repository, by their names without the ending; the README is always there."""
    (root / "docs").mkdir()
    (root / "README.md").write_text("# Start\n", encoding="utf-8")
    for name, text in pages.items():
        (root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    return pages_of(root)


def test_every_link_leads_somewhere() -> None:
    assert list(broken_links(PAGES)) == []


def test_link_to_nowhere_is_found(tmp_path: Path) -> None:
    a = "# A `b` [c](b.md)\n\n## Why? So!\n\n[1](b.md) [2](b.md#two-words) [3](#why-so) [4](../README.md#start) [5](https://example.org/x)\n"
    bad = "[1](c.md) [2](b.md#three) [3](#why) `[4](d.md)`\n```text\n[5](e.md)\n```\n"
    pages = written(tmp_path, a=a, b="## Two words\n", bad=bad)
    assert list(broken_links(pages)) == ["docs/bad.md: no file c.md", "docs/bad.md: no heading b.md#three", "docs/bad.md: no heading #why"]


def test_every_page_is_listed() -> None:
    assert list(unlisted_pages(INDEX, PAGES)) == []


def test_page_that_the_index_forgets_is_found(tmp_path: Path) -> None:
    pages = written(tmp_path, README="[a](a.md)\n", a="", b="")
    assert list(unlisted_pages(Page(tmp_path, "docs/README.md"), pages)) == ["docs/b.md: not in docs/README.md"]


def test_every_file_and_name_exists() -> None:
    assert list(missing_names(PAGES)) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`web/cli.py` `docs/` `scheduler.solve.solve(problem, …)` `scheduler.stop`", []),
        ("`web/clip.py`", ["web/clip.py"]),
        ("`scheduler/nowhere/`", ["scheduler/nowhere/"]),
        ("`setup.toml`", ["setup.toml"]),
        ("`scheduler.solve.solves()`", ["scheduler.solve.solves()"]),
        ("`python -m scheduler.nothing`", ["scheduler.nothing"]),
        ("```console\n$ cat web/none.py  # web/nothing.py\n```", ["web/none.py"]),
        ("```python\nfrom scheduler.stop import Stop, Stopp\nfrom pathlib import Pathh\n```", ["scheduler.stop.Stopp"]),
        ("`tests/test_…` web/clip.py `event.json`", []),
    ],
)
def test_file_or_name_that_is_not_there_is_found(tmp_path: Path, text: str, missing: list[str]) -> None:
    for name in ("web", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / "web" / "cli.py").touch()
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert list(missing_names([Page(tmp_path, "a.md")])) == [f"a.md: no {name}" for name in missing]


def test_every_command_option_and_target_exists() -> None:
    assert list(unknown_commands(PAGES, PROGRAMS, targets(ROOT))) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("`bms` `bms --help` `bms COMMAND --help` `bms solve E.json -o P.json --keep=P.json` `bms db upgrade` `--keep P.json`", []),
        ("`bms solv`", ["no command: bms solv"]),
        ("`bms db upgrad`", ["no command: bms db upgrad"]),
        ("`bms solve --kept P.json`", ["no option --kept: bms solve --kept P.json"]),
        ("`--kept`", ["no option: --kept"]),
        ("`make tests`", ["no target: make tests"]),
        ("`make bench ARGS='--preset club --best'`", ["no option --best: make bench ARGS='--preset club --best'"]),
        ("`make bench ARGS='peers --peer ours' --no-dialogues`", []),
        ("`make bench ARGS='peers --keep-best'`", ["no option --keep-best: make bench ARGS='peers --keep-best'"]),
        ("`make bench ARGS=…` `make test ARGS='-k x'`", []),
        ("```console\n$ bms report --colour  # red\n```", ["no option --colour: bms report --colour"]),
        ("bms solv, `can't`", []),
    ],
)
def test_command_that_does_not_exist_is_found(tmp_path: Path, text: str, faults: list[str]) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    found = unknown_commands([Page(tmp_path, "a.md")], PROGRAMS, ["bench", "test"])
    assert list(found) == [f"a.md: {fault}" for fault in faults]


def test_words_that_the_glossary_keeps_out_do_not_come_back() -> None:
    assert list(words_that_came_back(PAGES, forbidden_words(GLOSSARY))) == []


def test_word_that_comes_back_is_found(tmp_path: Path) -> None:
    glossary = "## Words that do not come back\n\n| not | but |\n| --- | --- |\n| group table, told | dialogue |\n"
    pages = written(tmp_path, glossary=glossary, a="Group\ntables. `told` toldo", b="He was told.")
    assert forbidden_words(Page(tmp_path, "docs/glossary.md")) == ["group table", "told"]
    assert list(words_that_came_back(pages, ["group table", "told"])) == ["docs/a.md: group table", "docs/b.md: told"]


def test_sentences_are_short() -> None:
    assert list(long_sentences(PAGES)) == []


def test_long_sentence_is_found(tmp_path: Path) -> None:
    short, long = " ".join(["word"] * 29) + ".", " ".join(["word"] * 30) + "."
    pages = written(
        tmp_path, a=f"{short} A {short}\n\n- {short}\n- {short}\n\n| {short} | {short} |\n", b=f"- a\n- {long}\n", c=f"| a | {long} |\n"
    )
    assert list(long_sentences(pages)) == [f"docs/a.md: A {short}", f"docs/b.md: {long}", f"docs/c.md: {long}"]


def test_rooms_are_drawn_and_listed_as_they_are() -> None:
    found = ROOMS["bands"](ROOT)
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "img" / "rooms.svg").read_text(encoding="utf-8") == ROOMS["draw"](found)
    assert page == ROOMS["with_list"](page, ROOMS["listed"](ROOT, [band.name for band in found]))


def made_up_rooms(root: Path, **files: str) -> None:
    """A repository of an upper and a lower package with a file in each room, by their names with ``__`` for the dots."""
    (root / "setup.cfg").write_text("[importlinter]\nroot_packages =\n    upper\n    lower\n", encoding="utf-8")
    for name, text in files.items():
        room = root / name.replace("__", "/")
        room.mkdir(parents=True)
        (room / "__init__.py").write_text(f'"""{room.name}: all of ``it``.\n\nMore."""\n', encoding="utf-8")
        (room / "part.py").write_text(text, encoding="utf-8")
        (room.parent / "__init__.py").touch()


def test_rooms_stand_above_what_they_import(tmp_path: Path) -> None:
    made_up_rooms(
        tmp_path, upper__a="import upper.c.part", upper__b="from upper import c, b", upper__c="from lower.d import a", lower__d=""
    )
    found = ROOMS["bands"](tmp_path)
    assert [(band.name, band.rows) for band in found] == [("upper", (("a", "b"), ("c",))), ("lower", (("d",),))]
    assert re.findall(r">(\w+)</text>", ROOMS["draw"](found)) == ["upper", "a", "b", "c", "lower", "d"]


def test_rooms_that_import_each_other_are_refused(tmp_path: Path) -> None:
    made_up_rooms(tmp_path, upper__a="import upper.c.part", upper__c="from upper.a import part", lower__d="")
    with pytest.raises(CycleError):
        ROOMS["bands"](tmp_path)


def test_rooms_are_listed_with_their_first_line(tmp_path: Path) -> None:
    made_up_rooms(tmp_path, upper__a="", lower__d="", lower__d__pages="")
    assert ROOMS["listed"](tmp_path, ["lower"]).splitlines()[2:] == ["| `lower/` |  |", "| `lower/d/` | d: all of `it`. |"]
    assert ROOMS["with_list"]("1 <!-- rooms -->\nold\n<!-- end of rooms --> 2", "new") == "1 <!-- rooms -->\nnew\n<!-- end of rooms --> 2"


def test_changelog_begins_with_what_is_unreleased_and_then_this_version() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    headings = re.findall(r"^(#{2,3}) (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    versions = [title for level, title in headings if level == "##"]
    assert versions[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(config['metadata']['version'])} - \d{{4}}-\d\d-\d\d", versions[1])
    assert {title for level, title in headings if level == "###"} <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
