"""Who may meet whom, and how often one may ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import pytest

from matchmaking.planning.attendance import Role
from matchmaking.planning.event import Quota, Strength
from matchmaking.planning.meeting_rules import NoMeeting, Used, contradiction, is_same_person, roles_can_meet, used_up, why_no_meeting

MUST, LIKE, NOT = Strength


@dataclass(frozen=True)
class Somebody:
    event_id: int
    person_id: int
    role: Role
    takes_part: bool = True


BUYER, SUPPLIER = Somebody(1, 1, Role.BUYER), Somebody(1, 2, Role.SUPPLIER)


def test_buyers_meet_suppliers_and_suppliers_each_other() -> None:
    found = {(one, other) for one, other in product(Role, Role) if roles_can_meet(one, other)}
    assert found == {(Role.BUYER, Role.SUPPLIER), (Role.SUPPLIER, Role.BUYER), (Role.SUPPLIER, Role.SUPPLIER)}


@pytest.mark.parametrize(
    "other",
    [replace(SUPPLIER, event_id=2), replace(SUPPLIER, person_id=1), replace(SUPPLIER, takes_part=False)],
    ids=["another event", "the same person", "not approved"],
)
def test_two_who_are_not_both_there_cannot_meet(other: Somebody) -> None:
    assert (why_no_meeting(BUYER, other), why_no_meeting(other, BUYER)) == (NoMeeting.APART, NoMeeting.APART)


def test_two_can_meet_or_their_roles_forbid_it() -> None:
    assert (why_no_meeting(BUYER, SUPPLIER), why_no_meeting(BUYER, replace(SUPPLIER, role=Role.BUYER))) == (None, NoMeeting.ROLES)
    assert why_no_meeting(replace(BUYER, role=Role.FACILITATOR), SUPPLIER) is NoMeeting.ROLES


def test_one_person_in_two_roles_is_the_same_person() -> None:
    assert (is_same_person(BUYER, replace(SUPPLIER, person_id=1)), is_same_person(BUYER, SUPPLIER)) == (True, False)


@pytest.mark.parametrize(
    ("used", "strength", "part"),
    [
        (Used(2, 0), LIKE, None),
        (Used(3, 0), LIKE, "wishes"),
        (Used(3, 1), MUST, "wishes"),
        (Used(2, 1), MUST, "musts"),
        (Used(2, 1), LIKE, None),
        (Used(9, 9), NOT, None),
    ],
)
def test_quota_is_used_up_by_what_was_asked_for(used: Used, strength: Strength, part: str | None) -> None:
    assert used_up(Quota(wishes=3, musts=1), used, strength) == part
    assert used_up(Quota(), used, strength) is None


@pytest.mark.parametrize(
    ("quota", "part"),
    [
        (Quota(wishes=2, musts=3), "musts"),
        (Quota(wishes=3, musts=3), None),
        (Quota(musts=3), None),
        (Quota(max_meetings=2, floor=3), "floor"),
        (Quota(max_meetings=3, floor=3), None),
        (Quota(floor=3), None),
        (Quota(wishes=1, musts=2, max_meetings=1, floor=2), "musts"),
    ],
)
def test_quota_that_contradicts_itself(quota: Quota, part: str | None) -> None:
    assert contradiction(quota) == part
