"""The command line and the web application."""
