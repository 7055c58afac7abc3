"""Published plans: versions, agendas, calendars, and the mails about them."""
