"""Jernih: a public queue that strangers can check."""
