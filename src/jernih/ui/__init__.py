"""Furniture that every page shares: layout, components, form fields, doors, words. Knows no app."""
