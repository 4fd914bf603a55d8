"""The clock: presses an inbox now and again, until it is told to stop (FACTS §5)."""
