"""The carrier's own program: driver, protocol, simulator, conformance kit."""
