from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDORED = [ROOT / "web" / "static" / "vendor", ROOT / "tests" / "vendor"]
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "web" / "static").glob("*.css"))
LITERAL_TEXT = re.compile(r">[^<>{}]*[A-Za-z]{2,}[^<>{}]*<")


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.parent.name)
def test_vendored_files_are_as_they_came(folder: Path) -> None:
    entries = tomllib.loads((folder / "VENDOR.toml").read_text("utf-8"))["file"]
    assert {entry["path"]: entry["sha256"] for entry in entries} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "VENDOR.toml"
    }
    assert [entry["path"] for entry in entries if not (folder / entry["licence_file"]).exists() or not entry["licence"]] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|hx-on|hx-vals='js", text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_say_everything_through_gettext(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    assert LITERAL_TEXT.findall(text) == []


@pytest.mark.parametrize("path", [*STYLES, *TEMPLATES], ids=lambda path: path.name)
def test_pages_name_no_other_host(path: Path) -> None:
    assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_use_only_tokens_that_exist(path: Path) -> None:
    known = set(re.findall(r"(--[a-z-]+):", (ROOT / "web" / "static" / "tokens.css").read_text("utf-8")))
    assert set(re.findall(r"var\((--[a-z-]+)", path.read_text("utf-8"))) - known == set()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


AAA, AA, EDGE = 7.0, 4.5, 3.0
PAIRS = [
    ("ink", "paper", AAA),
    ("ink", "raised", AAA),
    *((name, "paper", AA) for name in ("soft", "accent", "good", "warn", "bad")),
    ("soft", "raised", AA),
    ("on-accent", "accent", AA),
    ("accent", "accent-ground", AA),
    *((name, f"{name}-ground", AA) for name in ("good", "warn", "bad")),
    *(("ink", f"{name}-ground", AAA) for name in ("good", "warn", "bad", "goal-a", "goal-b", "goal-c", "goal-d", "goal-e")),
    ("rule", "paper", EDGE),
    *((f"goal-{letter}", f"goal-{letter}-ground", EDGE) for letter in "abcde"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_colours_can_be_read(theme: str, ink: str, ground: str, least: float) -> None:
    light, dark = (ROOT / "web" / "static" / "tokens.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light if theme == "light" else dark))
    assert contrast(tokens[ink], tokens[ground]) >= least
