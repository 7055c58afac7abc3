"""An event as its organisers set it up: facts, times, places, words and weights."""
