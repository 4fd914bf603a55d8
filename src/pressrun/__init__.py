"""Pressrun: a folder of captured digests goes in, an edition of valid feeds comes out."""

__version__ = "0.1.0"
