"""The pages of the documentation, and what in them does not hold: each check lists its faults, one a text, by page."""

from __future__ import annotations

import ast
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

import click

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
FOLDERS = "benchmarks|docs|fixtures|matchmaking|requirements|scheduler|tests|web"
PATH = re.compile(rf"(?:{FOLDERS}|\.ci)/[\w./-]*|[\w-]+\.(?:cfg|toml|md)")
DOTTED = re.compile(r"((?:benchmarks|matchmaking|scheduler|tests|web)(?:\.\w+)+)(?:\(.*\))?")
SENTENCE_END = re.compile(r"(?<=[.!?])[)*]*\s+(?=[\"*A-Za-z(`“])")
MOST_WORDS = 29
PLACEHOLDERS = {"COMMAND", "…"}


@dataclass(frozen=True)
class Page:
    """One page, by its path below the root of the repository."""

    root: Path
    name: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.root / self.name

    @cached_property
    def text(self) -> str:
        """All of it but comments."""
        return re.sub(r"<!--.*?-->", "", self.path.read_text(encoding="utf-8"), flags=re.DOTALL)

    @cached_property
    def unfenced(self) -> str:
        """The text without blocks of code."""
        return FENCE.sub("", self.text)

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Target and anchor of each link within the repository; what is in code is none."""
        return LINK.findall(SPAN.sub("x", self.unfenced))

    @cached_property
    def prose(self) -> str:
        """The text without any code, and of links what is shown."""
        return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", SPAN.sub("x", self.unfenced))

    @cached_property
    def code(self) -> list[str]:
        """Every piece of code in the running text, and every line behind a prompt."""
        prompts = [
            line[2:] for kind, block in FENCE.findall(self.text) if kind == "console" for line in block.splitlines() if line[:2] == "$ "
        ]
        return SPAN.findall(self.unfenced) + [line.partition("#")[0].strip() for line in prompts]

    @cached_property
    def anchors(self) -> set[str]:
        """The names of its headings as links call them."""
        seen: Counter[str] = Counter()
        found = set()
        for heading in re.findall(r"^#+ (.+)$", self.unfenced, re.MULTILINE):
            slug = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()).replace(" ", "-")
            found.add(slug if not seen[slug] else f"{slug}-{seen[slug]}")
            seen[slug] += 1
        return found


def pages_of(root: Path) -> list[Page]:
    """All pages of a repository: those beside the README, and those in ``docs``."""
    paths = [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]
    return [Page(root, path.relative_to(root).as_posix()) for path in paths]


def broken_links(pages: Iterable[Page]) -> Iterator[str]:
    """Links to files and headings that are not there."""
    for page in pages:
        for target, anchor in page.links:
            path = (page.path.parent / target).resolve() if target else page.path
            if not path.exists():
                yield f"{page.name}: no file {target}"
            elif anchor and anchor not in Page(path.parent, path.name).anchors:
                yield f"{page.name}: no heading {target}#{anchor}"


def unlisted_pages(index: Page, pages: Iterable[Page]) -> Iterator[str]:
    """Pages below the index that it has no link to."""
    listed = {(index.path.parent / target).resolve() for target, _ in index.links}
    folder = index.path.parent
    yield from (
        f"{page.name}: not in {index.name}"
        for page in pages
        if page.path != index.path and folder in page.path.parents and page.path not in listed
    )


def missing_names(pages: Iterable[Page]) -> Iterator[str]:
    """Files, folders and Python names of this repository that are not there."""
    for page in pages:
        for word in dict.fromkeys(word for code in page.code for word in code.split()):
            if not _holds(page, word):
                yield f"{page.name}: no {word}"
        for kind, block in FENCE.findall(page.text):
            if kind == "python":
                yield from (f"{page.name}: no {name}" for name in _imported(block) if not _is_importable(name))


def _holds(page: Page, word: str) -> bool:
    """Whether a word is there, if it is a path or a name of ours at all; one with an ellipsis is neither."""
    if PATH.fullmatch(word):
        return any((folder / word).exists() for folder in (page.root, page.path.parent))
    dotted = DOTTED.fullmatch(word)
    return dotted is None or _is_importable(dotted[1])


def _is_importable(name: str) -> bool:
    module, _, attribute = name.rpartition(".")
    try:
        import_module(name)
    except ModuleNotFoundError as error:
        return bool(module) and error.name == name and _is_importable(module) and hasattr(import_module(module), attribute)
    return True


def _imported(block: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.ImportFrom) and DOTTED.fullmatch(f"{node.module}.x"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def unknown_commands(pages: Iterable[Page], programs: Mapping[str, click.Command], targets: Iterable[str]) -> Iterator[str]:
    """Commands, options and targets of ``make`` that do not exist.

    Parameters
    ----------
    programs
        By the words with which a line begins: ``bms``, or ``make bench`` for what its ``ARGS`` are handed to. ``make bench peers`` is
        what they are handed to where they begin with that word.
    """
    known, anywhere = set(targets), {option for program in programs.values() for option in _options(program, deep=True)}
    for page in pages:
        for code in dict.fromkeys(page.code):
            yield from (f"{page.name}: {fault}" for fault in _faults_of_code(code, programs, known, anywhere))


def _faults_of_code(code: str, programs: Mapping[str, click.Command], targets: set[str], anywhere: set[str]) -> Iterator[str]:
    words = _split(code)
    if words[:1] == ["bms"]:
        yield from _faults_of_call(code, words[1:], programs["bms"])
    elif words[:1] == ["make"] and len(words) > 1:
        if words[1] not in targets:
            yield f"no target: {code}"
        arguments = next((word.removeprefix("ARGS=") for word in words if word.startswith("ARGS=")), "")
        handed = _split(arguments)
        if other := programs.get(f"make {words[1]} {''.join(handed[:1])}"):
            yield from _faults_of_call(code, handed[1:], other)
        elif (program := programs.get(f"make {words[1]}")) and arguments not in PLACEHOLDERS:
            yield from _faults_of_call(code, handed, program)
    elif words and words[0].startswith("--") and words[0].partition("=")[0] not in anywhere:
        yield f"no option: {code}"


def _split(code: str) -> list[str]:
    try:
        return shlex.split(code)
    except ValueError:  # an apostrophe in a text that is no command
        return code.split()


def _faults_of_call(code: str, words: list[str], program: click.Command) -> Iterator[str]:
    while words and isinstance(program, click.Group) and not words[0].startswith("-") and words[0] not in PLACEHOLDERS:
        found = program.get_command(click.Context(program), words[0])
        if found is None:
            yield f"no command: {code}"
            return
        program, words = found, words[1:]
    options = _options(program)
    yield from (f"no option {word}: {code}" for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in options)


def _options(program: click.Command, deep: bool = False) -> set[str]:
    found = {"--help", "-h", *(name for option in program.params for name in (*option.opts, *option.secondary_opts))}
    if deep and isinstance(program, click.Group):
        context = click.Context(program)
        commands = [program.get_command(context, name) for name in program.list_commands(context)]
        found |= {name for command in commands if command for name in _options(command, deep=True)}
    return found


def forbidden_words(glossary: Page) -> list[str]:
    """The words that the last table of the glossary keeps out."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", glossary.text.partition("## Words that do not come back")[2], re.MULTILINE)
    return [word.strip() for row in rows if row != "not" and set(row) - {"-", " "} for word in row.split(",")]


def words_that_came_back(pages: Iterable[Page], forbidden: Iterable[str]) -> Iterator[str]:
    """Uses of words that the glossary keeps out, in running text; the glossary itself may name them."""
    patterns = {word: re.compile(rf"\b{word}s?\b".replace(" ", r"\s+"), re.IGNORECASE) for word in forbidden}
    for page in pages:
        prose = page.prose.partition("## Words that do not come back")[0]
        yield from (f"{page.name}: {word}" for word, pattern in patterns.items() if pattern.search(prose))


def long_sentences(pages: Iterable[Page]) -> Iterator[str]:
    """Sentences of more than `MOST_WORDS` words."""
    for page in pages:
        for sentence in _sentences(page.prose):
            if len(sentence.split()) > MOST_WORDS:
                yield f"{page.name}: {sentence}"


def _sentences(prose: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|^#.*$", prose, flags=re.MULTILINE):
        table = block.lstrip().startswith("|")
        cells = [cell for row in block.splitlines() for cell in row.split("|")] if table else [" ".join(block.split())]
        yield from (sentence.strip().removeprefix("- ") for cell in cells for sentence in SENTENCE_END.split(cell))
