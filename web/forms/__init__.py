"""Forms: what a page takes in, checked before a service sees it."""
