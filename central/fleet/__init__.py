"""Stations over their lives, after enrolment (`central.stations`): tokens, epochs, successors, heartbeats, wipes."""
