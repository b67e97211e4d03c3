"""Properties are tried as often as it takes, not as long: a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("pure", deadline=None, max_examples=15)
settings.load_profile("pure")
