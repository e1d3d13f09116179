"""Upload, download and the online calls of a station."""
