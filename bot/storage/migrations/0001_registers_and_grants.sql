-- Times are UTC, in milliseconds since 1970. Amounts live inside readings as text.

CREATE TABLE registers (
    -- AUTOINCREMENT: an id is never given twice, so an old button cannot open a new register.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE,  -- the name without case, as it is looked up
    login TEXT NOT NULL,
    secret TEXT NOT NULL,  -- a Fernet token, never the secret itself
    secret_version INTEGER NOT NULL DEFAULT 1,
    added_at INTEGER NOT NULL
) STRICT;

-- What a chat has chosen. A row here gives no rights.
CREATE TABLE chats (
    id INTEGER PRIMARY KEY,  -- Telegram's chat id
    language TEXT,  -- NULL: the language of whoever asks
    hide_empty INTEGER NOT NULL DEFAULT 1 CHECK (hide_empty IN (0, 1))
) STRICT;

CREATE TABLE grants (
    chat_id INTEGER NOT NULL,
    register_id INTEGER REFERENCES registers (id) ON DELETE CASCADE,  -- NULL: all, later ones too
    granted_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX grants_by_chat ON grants (chat_id, ifnull(register_id, 0));
CREATE INDEX grants_by_register ON grants (register_id);

-- The last reading of each register, to be shown when the next one fails.
CREATE TABLE readings (
    register_id INTEGER PRIMARY KEY REFERENCES registers (id) ON DELETE CASCADE,
    as_of INTEGER NOT NULL,  -- when CrystalPAY answered
    balances TEXT NOT NULL CHECK (json_valid(balances))
) STRICT;
