"""What a run knows while it goes on."""
