"""Answers to other systems, and the lists of patrons that those answers rest on."""
