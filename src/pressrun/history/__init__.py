"""What an edition remembers of a digest: which of its items go on, and whether they say something new."""
