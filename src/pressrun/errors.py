"""The ways a *run* can fail. A bad capture is never one of them: it is a finding (law 1)."""


class PressrunError(Exception):
    """A run that cannot go on; the message is one line for the user, `exit_code` is the process's."""

    exit_code = 1


class ConfigurationError(PressrunError):
    """The options, the environment or config.toml ask for something that cannot be: exit code 2."""

    exit_code = 2


class InputUnreachable(PressrunError):  # noqa: N818  the name says whose fault it is, as the law does
    """The inbox as a whole cannot be read: exit code 3, and the old edition stands."""

    exit_code = 3


class OutputUnwritable(PressrunError):  # noqa: N818
    """The edition cannot be written: exit code 3, and the old edition stands."""

    exit_code = 3


class OutputHeld(OutputUnwritable):
    """Another press is writing the same output: exit code 4."""

    exit_code = 4
