"""Property tests run without a deadline: a machine that is busy elsewhere is not a fault of the code."""

from hypothesis import settings

settings.register_profile("citycard", deadline=None)
settings.load_profile("citycard")
