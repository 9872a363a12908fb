"""Fetching, against a server on this machine that plays the sites."""
