"""Spoil every form in the ways that people and attackers do, and see that nothing typed is lost and that each fault is said.

A form is listed once as a `Case`, by the name of the view that it goes to: where it stands, what to fill in so that it is taken,
and which fields complain about what. The lists are `tests/support/web/bad_input_organisers.py` and those beside it; `CASES` and `BUTTONS`
of `tests/web/test_bad_input.py` take them together, and a view that takes a form and stands in none of them makes it fail.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.web.forms import Form, Reader, faults_of
from tests.support.web.stage import Stage
from web.core.form import tidy

LONG = "a ï 😀 " * 1500
# Short enough for every field; with what breaks markup, templates, SQL, CSV, logs and the direction of writing.
WORDS = "=1'\"><script>alert(7)</script>{{7*7}}%s\x00\x1b\u202e😀"
NOT_A_NUMBER, NO_DAY, NO_TIME, NO_MOMENT = "9" * 40, "2031-13-45", "25:61", "0000-00-00T99:99"
WRONG = {
    "number": NOT_A_NUMBER,
    "date": NO_DAY,
    "time": NO_TIME,
    "datetime-local": NO_MOMENT,
    "email": "no address",
    "url": "javascript:alert(7)",
}
Values = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Contradiction:
    """Values that cannot hold together, each fine by itself, and beside which fields the page says so; none: above the form."""

    values: Values
    faults: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """One form of the app.

    Attributes
    ----------
    actor, page
        Who fills it in, and the view on whose page it stands.
    valid
        What to fill in so that it is taken, besides what stands in it already; ``<name>`` is what has that name in addresses.
    missing, too_long, wrong
        The ids of the fields that complain where nothing is filled in, where all texts are far too long, and where numbers, times,
        addresses and choices are none. A form that may stay empty has no ``missing``.
    """

    actor: str
    page: str
    valid: Values = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    too_long: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    contradictions: tuple[Contradiction, ...] = ()
    arguments: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def named_arguments(self, names: Mapping[str, str]) -> dict[str, str]:
        """What stands in the addresses of page and form, where it is not the usual."""
        return {argument: named(value, names) for argument, value in self.arguments.items()}


@dataclass
class Desk:
    """A form on its page, before somebody with a browser who fills it in."""

    browser: FlaskClient
    case: Case
    action: str
    form: Form
    names: Mapping[str, str]

    def filled(self, **changed: str | list[str]) -> dict[str, list[str]]:
        """What is sent of the form where it is filled in as it should be, but for what is ``changed``."""
        sent = self.form.sent()
        for name, value in {**self.case.valid, **changed}.items():
            sent[name] = [named(each, self.names) for each in ([value] if isinstance(value, str) else value)]
        return sent

    def send(self, values: Mapping[str, list[str]]) -> TestResponse:
        data: MultiDict[str, object] = MultiDict([(name, value) for name, given in values.items() for value in given])
        for name, content in self.case.files.items():
            if name not in values:
                data[name] = (io.BytesIO(content), f"{name}.csv")
        return self.browser.post(self.action, data=data)


def sit_down(stage: Stage, endpoint: str, case: Case) -> Desk:
    """Open the page of a form as whoever fills it in."""
    arguments = case.named_arguments(stage.arguments)
    browser, action = stage.browser_of(case.actor), stage.address(endpoint, **arguments)
    page = browser.get(stage.address(case.page, **arguments))
    assert page.status_code == 200, f"{case.page} answers {page.status_code}"
    return Desk(browser, case, action, Reader(page.text).form(action), stage.arguments)


def named(value: str, names: Mapping[str, str]) -> str:
    """What ``<name>`` stands for; anything else stands for itself."""
    return names[value[1:-1]] if value.startswith("<") and value[1:-1] in names else value


def nothing(desk: Desk) -> dict[str, list[str]]:
    """The form with all fields empty and nothing ticked or chosen."""
    hidden = {name: values for name, values in desk.form.sent().items() if desk.form.fields[name].kind == "hidden"}
    typed = {name: [""] for name, each in desk.form.visible().items() if each.typed or each.kind == "select"}
    return hidden | typed | {name: [""] for name in desk.case.files}


def too_long(desk: Desk) -> dict[str, list[str]]:
    """The form filled in, with far too much of text in every field that takes some."""
    return desk.filled() | {
        name: [LONG.strip()] for name, each in desk.form.fields.items() if each.kind in ("text", "textarea", "tel", "search")
    }


def wrong(desk: Desk) -> dict[str, list[str]]:
    """The form filled in, with numbers, days, times, addresses and choices that are none."""
    spoilt = {name: [WRONG[each.kind]] for name, each in desk.form.fields.items() if each.kind in WRONG}
    return (
        desk.filled() | spoilt | {name: ["no such choice"] for name, each in desk.form.fields.items() if each.kind in ("select", "radio")}
    )


def hostile(desk: Desk) -> dict[str, list[str]]:
    """The form filled in, with hostile words in every field that takes words."""
    return desk.filled() | {name: [WORDS] for name, each in desk.form.fields.items() if each.kind in ("text", "textarea", "tel", "search")}


WAYS = {"missing": nothing, "too_long": too_long, "wrong": wrong}


def assert_words_are_words(html: str) -> None:
    """Hostile words stand on a page as words, if they stand there at all."""
    assert "<script>alert(7)" not in html
    assert "49%s" not in html


def assert_kept_and_told(desk: Desk, sent: Mapping[str, list[str]], response: TestResponse, faults: frozenset[str]) -> None:
    """The same form again, with all that was typed in it, and beside each of these fields what is wrong with it; and no other."""
    assert response.status_code == 422, response.text
    page = Reader(response.text)
    again, messages = page.form(desk.action), faults_of(page)
    assert set(messages) == {re.sub("<(\\w+)>", lambda name: desk.names[name[1]], fault) for fault in faults}
    assert all(messages.values()), f"a fault without words: {messages}"
    assert "valid" not in " ".join(messages.values()), f"a fault that does not say what to do: {messages}"
    assert "faults" in page.texts, "the faults are not summed up above the form"
    for name, each in again.visible().items():
        if each.typed:
            # A text of several lines comes back with the line ends of forms.
            assert [tidy(value) for value in each.values] == [tidy(value) for value in sent.get(name, [""])], name
        elif each.kind in ("checkbox", "radio", "select"):
            possible = [value for value in sent.get(name, []) if value in each.choices]
            assert (each.kind == "select" and not possible) or sorted(each.values) == sorted(possible), name
        if each.invalid:
            assert f"{each.id}-fault" in each.described_by.split(), f"{name} does not name its fault to a screen reader"
