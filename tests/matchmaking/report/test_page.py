"""The page as a whole: one file, safe, readable by everybody, of any size."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from matchmaking.report import render_report
from matchmaking.report.page import STATIC
from scheduler.errors import UnusableInput
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan, Reason, Unscheduled
from scheduler.problem import Dialogue, Participant, Place, Problem, Request, Seat, Slot

VOID = frozenset({"meta", "br", "input", "link", "img"})
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
EMPTY = Problem("nothing", (), (), ())
NO_PLAN = Plan("", (), (), (), ())


class Page(HTMLParser):
    """Reads a page, and fails where a tag is not closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


def event(buyers: int, suppliers: int, slots: int, requests: int) -> tuple[Problem, Plan]:
    """Everybody meets in turn; of what is asked beyond that, nothing is held."""
    grid = tuple(Slot(f"S{k:02}", NINE + timedelta(minutes=25 * k), NINE + timedelta(minutes=25 * k + 20)) for k in range(slots))
    people = [Participant(f"B{k:04}", "buyer", f"Buyer Number {k}", f"Municipality of {k}") for k in range(buyers)]
    people += [Participant(f"P{k:04}", "supplier", f"Supplier Number {k}", f"Company {k} NV") for k in range(suppliers)]
    asked, meetings = [], []
    for k in range(requests):
        # Latin square: in round r the supplier s meets the buyer s + r, nobody twice in a slot.
        row, column = divmod(k, suppliers)
        asked.append(Request(f"R{k:06}", (f"B{(column + row) % buyers:04}", f"P{column:04}"), 1 + k % 8))
        if row < slots:
            meetings.append(Meeting(f"R{k:06}", grid[row].id, f"T{column:04}"))
    held = {meeting.request for meeting in meetings}
    left = tuple(
        Unscheduled(r.id, (Reason("participant_full", r.participants[0]), Reason("outweighed"))) for r in asked if r.id not in held
    )
    problem = Problem("big", grid, tuple(people), tuple(asked), places=tuple(Place(f"T{k:04}", "hall-a") for k in range(suppliers)))
    return problem, Plan("ab" * 32, tuple(meetings), (), left, (GoalResult("value", 900, 1000),))


SMALL = replace(
    event(3, 2, 2, 5)[0],
    name="Green Deal 2026",
    dialogues=(Dialogue("D1", "Lighting", seats=(0, 4), wanted=(Seat("B0002"),)), Dialogue("D2", must=False)),
)
SMALL_PLAN = replace(event(3, 2, 2, 5)[1], dialogues=(HeldDialogue("D1", "S00", "T0001", None, ("B0002",)),))


@pytest.mark.parametrize(("problem", "plan"), [(EMPTY, NO_PLAN), (SMALL, SMALL_PLAN)])
def test_page_is_well_formed_and_asks_for_nothing_outside(problem: Problem, plan: Plan) -> None:
    page = Page(render_report(problem, plan))
    addresses = [
        value for _, attributes in page.attributes for name, value in attributes.items() if name in ("href", "src", "action", "srcset")
    ]
    assert [address for address in addresses if not str(address).startswith("#")] == []
    assert page.tags["link"] + page.tags["img"] + page.tags["iframe"] == 0
    style = re.sub(r"url\(data:font/woff2;base64,[A-Za-z0-9+/=]+\)", "", render_report(problem, plan))
    assert re.findall(r"url\(|@import|https?:|//[a-z]", style) == []


def test_page_can_be_read_by_everybody() -> None:
    page = Page(render_report(SMALL, SMALL_PLAN))
    found = page.attributes
    assert [attributes for tag, attributes in found if tag == "html"] == [{"lang": "en"}]
    assert [attributes for tag, attributes in found if tag == "th" and attributes.get("scope") not in ("col", "row", "rowgroup")] == []
    assert page.tags["table"] == page.tags["caption"] > 5
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [
        str(value).removeprefix("#")
        for _, attributes in found
        for name, value in attributes.items()
        if name in ("href", "for", "aria-labelledby")
    ]
    assert set(targets) <= set(ids)
    regions = [attributes for _, attributes in found if attributes.get("class") == "scroll"]
    assert [region for region in regions if region.get("tabindex") != "0" or not region.get("aria-label")] == []


def test_names_are_text_and_never_markup() -> None:
    hostile = "<script>alert('1')</script>\"><img src=x onerror=alert(1)>{{ 7*7 }}&amp;"
    people = (Participant("B0000", f"buyer{hostile}", hostile, hostile), *SMALL.participants[1:])
    dialogues = (replace(SMALL.dialogues[0], topic=hostile, wanted=(Seat("B0000"),)), SMALL.dialogues[1])
    problem = replace(SMALL, name=hostile, participants=people, dialogues=dialogues, places=(Place("T0000", hostile), SMALL.places[1]))
    plan = replace(
        SMALL_PLAN,
        dialogues=(HeldDialogue("D1", "S00", "T0001", "B0000", ("B0000",)),),
        run={hostile: hostile},
        goals=(GoalResult(hostile, 1, 2),),
        unscheduled=(Unscheduled("R000004", (Reason(hostile, hostile),)),),
    )
    page, harmless = Page(render_report(problem, plan)), Page(render_report(SMALL, SMALL_PLAN))
    assert (page.tags["script"], page.tags["img"]) == (1, 0)
    assert [name for _, attributes in page.attributes for name in attributes if name.startswith("on")] == []
    assert page.words.count("{{ 7*7 }}") > 10
    assert harmless.tags["script"] == 1


