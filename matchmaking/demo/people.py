"""Invented people: names that no two share, and addresses at example.org."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from matchmaking.demo.texts import text


def slug(words: str) -> str:
    """Write words in plain lower-case letters, digits and hyphens."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")


@dataclass
class People:
    """Makes people one by one; remembers the names that are taken."""

    chance: random.Random
    bank: dict[str, Any] = field(default_factory=lambda: text("people"))
    taken: set[str] = field(default_factory=set)

    def name(self, language: str) -> tuple[str, str]:
        """Draw a first name and a surname that nobody has yet, surnames being used up before one comes back."""
        pool = self.bank["fr" if language == "fr" else "nl"]
        surnames = [surname for surname in pool["last"] if surname not in self.taken] or pool["last"]
        while True:
            first, last = self.chance.choice(pool["first"]), self.chance.choice(surnames)
            if f"{first} {last}" not in self.taken:
                self.taken |= {last, f"{first} {last}"}
                return first, last

    def address(self, first: str, last: str, organisation: str) -> str:
        """Make the mail address of a name at an organisation."""
        return f"{slug(first)}.{slug(last).replace('-', '')}@{slug(organisation)}.example.org"

    def function(self, role: str, language: str) -> str:
        """Draw what somebody does; ``role`` is a product group for buyers."""
        functions = self.bank["functions"][role]
        choices: list[str] = functions.get(language, functions["nl"])
        return self.chance.choice(choices)
