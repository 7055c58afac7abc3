"""What tests are made with: events, plans, judges and real servers. No test imports a test."""
