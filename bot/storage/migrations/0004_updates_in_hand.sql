-- Updates that Telegram was told are received before they were answered; a row goes when its
-- update is answered. What is left at a start was not, and is taken up then.
CREATE TABLE updates_in_hand (
    number INTEGER PRIMARY KEY,  -- Telegram's update_id
    sealed TEXT NOT NULL,  -- a Fernet token of the update as it came: it may hold a secret
    came_at INTEGER NOT NULL
) STRICT;
