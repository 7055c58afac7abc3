"""What is wrong inside an event's data: each fault planted once, and named with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matchmaking.demo import load_demo
from matchmaking.planning import EventData, faults_of
from matchmaking.planning.event import Absence, DialogueLock, Lock, SeatWish, Strength

DEMO = load_demo()


def told(data: EventData) -> list[str]:
    return [str(fault) for fault in faults_of(data)]


def with_rows(kind: str, rows: tuple[Any, ...]) -> EventData:
    changed: dict[str, Any] = {kind: rows}
    return replace(DEMO, **changed)


def changed_rows(kind: str, row: int, **values: Any) -> EventData:
    rows = list(getattr(DEMO, kind))
    rows[row] = replace(rows[row], **values)
    return with_rows(kind, tuple(rows))


def doubled(kind: str) -> EventData:
    rows = getattr(DEMO, kind)
    return with_rows(kind, (*rows, rows[0]))


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (changed_rows("participants", 0, organisation="O9"), ["participants[0]: 'O9' is no organisation"]),
        (changed_rows("participants", 1, people=0), ["participants[1]: people has to be at least 1"]),
        (changed_rows("participants", 2, max_meetings=-1), ["participants[2]: max_meetings has to be at least 0"]),
        (changed_rows("places", 0, owner="S99"), ["places[0].owner: 'S99' is no participant"]),
        (changed_rows("places", 0, capacity=0), ["places[0].capacity: has to be at least 1"]),
        (changed_rows("offers", 0, supplier="S99"), ["offers[0].supplier: 'S99' is no participant"]),
        (changed_rows("offers", 0, product_group="VEH"), ["offers[0].product_group: 'VEH' is no product group"]),
        (changed_rows("offers", 0, strategies=("B3", "C9")), ["offers[0].strategies: 'C9' is no strategy"]),
        (changed_rows("offers", 0, business_models=("gift",)), ["offers[0].business_models: 'gift' is no business model"]),
        (changed_rows("needs", 0, buyer="B999"), ["needs[0].buyer: 'B999' is no participant"]),
        (changed_rows("needs", 0, product_group="VEH"), ["needs[0].product_group: 'VEH' is no product group"]),
        (changed_rows("needs", 0, goals=("F",)), ["needs[0].goals: 'F' is no goal"]),
        (changed_rows("needs", 0, strategies=("C9",)), ["needs[0].strategies: 'C9' is no strategy"]),
        (changed_rows("needs", 0, step="8"), ["needs[0].step: '8' is no step"]),
        (changed_rows("dialogues", 0, theme="money"), ["dialogues[0].theme: 'money' is no theme"]),
        (changed_rows("dialogues", 0, product_group="VEH"), ["dialogues[0].product_group: 'VEH' is no product group"]),
        (changed_rows("dialogues", 0, moderators=("F9",)), ["dialogues[0].moderators: 'F9' is no participant"]),
        (changed_rows("dialogues", 0, places=("T99",)), ["dialogues[0].places: 'T99' is no place"]),
        (changed_rows("dialogues", 0, length=0), ["dialogues[0].length: has to be at least 1"]),
        (changed_rows("dialogues", 0, seats=(6, 5)), ["dialogues[0].seats: has to be two numbers, the least first"]),
        (
            changed_rows("dialogues", 0, wanted=(SeatWish("B001", Strength.MUST), SeatWish("B001", Strength.MUST))),
            ["dialogues[0].wanted: the participant 'B001' occurs twice"],
        ),
        (changed_rows("requests", 0, asked="S99"), ["requests[0]: 'S99' is no participant"]),
        (changed_rows("absences", 0, participant="S99"), ["absences[0].participant: 'S99' is no participant"]),
        (
            replace(DEMO, absences=(Absence("S01", "attends a session", session="lunch"),)),
            ["absences[0].session: 'lunch' is no session"],
        ),
        (
            replace(DEMO, absences=(Absence("S01", "elsewhere", start=DEMO.event.slots[1].start, end=DEMO.event.slots[0].end),)),
            ["absences[0]: has to end after it starts"],
        ),
        (replace(DEMO, locks=(Lock(("S01", "S01"), "slot-01"),)), ["locks[0]: nobody can meet themselves"]),
        (
            replace(DEMO, locks=(Lock(("S01", "B001"), "slot-99", "T99"),)),
            ["locks[0].slot: 'slot-99' is no slot", "locks[0].place: 'T99' is no place"],
        ),
        (
            replace(DEMO, locks=(Lock(("S01", "B001"), "slot-01"), Lock(("B001", "S01"), "slot-02"))),
            ["locks: the lock of 'B001+S01' occurs twice"],
        ),
        (replace(DEMO, event=replace(DEMO.event, timezone="Europe/Meïgem")), ["event.timezone: 'Europe/Meïgem' is no time zone"]),
        (
            replace(DEMO, event=replace(DEMO.event, breaks=(replace(DEMO.event.breaks[0], end=DEMO.event.breaks[0].start),))),
            ["event.breaks[0]: has to end after it starts"],
        ),
        (
            replace(DEMO, event=replace(DEMO.event, slots=(DEMO.event.slots[1], DEMO.event.slots[0], *DEMO.event.slots[2:]))),
            ["event.slots[1]: starts before the slot above it ends"],
        ),
        (doubled("organisations"), ["organisations: the id 'supplier-01' occurs twice"]),
        (doubled("participants"), ["participants: the id 'S01' occurs twice"]),
        (doubled("offers"), ["offers: the id 'S01-1' occurs twice"]),
        (doubled("needs"), ["needs: the id 'B001-1' occurs twice"]),
        (doubled("dialogues"), ["dialogues: the id 'dialogue-construction' occurs twice"]),
        (doubled("places"), ["places: the id 'table-01' occurs twice"]),
    ],
)
def test_planted_fault_is_named(data: EventData, faults: list[str]) -> None:
    assert told(data) == faults


def test_asking_somebody_twice_or_oneself_is_a_fault() -> None:
    first, second = DEMO.requests[:2]
    again = replace(second, asker=first.asker, asked=first.asked)
    assert told(replace(DEMO, requests=(first, again))) == [f"requests: the request of '{first.asker} about {first.asked}' occurs twice"]
    assert told(replace(DEMO, requests=(replace(first, asked=first.asker),))) == ["requests[0]: nobody can meet themselves"]


def test_ids_that_would_blur_a_pair_are_a_fault() -> None:
    people = tuple(replace(person, id="S+1") if person.id == "F1" else person for person in DEMO.participants)
    dialogues = tuple(replace(dialogue, moderators=("F2",)) for dialogue in DEMO.dialogues)
    absences = tuple(absence for absence in DEMO.absences if absence.participant != "F1")
    data = replace(DEMO, participants=people, dialogues=dialogues, absences=absences)
    assert told(data) == [f"participants[{people.index(people[-5])}]: an id may not hold '+'"]


def test_owner_of_two_booths_is_a_fault() -> None:
    owner = DEMO.places[-1].owner
    assert told(changed_rows("places", 0, owner=owner)) == [f"places: the booth of '{owner}' occurs twice"]


def test_demo_has_no_fault() -> None:
    assert told(DEMO) == []


def test_lock_of_a_dialogue_is_within_what_the_dialogue_allows() -> None:
    dialogue = DEMO.dialogues[0]
    fine = DialogueLock(DEMO.event.slots[0].id, dialogue.places[0], dialogue.moderators[0])
    assert told(changed_rows("dialogues", 0, lock=fine)) == []
    assert told(changed_rows("dialogues", 0, lock=DialogueLock("slot-99", "T99", "S01"))) == [
        "dialogues[0].lock.slot: 'slot-99' is no slot",
        "dialogues[0].lock.place: 'T99' is no place of the dialogue",
        "dialogues[0].lock.moderator: 'S01' is no moderator of it",
    ]


def test_person_in_two_roles_cannot_meet_itself() -> None:
    asker = DEMO.participant[DEMO.requests[0].asker]
    people = tuple(replace(p, email=asker.email.upper()) if p.id == DEMO.requests[0].asked else p for p in DEMO.participants)
    assert told(replace(DEMO, participants=people, requests=DEMO.requests[:1])) == ["requests[0]: nobody can meet themselves"]
    unknown = tuple(replace(p, email="") if p.id in (asker.id, DEMO.requests[0].asked) else p for p in DEMO.participants)
    assert told(replace(DEMO, participants=unknown, requests=DEMO.requests[:1])) == []


def test_slots_may_touch_but_not_overlap() -> None:
    one, other = DEMO.event.slots[:2]
    touching = replace(DEMO.event, slots=(one, replace(other, start=one.end), *DEMO.event.slots[2:]))
    assert told(replace(DEMO, event=touching)) == []


def test_slots_may_follow_each_other_without_a_pause() -> None:
    first, second, *others = DEMO.event.slots
    assert told(replace(DEMO, event=replace(DEMO.event, slots=(replace(first, end=second.start), second, *others)))) == []
