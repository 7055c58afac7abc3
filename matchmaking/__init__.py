"""The domain around the scheduler: what comes in as spreadsheets, what goes out as calendars and reports."""
