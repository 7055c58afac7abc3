"""All of an event out as spreadsheets, and people, requests and absences in."""
