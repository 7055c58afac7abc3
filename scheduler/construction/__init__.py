"""Plans from nothing: a first one, slots for chosen meetings, and places for meetings that have a slot."""
