"""Tiny events by what they are about: the hard rules, which each can be broken there, and the goals."""

from __future__ import annotations

from scheduler.problem import Problem
from tests.support.schedules import event

TWO_ZONES = {"T": {"zone": "east"}, "U": {"zone": "west"}}
TABLE = {"wanted": "ab", "must": False}
ROOM = {"T": {"capacity": 9}, "U": {"owner": "a"}}

RULE_EVENTS: dict[str, Problem] = {
    "request_held_once": event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "bc": {}}, TWO_ZONES),
    "request_must": event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {"must": True}, "bc": {}}),
    "fixed": event(
        [2], {"a": {}, "b": {}}, {"ab": {}, "ba": {}}, {"T": {}, "U": {}}, fixed=[{"request": "ab", "slot": "S2", "place": "U"}]
    ),
    "fixed where it is not open": event(
        [2], {"a": {}, "b": {}}, {"ab": {"places": ["T"]}}, {"T": {}, "U": {}}, fixed=[{"request": "ab", "slot": "S2", "place": "U"}]
    ),
    "own_slot": event([3], {"a": {}, "b": {}, "c": {}}, {"ab": {"slots": ["S2"]}, "bc": {"slots": []}, "ca": {}}),
    "allowed_place": event(
        [2],
        {"a": {"home": "B"}, "b": {}, "c": {}},
        {"ab": {}, "bc": {}, "ca": {"places": ["T"]}},
        {"T": {}, "U": {}, "B": {"owner": "a"}},
    ),
    "after": event([4], {"a": {}, "b": {}}, {"ab": {"slots": ["S1", "S3"]}, "ba": {"after": ["ab"]}, "ab2": {"after": ["ba"]}}),
    "after one that cannot be held": event(
        [2], {"a": {}, "b": {}}, {"ab": {"slots": []}, "ba": {"after": ["ab"]}, "ab2": {"slots": [], "after": ["ba"]}}
    ),
    "after on the day before": event([1, 2], {"a": {}, "b": {}, "c": {}, "d": {}}, {"ab": {}, "cd": {"after": ["ab"]}}),
    "available": event([3], {"a": {"unavailable": ["S1"]}, "b": {"unavailable": ["S3"]}, "c": {}}, {"ab": {}, "bc": {}, "ca": {}}),
    "parallel": event([2], {"a": {}, "b": {"parallel": 2}, "c": {}, "d": {}}, {"ab": {}, "bc": {}, "bd": {}, "bd2": {}}),
    "one_place": event(
        [2], {"a": {"parallel": 2}, "b": {}, "c": {}, "d": {}}, {"ab": {}, "ac": {}, "da": {}}, {"T": {"capacity": 2}, "U": {"capacity": 2}}
    ),
    "one_place of one meeting": event([1], {"a": {"parallel": 3}, "b": {}, "c": {}, "d": {}}, {"ab": {}, "ac": {}, "da": {}}, TWO_ZONES),
    "one_place for two at once": event(
        [1],
        {"a": {"parallel": 2}, "b": {"parallel": 2}, "c": {}, "d": {}},
        {"ab": {}, "ac": {}, "bd": {}, "ba": {}},
        {"T": {"capacity": 3}, "U": {"capacity": 2}, "V": {}},
    ),
    "one_place of a chain": event(
        [1],
        {"a": {}, "b": {"parallel": 2}, "c": {"parallel": 2}, "d": {}},
        {"ab": {}, "bc": {}, "cd": {}},
        {"T": {"capacity": 2}, "U": {"capacity": 2}},
    ),
    "max_meetings": event(
        [3],
        {"a": {"max_meetings": 2, "parallel": 2}, "b": {"max_meetings": 1}, "c": {"max_meetings": 0}},
        {"ab": {}, "ab2": {}, "ba": {}, "ca": {}},
    ),
    "capacity": event([2], {x: {} for x in "abcdef"}, {"ab": {}, "cd": {}, "ef": {}}, {"T": {}, "U": {}}),
    "capacity of two": event([1], {x: {} for x in "abcdefgh"}, {"ab": {}, "cd": {}, "ef": {}, "gh": {}}, {"T": {"capacity": 2}, "U": {}}),
    "capacity beside a table": event([2], {x: {} for x in "abcd"}, {"cd": {}}, {"T": {"capacity": 2}}, {"D": TABLE}),
    "capacity beside long tables": event(
        [3],
        {x: {} for x in "ab"},
        {},
        {"T": {}},
        {"D": {"length": 2, "wanted": "a", "must": False}, "E": {"length": 2, "wanted": "b", "must": False}},
    ),
    "dialogue_alone": event(
        [2], {x: {"parallel": 2} for x in "abc"}, {"ab": {}, "bc": {}}, ROOM, {"D": {"wanted": "b", "places": ["U"], "must": False}}
    ),
    "dialogue_alone for two slots": event(
        [3],
        {x: {"parallel": 2} for x in "abc"},
        {"ab": {}, "bc": {}},
        ROOM,
        {"D": {"length": 2, "wanted": "b", "places": ["U"], "must": False}},
    ),
    "dialogue_alone of dialogues": event(
        [2],
        {"a": {}},
        {},
        {"T": {}, "U": {}},
        {"D": {"wanted": "a", "places": ["T"], "must": False}, "E": {"wanted": "a", "places": ["U"], "must": False}},
    ),
    "dialogue_held_once": event([2], {"a": {}, "b": {}}, {}, None, {"D": TABLE}),
    "dialogue_must": event([2], {"a": {}, "b": {}}, {}, None, {"D": {"wanted": "ab"}}),
    "own_start": event([3], {"a": {}, "b": {}}, {}, None, {"D": {"starts": ["S2", "S3"], "length": 2, "wanted": "ab", "must": False}}),
    "own_place": event([2], {"a": {}}, {}, TWO_ZONES | {"V": {}}, {"D": {"wanted": "a", "places": ["T", "U"], "must": False}}),
    "within_a_day": event([2, 1], {"a": {}}, {}, None, {"D": {"wanted": "a", "length": 2, "must": False}}),
    "seats": event([1], {x: {} for x in "abcd"}, {}, None, {"D": {"seats": [2, 3], "wanted": "abcd", "must": False}}),
    "seat_wanted": event([2], {"a": {"unavailable": ["S1"]}, "b": {}, "c": {}}, {}, None, {"D": TABLE}),
    "role_minimum": event(
        [2],
        {"a": {"role": "buyer"}, "b": {"role": "buyer"}, "c": {"role": "supplier", "unavailable": ["S2"]}},
        {},
        None,
        {"D": {"wanted": "abc", "minimum": {"buyer": 1, "supplier": 1}, "must": False}},
    ),
    "role_minimum of nobody": event([1], {"a": {}}, {}, None, {"D": {"wanted": "a", "minimum": {"buyer": 1}, "must": False}}),
    "moderator": event(
        [2],
        {"a": {}, "b": {}, "c": {"unavailable": ["S1"]}},
        {"bc": {}},
        ROOM,
        {"D": {"wanted": "a", "moderators": ["b", "c"], "places": ["U"], "must": False}},
    ),
    "moderator who is the only one": event(
        [2],
        {"a": {}, "b": {"unavailable": ["S1"]}},
        {"ab": {}},
        ROOM,
        {"D": {"wanted": "a", "moderators": ["b"], "places": ["U"], "must": False}},
    ),
    "moderator who is nobody": event([2], {"a": {}}, {}, None, {"D": {"wanted": "a", "moderators": [], "must": False}}),
    "moderator_unseated": event(
        [1], {"a": {}, "b": {}, "c": {}}, {}, None, {"D": {"wanted": "abc", "moderators": ["a", "b"], "must": False}}
    ),
    "break_difference": event([4], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "bc": {}, "ab2": {}}, max_break_difference=0),
    "break_difference with waiting away": event(
        [4],
        {"a": {"unavailable": ["S2"]}, "b": {}, "c": {}},
        {"ab": {}, "ac": {}, "bc": {}},
        max_break_difference=0,
        unavailable_counts_as_break=True,
    ),
    "break_difference without waiting away": event(
        [5], {"a": {"unavailable": ["S3"]}, "b": {"unavailable": ["S2", "S4"]}}, {"ab": {}, "ba": {}, "ab2": {}}, max_break_difference=0
    ),
    "break_difference with one who does nothing": event([5], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "ba": {}}, max_break_difference=0),
    "break_difference of two who both have to wait": event(
        [5], {"a": {"unavailable": ["S3"]}, "b": {}}, {"ab": {"slots": ["S1"]}, "ba": {"slots": ["S4", "S5"]}}, max_break_difference=0
    ),
    "break_difference of one over two days": event(
        [3, 3],
        {name: {} for name in "abcde"},
        {"ab": {"slots": ["S1", "S2"]}, "ac": {"slots": ["S3"]}, "ad": {"slots": ["S4"]}, "ae": {"slots": ["S5", "S6"]}},
        max_break_difference=1,
    ),
    "break_difference around dialogues": event(
        [4],
        {"a": {"parallel": 2}, "b": {}},
        {"ab": {}},
        ROOM,
        {"D": {"wanted": "a", "length": 2, "places": ["U"], "must": False}},
        max_break_difference=0,
    ),
}

