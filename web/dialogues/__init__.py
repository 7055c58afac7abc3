"""Market dialogues: their moderators, and who would like a seat."""
