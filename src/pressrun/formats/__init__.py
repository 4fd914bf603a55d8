"""One file a format: a Feed, or an edition's contents, to bytes.

The modules are imported by whoever needs one, not here: feedgen costs 80 ms of start-up (law 12).
"""
