"""The forms of a page as a browser reads them: their fields with what stands in them, and what the page says is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
BUTTONS = frozenset({"submit", "button", "image", "reset"})


@dataclass
class Field:
    """One name of a form; ``values`` is what a browser would send of it, ``choices`` what it lets people choose from."""

    name: str
    kind: str
    id: str = ""
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    invalid: bool = False
    described_by: str = ""

    @property
    def typed(self) -> bool:
        """Whether people type into it freely, and whatever they typed can stand in it again."""
        return self.kind in ("text", "search", "email", "tel", "url", "textarea", "number", "date", "time", "datetime-local")


@dataclass
class Form:
    """``fields`` by name, without buttons."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def sent(self) -> dict[str, list[str]]:
        """What a browser sends when the form is sent as it stands."""
        return {name: list(each.values) for name, each in self.fields.items() if each.values and each.kind != "file"}

    def visible(self) -> dict[str, Field]:
        return {name: each for name, each in self.fields.items() if each.kind != "hidden"}


class Reader(HTMLParser):
    """Reads a page once; ``forms`` in their order, ``texts`` what stands in the elements that have an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.texts: dict[str, str] = {}
        self._form: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def form(self, action: str) -> Form:
        """The form that goes to an address, without its query."""
        found = [form for form in self.forms if form.action.partition("?")[0] == action and form.method == "post"]
        assert found, f"the page has no form that goes to {action}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, at.get("id", "")))
        if tag == "form":
            self._form = Form(at.get("action", ""), at.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "option" and self._select is not None:
            self._option(at)
        elif tag in ("input", "textarea", "select") and self._form is not None and at.get("type") not in BUTTONS and at.get("name"):
            self._field(tag, at)

    def handle_endtag(self, tag: str) -> None:
        if tag in [name for name, _id in self._open]:
            while self._open.pop()[0] != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            if self._select and not self._select.values:
                self._select.values = self._select.choices[:1]
            self._select = None

    def handle_data(self, data: str) -> None:
        for _tag, id_ in self._open:
            if id_:
                self.texts[id_] = self.texts.get(id_, "") + data
        if self._area is not None:
            # A line end after the tag is the markup's.
            begun = self._area.values[0] if self._area.values else ""
            self._area.values = [begun + data if begun else data.removeprefix("\r").removeprefix("\n")]

    def _field(self, tag: str, at: dict[str, str]) -> None:
        assert self._form is not None
        kind = at.get("type", "text") if tag == "input" else tag
        found = self._form.fields.setdefault(at["name"], Field(at["name"], kind, at.get("id", "")))
        found.invalid = found.invalid or at.get("aria-invalid") == "true"
        found.described_by += " " + at.get("aria-describedby", "")
        if tag == "textarea":
            self._area, found.values = found, [""]
        elif tag == "select":
            self._select = found
        elif kind in ("checkbox", "radio"):
            found.choices.append(at.get("value", "on"))
            found.values += [at.get("value", "on")] if "checked" in at else []
        elif kind != "file":
            found.values.append(at.get("value", ""))

    def _option(self, at: dict[str, str]) -> None:
        assert self._select is not None
        self._select.choices.append(at.get("value", ""))
        if "selected" in at:
            self._select.values.append(at.get("value", ""))


def faults_of(page: Reader) -> dict[str, str]:
    """What the page says is wrong, by the id of the field beside which it stands."""
    return {id_.removesuffix("-fault"): text.strip() for id_, text in page.texts.items() if id_.endswith("-fault")}
