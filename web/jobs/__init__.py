"""Work that nobody waits for: planning runs and mail. Rows are the truth, the queue only delivers."""
