"""What pages take in, checked before a service sees it."""
