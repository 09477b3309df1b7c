"""The faces of surveys."""