GOAL_EVENTS: dict[str, Problem] = {
    "seats and meetings": event(
        [2],
        {"a": {}, "b": {}, "c": {}},
        {"ab": {"value": 3}, "bc": {"value": 5}},
        ROOM,
        {"D": {"wanted": "ac", "places": ["U"], "starts": ["S1"], "must": False}},
    ),
    "three in four slots": event([4], {"a": {"floor": 2}, "b": {"floor": 3}, "c": {}}, {"ab": {"value": 3}, "bc": {"value": 5}, "ca": {}}),
    "away": event(
        [6],
        {"a": {"unavailable": ["S3"], "floor": 1}, "b": {"unavailable": ["S2", "S5"]}, "c": {}},
        {"ab": {}, "bc": {"value": 2}, "ca": {"slots": ["S1", "S5", "S6"]}},
    ),
    "away and waiting": event(
        [6],
        {"a": {"unavailable": ["S3"], "floor": 1}, "b": {"unavailable": ["S2", "S5"]}, "c": {}},
        {"ab": {}, "bc": {"value": 2}, "ca": {"slots": ["S1", "S5", "S6"]}},
        unavailable_counts_as_break=True,
    ),
    "away for long": event([5], {"a": {"unavailable": ["S2", "S3", "S4"]}, "b": {"unavailable": ["S3"]}, "c": {}}, {"ab": {}, "bc": {}}),
    "two days": event([3, 3], {"a": {}, "b": {}}, {"ab": {}, "ba": {"slots": ["S2", "S3", "S4", "S6"]}}),
    "two at once": event(
        [3],
        {"a": {"parallel": 2, "floor": 3}, "b": {}, "c": {"max_meetings": 1, "floor": 2}},
        {"ab": {}, "ac": {}, "bc": {"slots": ["S1", "S3"]}},
    ),
    "a long table": event(
        [4],
        {"a": {"parallel": 2}, "b": {}, "c": {"unavailable": ["S3"]}},
        {"ab": {}, "bc": {"slots": ["S1", "S4"]}},
        ROOM,
        {"D": {"wanted": "a", "moderators": ["c"], "length": 2, "places": ["U"], "must": False}},
    ),
    "zones": event([3], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "bc": {"places": ["U"]}, "ca": {"places": ["T"]}}, TWO_ZONES),
    "zones over two days": event([2, 2], {"a": {}, "b": {}, "c": {}}, {"ab": {"places": ["T"]}, "bc": {}}, TWO_ZONES),
    "a place without zone": event(
        [2], {"a": {}, "b": {}, "c": {}}, {"ab": {"places": ["T"]}, "bc": {"places": ["U", "V"]}, "ba": {}}, TWO_ZONES | {"V": {}}
    ),
    "zones of two at once": event(
        [2], {"a": {"parallel": 2}, "b": {}, "c": {}}, {"ab": {}, "ac": {}}, {"T": {"zone": "east", "capacity": 2}, "U": {"zone": "west"}}
    ),
    "zones of tables": event(
        [3],
        {"a": {}, "b": {}, "c": {}},
        {"ab": {"places": ["T"]}},
        TWO_ZONES,
        {
            "D": {"wanted": "a", "moderators": ["b", "c"], "starts": ["S2"], "must": False},
            "E": {"wanted": "b", "starts": ["S3"], "places": ["U"], "must": False},
        },
    ),
    "zones of a long table": event(
        [3],
        {"a": {}, "b": {}},
        {"ab": {"places": ["T"]}},
        TWO_ZONES,
        {"D": {"wanted": "a", "moderators": ["b"], "length": 2, "must": False}},
    ),
    "organisations": event(
        [1],
        {x: {"organisation": "City"} for x in "abcd"} | {"e": {"organisation": "Works"}, "f": {}, "g": {}},
        {},
        None,
        {"D": {"wanted": "abcdefg", "must": False}},
    ),
    "organisations at two tables": event(
        [2],
        {x: {"organisation": "City"} for x in "ab"} | {x: {"organisation": "Works"} for x in "cd"},
        {},
        {"T": {}, "U": {}},
        {
            "D": {"wanted": "abc", "starts": ["S1"], "must": False},
            "E": {"wanted": "cdb", "starts": ["S2", "S1"], "places": ["T"], "must": False},
        },
    ),
    "nobody asked for": event([2], {"a": {"floor": 2}, "b": {"unavailable": ["S1", "S2"]}, "c": {"max_meetings": 0}}, {"ab": {}, "ca": {}}),
    "nothing at all": event([], {}, {}, {}),
}
