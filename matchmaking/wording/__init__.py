"""What the checker finds, in words: for whoever wrote the files, and for people, in their language."""

from __future__ import annotations

from matchmaking.wording.bounds import standing_in_words
from matchmaking.wording.sentences import LANGUAGES, for_people, in_words

__all__ = ["LANGUAGES", "for_people", "in_words", "standing_in_words"]
