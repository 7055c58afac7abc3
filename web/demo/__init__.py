"""The demo event in the database of the web app."""
