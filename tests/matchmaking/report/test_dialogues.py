"""Dialogues of a report, with their seats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaking.programme import programme
from matchmaking.report.dialogues import DialogueCard, dialogue_cards
from scheduler.plan import HeldDialogue
from tests.support.reported_event import HELD, PLAN, PROBLEM


def test_dialogue_cards_name_seats_and_those_left_out() -> None:
    lighting, dropped = dialogue_cards(PROBLEM, HELD)
    assert (lighting.topic, lighting.when, lighting.place, lighting.seats) == (
        "Lighting",
        "Tuesday 24 November 2026, 09:00–09:45",
        "round",
        "1 of 8 seats taken",
    )
    assert (lighting.moderator, [who.id for who in lighting.seated], [who.id for who in lighting.left]) == (
        PROBLEM.participants[3],
        ["B1"],
        ["B2"],
    )
    assert (dropped.topic, dropped.when, dropped.seated, [who.id for who in dropped.left]) == ("D2", "", (), ["S1"])


SEATS = [(0, 8, "0 of 8 seats taken"), (1, 8, "1 of 8 seats taken"), (1, None, "1 seat taken"), (2, None, "2 seats taken")]


@pytest.mark.parametrize(("seated", "most", "told"), SEATS)
def test_seats_are_told_with_their_limit_if_there_is_one(seated: int, most: int | None, told: str) -> None:
    assert DialogueCard("t", "", "", None, PROBLEM.participants[:seated], most, ()).seats == told


def test_dialogues_held_come_in_time_order_before_those_that_are_not() -> None:
    later = replace(PLAN, dialogues=(HeldDialogue("D1", "S4", "round", "F1", ("B1",)), HeldDialogue("D2", "S1", "T1", None, ("S1",))))
    first, second = dialogue_cards(PROBLEM, programme(PROBLEM, later))
    assert (first.topic, first.place, first.moderator, first.left) == ("D2", "T1, hall-a", None, ())
    assert second.topic == "Lighting"
    assert [card.topic for card in dialogue_cards(PROBLEM, ())] == ["Lighting", "D2"]