def test_page_says_the_plan_in_words() -> None:
    words = Page(render_report(SMALL, SMALL_PLAN)).words
    for sentence in (
        "Green Deal 2026",
        "Tuesday 24 November 2026, 09:00–09:45 (UTC), 2 slots",
        "4 of the 5 meetings asked for are held. 1 of the 2 dialogues is held. The one seat asked for at them is given.",
        "900 of at most 1,000: up to 100 more may be possible (10 %)",
        "Lighting Tuesday 24 November 2026, 09:00–09:20 T0001, hall-a No moderator 1 of 4 seats taken",
        "Not held. This dialogue may be left out, and the plan does so.",
        "1 request of 5, the highest value first.",
        "Buyer Number 2 is busy in each of the 2 slots that suit them. Holding it would cost the plan more than it brings, which is proven",
        "SHA-256 abababababab…",
    ):
        assert words.count(sentence) >= 1, sentence


def test_empty_parts_say_what_will_stand_there() -> None:
    words = Page(render_report(EMPTY, NO_PLAN)).words
    for sentence in (
        "No slots yet",
        "Nothing is asked for yet",
        "The plan was asked for no goals",
        "No participants yet",
        "Nothing is held yet",
        "No participants and slots yet",
        "This event has no dialogues",
        "No requests yet",
    ):
        assert words.count(sentence) == 1, sentence


def test_plan_that_holds_everything_says_so() -> None:
    problem, plan = event(2, 2, 2, 4)
    words = Page(render_report(problem, plan)).words
    assert words.count("Every request is held: nothing is left over.") == 1
    assert words.count("Everybody with a request has at least one meeting.") == 1


def test_title_given_is_the_title() -> None:
    words = Page(render_report(SMALL, SMALL_PLAN, title="Rehearsal")).words
    assert (words.count("Rehearsal"), words.count("Green Deal 2026")) == (2, 0)


def test_half_a_character_in_a_name_does_not_stop_the_page() -> None:
    problem = replace(SMALL, name="half \ud83d")
    assert Page(render_report(problem, SMALL_PLAN)).words.count("half ?") == 2


def test_plan_of_another_event_is_refused() -> None:
    with pytest.raises(UnusableInput, match="the problem has no request"):
        render_report(EMPTY, SMALL_PLAN)


def test_first_real_event_stays_below_a_megabyte_and_a_half() -> None:
    problem, plan = event(160, 40, 12, 1000)
    page = render_report(problem, plan)
    assert len(page.encode()) < 1_500_000
    assert page.count('<th scope="row">Supplier Number 39<small>') == 1
    assert page.count("more would make this page too long") == 0


def test_largest_event_is_cut_and_says_so() -> None:
    problem, plan = event(5000, 1500, 24, 60_000)
    page = render_report(problem, plan)
    assert len(page.encode()) < 4_000_000
    words = Page(page).words
    assert words.count("499 of 6,500 participants are shown: more would make this page too long to open.") == 1
    assert words.count("The first 500 of 1,500 places in use are shown: more would make this page too long to open.") == 1
    assert words.count("24,000 requests of 60,000, the highest value first. The first 3,000 are listed") == 1


def test_same_plan_gives_the_same_page() -> None:
    assert render_report(SMALL, SMALL_PLAN) == render_report(SMALL, SMALL_PLAN)


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_keep_their_contrast(scheme: int) -> None:
    style = (STATIC / "report.css").read_text(encoding="utf-8")
    colour = dict(re.findall(r"--(\S+): (#[0-9a-f]{6})", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]))
    grounds = ("paper", "raised", "meeting", "dialogue", "wait", "away")
    assert [ground for ground in grounds if contrast(colour["ink"], colour[ground]) < 7] == []
    assert [ground for ground in grounds if contrast(colour["quiet"], colour[ground]) < 4.5] == []
    assert [text for text in ("accent", "good", "warn") if contrast(colour[text], colour["paper"]) < 4.5] == []
    assert [edge for edge in ("rule", "dialogue-edge") if contrast(colour[edge], colour["paper"]) < 3] == []


def test_font_is_the_one_that_was_taken_over() -> None:
    folder = files("matchmaking.report") / "static"
    vendored = tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))["source-sans-3"]
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in vendored["sha256"]} == vendored["sha256"]
    assert sorted(vendored["sha256"]) == sorted(item.name for item in folder.iterdir() if item.name.endswith(".woff2"))
