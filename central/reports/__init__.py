"""What leaves the platform as tables: after an activity, at the end of a month, at the end of a day."""
