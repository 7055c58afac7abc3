"""MiniZinc data files: assignments of numbers, sets and arrays, as far as instances are written in them.

Understood are integers, sets (``{1, 2}``, ``1..3``, ``{1} union 4..6``), arrays (``[1, 2]``, ``[{1}, {}]``), rows
(``[| 1, 2 | 3, 4 |]``), ``array1d`` and ``array2d``, ``<>``, strings, booleans, names assigned before, and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from matchmaking.convert.faults import FaultList, quoted

MOST_DIGITS = 15
DEEPEST = 8

# What is not closed takes the rest of the line or file with it, so that the text is gone through only once.
_TOKEN = re.compile(
    r"""(?P<blank>\s+|%[^\n]*|/\*.*?\*/)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
      | (?P<string>"(?:[^"\\\n]|\\[^\n])*+")
      | (?P<word>[A-Za-z_][A-Za-z_0-9]*|'[^'\n]+')
      | (?P<sign>\.\.|\[\||\|\]|<>|[-+\[\]{}()|,=;:])
      | (?P<unclosed>/\*.*|["'][^\n]*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class IntSet:
    """A set of integers as ranges, which may overlap; kept so because ``1..1000000000`` is short to write."""

    ranges: tuple[range, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A two-dimensional array; its rows can differ in length."""

    rows: tuple[tuple[Value, ...], ...]


Value = int | float | str | bool | None | IntSet | Rows | tuple["Value", ...]


class Assignment(NamedTuple):
    """A value and the line on which its name stands."""

    value: Value
    line: int


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


class _Syntax(Exception):
    def __init__(self, token: _Token, expected: str) -> None:
        self.line = token.line
        found = "the file ends" if token.kind == "end" else f"{quoted(token.text)} stands"
        super().__init__(f"{found} where {expected} is expected")


def parse_data(text: str, faults: FaultList) -> dict[str, Assignment]:
    """Read all assignments of a data file.

    Parameters
    ----------
    text
        The file.
    faults
        Takes what cannot be read, by line; the assignment concerned is left out.
    """
    return _Parser(text, faults).parse()


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "blank":
            yield _Token(kind, match.group(), line)
        line += match.group().count("\n")
    yield _Token("end", "", line)


class _Parser:
    def __init__(self, text: str, faults: FaultList) -> None:
        self._stream = _tokens(text)
        self._token = next(self._stream)
        self._faults = faults
        self._found: dict[str, Assignment] = {}
        self._depth = 0

    def parse(self) -> dict[str, Assignment]:
        while self._token.kind != "end":
            try:
                self._assignment()
            except _Syntax as error:
                self._faults.add(f"line {error.line}", str(error))
                self._skip_statement()
        return self._found

    def _assignment(self) -> None:
        name = self._token
        if name.kind != "word":
            raise _Syntax(name, "a name")
        self._advance()
        self._expect("=")
        value = self._value()
        if self._token.kind != "end":
            self._expect(";")
        if name.text in self._found:
            self._faults.add(f"line {name.line}", f"{name.text} is given a second time; the first is on line {self._found[name.text].line}")
            return
        self._found[name.text] = Assignment(value, name.line)

    def _value(self) -> Value:
        if self._depth == DEEPEST:
            raise _Syntax(self._token, "something less deeply nested")
        self._depth += 1
        value = self._range()
        while self._token.text == "union" and isinstance(value, IntSet):
            self._advance()
            token, other = self._token, self._range()
            if not isinstance(other, IntSet):
                raise _Syntax(token, "a set")
            value = IntSet(value.ranges + other.ranges)
        self._depth -= 1
        return value

    def _range(self) -> Value:
        token, first = self._token, self._single()
        if self._token.text != "..":
            return first
        self._advance()
        last = self._single()
        if not isinstance(first, int) or not isinstance(last, int):
            raise _Syntax(token, "a range of whole numbers")
        return IntSet((range(first, last + 1),) if first <= last else ())

    def _single(self) -> Value:
        token = self._token
        if token.kind == "number" or token.text in ("-", "+"):
            return self._number()
        if token.kind == "word":
            return self._word()
        if token.kind != "string" and token.text not in ("<>", "[", "[|", "{"):
            raise _Syntax(token, "a value")
        self._advance()
        if token.text == "{":
            return self._set(token)
        if token.text == "[|":
            return self._rows()
        if token.text == "[":
            return tuple(self._list(("]",)))
        return token.text[1:-1] if token.kind == "string" else None

    def _list(self, closing: tuple[str, ...], consume: bool = True) -> list[Value]:
        items: list[Value] = []
        while self._token.text not in closing:
            items.append(self._value())
            if self._token.text not in closing:
                self._expect(",", 'a comma or "' + '" or "'.join(closing) + '"')
        if consume:
            self._advance()
        return items

    def _rows(self) -> Rows:
        rows: list[tuple[Value, ...]] = []
        while self._token.text not in ("|]", "]"):
            rows.append(tuple(self._list(("|", "|]"), consume=False)))
            if self._token.text == "|":
                self._advance()
        self._advance()
        return Rows(tuple(rows))

    def _set(self, start: _Token) -> IntSet:
        ranges: list[range] = []
        for item in self._list(("}",)):
            if isinstance(item, IntSet):
                ranges.extend(item.ranges)
            elif isinstance(item, int) and not isinstance(item, bool):
                ranges.append(range(item, item + 1))
            else:
                raise _Syntax(start, "a set of whole numbers")
        return IntSet(tuple(ranges))

    def _number(self) -> int | float:
        sign = 1
        if self._token.text in ("-", "+"):
            sign = -1 if self._token.text == "-" else 1
            self._advance()
        token = self._token
        if token.kind != "number":
            raise _Syntax(token, "a number")
        self._advance()
        if len(token.text) > MOST_DIGITS:
            raise _Syntax(token, f"a number of at most {MOST_DIGITS} digits")
        return sign * int(token.text) if token.text.isdigit() else sign * float(token.text)

    def _word(self) -> Value:
        token = self._token
        self._advance()
        if token.text in ("true", "false"):
            return token.text == "true"
        if token.text in ("array1d", "array2d"):
            return self._shaped(token)
        if token.text in self._found:
            return self._found[token.text].value
        raise _Syntax(token, "a value or a name that was given one before")

    def _shaped(self, token: _Token) -> Value:
        self._expect("(")
        *shape, content = self._list((")",)) or [None]
        if not isinstance(content, tuple) or len(shape) != int(token.text[5]):
            raise _Syntax(token, f"{token.text} of index sets and an array")
        if len(shape) == 1:
            return content
        width = _size(shape[1])
        if width == 0 or len(content) % width:
            raise _Syntax(token, f"array2d whose {len(content)} values fill its rows")
        return Rows(tuple(content[i : i + width] for i in range(0, len(content), width)))

    def _expect(self, text: str, expected: str = "") -> None:
        if self._token.text != text or self._token.kind != "sign":
            raise _Syntax(self._token, expected or f'"{text}"')
        self._advance()

    def _advance(self) -> None:
        self._token = next(self._stream, self._token)

    def _skip_statement(self) -> None:
        self._depth = 0
        while self._token.text != ";" and self._token.kind != "end":
            self._advance()
        self._advance()


def _size(indices: Value) -> int:
    return sum(len(part) for part in indices.ranges) if isinstance(indices, IntSet) else 0
