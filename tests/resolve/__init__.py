"""Resolving organisations and people."""
