"""The commands of `bms`, one a file; each is imported only when it is called."""
