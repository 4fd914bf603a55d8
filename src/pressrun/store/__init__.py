"""The disk: the inbox read safely, documents published whole, and the lock."""
