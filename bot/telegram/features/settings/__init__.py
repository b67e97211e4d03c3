"""/settings: what a chat has chosen: its time zone, and what its screens show."""
