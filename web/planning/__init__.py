"""Planning runs, and the draft that organisers work on by hand."""
