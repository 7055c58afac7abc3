"""English."""

from __future__ import annotations

from matchmaking.wording.english_claims import CLAIMS
from matchmaking.wording.language import WITH_A_DIALOGUE, Language
from scheduler.checker import Rule

RULES = {
    Rule.UNKNOWN_REQUEST: "a meeting of {request}: there is no such request",
    Rule.UNKNOWN_SLOT: "{request} is held in {slot}: there is no such slot",
    Rule.UNKNOWN_PLACE: "{request} is held at {place}: there is no such place",
    Rule.REQUEST_HELD_ONCE: "{request} is held {found:times}: {slots}",
    Rule.OWN_SLOT: "{request} is held {at}, which is not among its slots",
    Rule.ALLOWED_PLACE: "{request} is held {at} at {place}, which is not open to it",
    Rule.REQUEST_MUST: "{request} must be held and is not",
    Rule.FIXED_NOT_HELD: "{request} is fixed {spot}, and is not held",
    Rule.FIXED_ELSEWHERE: "{request} is fixed {spot}, and is held {other_spot}",
    Rule.AFTER: "{request} {at} has to come after {other_request} {other_at}",
    Rule.UNKNOWN_DIALOGUE: "a table of {dialogue}: there is no such dialogue",
    Rule.UNKNOWN_START: "{dialogue} starts in {slot}: there is no such slot",
    Rule.UNKNOWN_DIALOGUE_PLACE: "{dialogue} {at} is at {place}: there is no such place",
    Rule.UNKNOWN_MODERATOR: "{dialogue} {at} is moderated by {who}: there is no such participant",
    Rule.UNKNOWN_SEATED: "{dialogue} {at} seats {who}: there is no such participant",
    Rule.DIALOGUE_HELD_ONCE: "{dialogue} is held {found:times}: {slots}",
    Rule.DIALOGUE_MUST: "{dialogue} must be held and is not",
    Rule.OWN_START: "{dialogue} starts {at}, which is not among its starts",
    Rule.OWN_PLACE: "{dialogue} {at} is at {place}, which is not among its places",
    Rule.WITHIN_A_DAY: "{dialogue} {at} takes {found:slots} and would run past the end of its day",
    Rule.SEATS_LEAST: "{dialogue} {at} seats {found}, at least {allowed} needed",
    Rule.SEATS_MOST: "{dialogue} {at} seats {found}, at most {allowed} allowed",
    Rule.SEATED_ONCE: "{dialogue} {at} seats {who} {found:times}",
    Rule.SEAT_WANTED: "{dialogue} {at} seats {who}, who did not ask for it",
    Rule.ROLE_MINIMUM: "{dialogue} {at} seats {found} of the role {role}, at least {allowed} needed",
    Rule.MODERATOR_NOT_NEEDED: "{dialogue} {at} needs no moderator and has {who}",
    Rule.MODERATOR_MISSING: "{dialogue} {at} has no moderator",
    Rule.MODERATOR_OTHER: "{dialogue} {at} is moderated by {who}, who is not one of its moderators",
    Rule.MODERATOR_UNSEATED: "{dialogue} {at}: its moderator {who} has a seat too",
    Rule.AVAILABLE: "{who} is unavailable {at} and has {doing}",
    Rule.PARALLEL: "{who} holds {found:meetings} at once {at}, at most {allowed}: {doing}",
    Rule.ONE_PLACE: "{who} is at {found:places} at once {at}: {places}",
    Rule.DIALOGUE_ALONE: "{who} is in a dialogue and in something else {at}: {doing}",
    Rule.MAX_MEETINGS: "{who} holds {found:meetings}, at most {allowed}",
    Rule.CAPACITY: "{place} is over its capacity of {allowed} {at}: {doing}",
    f"{Rule.CAPACITY}{WITH_A_DIALOGUE}": "{place} is taken as a whole by a dialogue {at}, and holds more: {doing}",
    Rule.BREAK_DIFFERENCE: "{who} has {found:breaks} more than {other}: they may differ by at most {allowed}",
}

ENGLISH = Language(
    code="en",
    sentences=RULES | CLAIMS,
    nouns={
        "meetings": ("meeting", "meetings"),
        "breaks": ("break", "breaks"),
        "slots": ("slot", "slots"),
        "places": ("place", "places"),
        "times": ("time", "times"),
    },
    none_is_one=False,
    roles={},
    conjunction="and",
    nobody="nobody",
    nothing="none",
    pair="{first} with {second}",
    in_slot="in {slot}",
    at_time="at {time}",
    at_time_on_day="at {time} on {day}",
    at_place="at {place}",
    dialogue_id="dialogue {name}",
    dialogue_topic="the dialogue “{topic}”",
)
