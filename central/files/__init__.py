"""Files for people and other systems: CSV in and out, XLSX out. One way of each, so that every area's files are alike."""
