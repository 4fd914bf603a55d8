"""The rules: a folder of samples each, and tests for what samples cannot show."""
