-- Admins who came by a link. Those of ADMIN_IDS are not here: the setting decides about them.
CREATE TABLE admins (
    user_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

-- One-time links. The token stands in the link only; what is kept cannot be turned back into it.
CREATE TABLE links (
    token_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'admin', 'invite')),
    registers TEXT CHECK (registers IS NULL OR json_valid(registers)),  -- invite: ids; NULL: all registers
    grant_seconds INTEGER,  -- invite: how long the grant lasts once taken; NULL: for ever
    expires_at INTEGER NOT NULL
) STRICT;

ALTER TABLE grants ADD COLUMN ends_at INTEGER;  -- NULL: for ever
CREATE INDEX grants_by_end ON grants (ends_at) WHERE ends_at IS NOT NULL;

ALTER TABLE chats ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN denied_for_good INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN menu TEXT NOT NULL DEFAULT '';  -- whose command menu was set for it

CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    decided_at INTEGER  -- NULL: still open
) STRICT;
CREATE UNIQUE INDEX one_open_request_a_chat ON requests (chat_id) WHERE decided_at IS NULL;
CREATE INDEX requests_by_chat ON requests (chat_id, asked_at);

-- The messages that told admins of a request, to be edited when one of them has decided.
CREATE TABLE request_messages (
    request_id INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (request_id, chat_id)
) STRICT;

-- Who did what, when and where. No secret and no amount is ever written here.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER,  -- NULL: the command line, or the bot itself
    user_name TEXT NOT NULL,  -- as it was then
    chat_id INTEGER,  -- where it happened, or whom it is about
    event TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details))
) STRICT;
CREATE INDEX audit_by_event ON audit (event, chat_id, at);

-- Looks at balances, counted a chat and a day (UTC).
CREATE TABLE looks (
    chat_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (chat_id, day)
) STRICT, WITHOUT ROWID;
