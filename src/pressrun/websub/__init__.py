"""Hubs: they are told which feeds have changed, and tell the subscribers (W3C WebSub, PubSubHubbub 0.4)."""
