"""What the checker finds wrong, as records: they are compared as they are, and put in words only where somebody reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """A hard rule that a plan breaks; where a rule can be broken in ways that one tells apart, each way has its own."""

    UNKNOWN_REQUEST = "unknown_request"
    UNKNOWN_SLOT = "unknown_slot"
    UNKNOWN_PLACE = "unknown_place"
    REQUEST_HELD_ONCE = "request_held_once"
    OWN_SLOT = "own_slot"
    ALLOWED_PLACE = "allowed_place"
    REQUEST_MUST = "request_must"
    FIXED_NOT_HELD = "fixed_not_held"
    FIXED_ELSEWHERE = "fixed_elsewhere"
    AFTER = "after"
    UNKNOWN_DIALOGUE = "unknown_dialogue"
    UNKNOWN_START = "unknown_start"
    UNKNOWN_DIALOGUE_PLACE = "unknown_dialogue_place"
    UNKNOWN_MODERATOR = "unknown_moderator"
    UNKNOWN_SEATED = "unknown_seated"
    DIALOGUE_HELD_ONCE = "dialogue_held_once"
    DIALOGUE_MUST = "dialogue_must"
    OWN_START = "own_start"
    OWN_PLACE = "own_place"
    WITHIN_A_DAY = "within_a_day"
    SEATS_LEAST = "seats_least"
    SEATS_MOST = "seats_most"
    SEATED_ONCE = "seated_once"
    SEAT_WANTED = "seat_wanted"
    ROLE_MINIMUM = "role_minimum"
    MODERATOR_NOT_NEEDED = "moderator_not_needed"
    MODERATOR_MISSING = "moderator_missing"
    MODERATOR_OTHER = "moderator_other"
    MODERATOR_UNSEATED = "moderator_unseated"
    AVAILABLE = "available"
    PARALLEL = "parallel"
    ONE_PLACE = "one_place"
    DIALOGUE_ALONE = "dialogue_alone"
    MAX_MEETINGS = "max_meetings"
    CAPACITY = "capacity"
    BREAK_DIFFERENCE = "break_difference"


class Claim(StrEnum):
    """Something that a plan says of itself and that is not so."""

    PROBLEM_HASH = "problem_hash"
    GOALS_IN_ORDER = "goals_in_order"
    ACHIEVED = "achieved"
    BEYOND_BOUND = "beyond_bound"
    CALLED_PROVEN = "called_proven"
    CALLED_NOT_PROVEN = "called_not_proven"
    STATUS = "status"
    NEITHER_HELD_NOR_LEFT = "neither_held_nor_left"
    LEFT_UNKNOWN = "left_unknown"
    HELD_AND_LEFT = "held_and_left"
    LEFT_TWICE = "left_twice"
    NO_REASON = "no_reason"
    REASON_UNKNOWN = "reason_unknown"
    REASON_CONCERNS = "reason_concerns"
    REASON_WRONG = "reason_wrong"
    BUSY_SLOTS = "busy_slots"
    BUSY_STRANGER = "busy_stranger"
    TAKEN_SLOTS = "taken_slots"
    MOVING_WITHOUT_REMEDY = "moving_without_remedy"
    CALLED_BY_MOVING = "called_by_moving"
    CALLED_NOT_BY_MOVING = "called_not_by_moving"
    REMEDY_WRONG = "remedy_wrong"
    BOUND_NOT_RECOMPUTED = "bound_not_recomputed"
    EVIDENCE_OF_NO_GOAL = "evidence_of_no_goal"
    EVIDENCE_UNKNOWN = "evidence_unknown"
    EVIDENCE_UNFIT = "evidence_unfit"
    EVIDENCE_WEAK = "evidence_weak"
    BEYOND_EVIDENCE = "beyond_evidence"
    NO_EVIDENCE = "no_evidence"


class Against(StrEnum):
    """What speaks against a reason or a remedy; it stands in `Violation.because`, never alone."""

    BOTH_AVAILABLE = "both_available"
    NOT_FULL = "not_full"
    NOT_AT_LIMIT = "not_at_limit"
    BOTH_FREE = "both_free"
    NEVER_BOTH_FREE = "never_both_free"
    PLACE_FREE = "place_free"
    CHANGE_UNKNOWN = "change_unknown"
    CHANGE_CONCERNS = "change_concerns"
    NONE_OF_THE_TWO = "none_of_the_two"
    NO_SLOT = "no_slot"
    NO_PLACE = "no_place"
    MOVED_UNKNOWN = "moved_unknown"
    SLOTS_OR_ONE_MORE = "slots_or_one_more"
    MOVED_FIXED = "moved_fixed"
    MOVED_WHERE_NOT_ALLOWED = "moved_where_not_allowed"
    CANNOT_MEET = "cannot_meet"
    BUSY = "busy"
    PLACE_TAKEN = "place_taken"
    MOVED_OUT_OF_ORDER = "moved_out_of_order"
    OUT_OF_ORDER = "out_of_order"
    LIMIT_REACHED = "limit_reached"
    SLOT_NOT_ALLOWED = "slot_not_allowed"
    NOWHERE = "nowhere"
    UNAVAILABLE = "unavailable"
    IN_DIALOGUE = "in_dialogue"
    NO_PLACE_LEFT = "no_place_left"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a plan, in the ids of its problem; an id may be one that the problem does not have.

    Attributes
    ----------
    rule
        What is broken.
    participants, requests, dialogues, slots, places
        Whom and what it is about, the one that comes first in a sentence first.
    role, goal
        Where it is about one.
    found, allowed
        What there is of something, and what there may or has to be; of a claim what is said, and what is so.
    said, true
        The same where these are no numbers: hashes, codes, lists of ids.
    because
        What shows it, where the rest does not.
    """

    rule: Rule | Claim | Against
    participants: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    dialogues: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    role: str = ""
    goal: str = ""
    found: int | None = None
    allowed: int | None = None
    said: tuple[str, ...] = ()
    true: tuple[str, ...] = ()
    because: Violation | None = None

    @property
    def excess(self) -> int:
        """How far what there is lies from what is allowed; 0 where neither is a number."""
        return 0 if self.found is None or self.allowed is None else abs(self.found - self.allowed)
