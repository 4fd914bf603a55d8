"""The network: an edition served to readers, read only, and nothing outside it."""
