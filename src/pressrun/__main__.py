"""Lets `python -m pressrun` do what `pressrun` does."""

from pressrun.cli import main

main()
