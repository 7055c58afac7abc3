"""Who takes part, and what a registration lacks."""

from __future__ import annotations

import pytest

from matchmaking.planning.attendance import RegistrationState, Role, is_active, missing, takes_part


def test_only_the_approved_take_part_and_no_organiser() -> None:
    found = {(role, state) for role in Role for state in RegistrationState if takes_part(role, state)}
    assert found == {(role, RegistrationState.APPROVED) for role in (Role.BUYER, Role.SUPPLIER, Role.FACILITATOR)}


def test_who_was_refused_or_has_left_no_longer_counts() -> None:
    assert {state.value for state in RegistrationState if not is_active(state)} == {"refused", "left"}


@pytest.mark.parametrize(
    ("role", "lacks"),
    [
        (Role.SUPPLIER, ("name", "organisation", "offers")),
        (Role.BUYER, ("name", "organisation", "needs")),
        (Role.FACILITATOR, ("name",)),
        (Role.ORGANISER, ("name",)),
    ],
)
def test_each_role_lacks_what_it_has_to_say(role: Role, lacks: tuple[str, ...]) -> None:
    assert missing(role, name="", has_organisation=False, written=0) == lacks
    assert missing(role, name="An", has_organisation=True, written=1) == ()
