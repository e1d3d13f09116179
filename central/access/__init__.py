"""Who may ask the platform for something besides stations: staff in person, and other systems."""
