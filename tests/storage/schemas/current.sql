CREATE TABLE admins (
    user_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER,  -- NULL: the command line, or the bot itself
    user_name TEXT NOT NULL,  -- as it was then
    chat_id INTEGER,  -- where it happened, or whom it is about
    event TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details))
, request TEXT) STRICT;
CREATE INDEX audit_by_event ON audit (event, chat_id, at);
CREATE UNIQUE INDEX audit_by_request ON audit (request, event) WHERE request IS NOT NULL;
CREATE TABLE changes (
    method_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    description_id INTEGER NOT NULL,
    amount TEXT,  -- NULL: CrystalPAY does not list it any more
    PRIMARY KEY (method_id, at),
    FOREIGN KEY (method_id, description_id) REFERENCES descriptions (method_id, id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE chats (
    id INTEGER PRIMARY KEY,  -- Telegram's chat id
    language TEXT,  -- NULL: the language of whoever asks
    hide_empty INTEGER NOT NULL DEFAULT 1 CHECK (hide_empty IN (0, 1))
, title TEXT NOT NULL DEFAULT '', denied_for_good INTEGER NOT NULL DEFAULT 0, menu TEXT NOT NULL DEFAULT '', user_language TEXT NOT NULL DEFAULT '', timezone TEXT, show_changes INTEGER NOT NULL DEFAULT 1, dark_charts INTEGER NOT NULL DEFAULT 0, viewed_at INTEGER) STRICT;
CREATE TABLE descriptions (
    id INTEGER PRIMARY KEY,
    method_id INTEGER NOT NULL REFERENCES methods (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    accuracy INTEGER NOT NULL,
    UNIQUE (method_id, name, currency, accuracy),
    UNIQUE (method_id, id)
) STRICT;
CREATE TABLE grants (
    chat_id INTEGER NOT NULL,
    register_id INTEGER REFERENCES registers (id) ON DELETE CASCADE,  -- NULL: all, later ones too
    granted_at INTEGER NOT NULL
, ends_at INTEGER, end_told_at INTEGER) STRICT;
CREATE UNIQUE INDEX grants_by_chat ON grants (chat_id, ifnull(register_id, 0));
CREATE INDEX grants_by_end ON grants (ends_at)
    WHERE ends_at IS NOT NULL AND end_told_at IS NULL;
CREATE INDEX grants_by_register ON grants (register_id);
CREATE INDEX grants_by_told_end ON grants (end_told_at) WHERE end_told_at IS NOT NULL;
CREATE TABLE "links" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'admin', 'invite')),
    registers TEXT CHECK (registers IS NULL OR json_valid(registers)),  -- invite: ids; NULL: all
    grant_seconds INTEGER,  -- invite: how long the grant lasts once taken; NULL: for ever
    expires_at INTEGER NOT NULL,
    made_by TEXT NOT NULL DEFAULT ''  -- the name of the admin, as it was then
) STRICT;
CREATE INDEX links_by_expiry ON links (expires_at);
CREATE TABLE looks (
    chat_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (chat_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX looks_by_day ON looks (day);
CREATE TABLE methods (
    id INTEGER PRIMARY KEY,
    register_id INTEGER NOT NULL REFERENCES registers (id) ON DELETE CASCADE,
    key TEXT NOT NULL,  -- CrystalPAY's internal name of it
    UNIQUE (register_id, key)
) STRICT;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL,  -- what it is about, like «request:17»: one message a subject and chat
    chat_id INTEGER NOT NULL,
    thread_id INTEGER,  -- the topic of a forum
    kind TEXT NOT NULL,  -- what is said
    facts TEXT NOT NULL CHECK (json_valid(facts)),  -- of what; made into words when it is sent
    revision INTEGER NOT NULL DEFAULT 1,  -- grows when something else is to be said
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sending', 'sent', 'uncertain', 'undeliverable')),
    due_at INTEGER,  -- not before; of one that is being sent: when its try is over. NULL: never
    attempts INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0,  -- how many answers to a new message were lost
    message_id INTEGER,  -- of the message in the chat, which is edited from then on
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_change ON outbox (changed_at);
CREATE INDEX outbox_by_chat ON outbox (chat_id, state);
CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX outbox_by_subject ON outbox (subject, chat_id, ifnull(thread_id, 0));
CREATE TABLE readings (
    register_id INTEGER PRIMARY KEY REFERENCES registers (id) ON DELETE CASCADE,
    as_of INTEGER NOT NULL,  -- when CrystalPAY answered
    balances TEXT NOT NULL CHECK (json_valid(balances))
) STRICT;
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
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    decided_at INTEGER  -- NULL: still open
, asked_by TEXT NOT NULL DEFAULT '', user_id INTEGER, thread_id INTEGER, batch INTEGER) STRICT;
CREATE INDEX closed_requests ON requests (decided_at) WHERE decided_at IS NOT NULL;
CREATE UNIQUE INDEX one_open_request_a_chat ON requests (chat_id) WHERE decided_at IS NULL;
CREATE INDEX open_requests ON requests (asked_at) WHERE decided_at IS NULL;
CREATE INDEX requests_by_batch ON requests (batch) WHERE batch IS NOT NULL;
CREATE INDEX requests_by_chat ON requests (chat_id, asked_at);
CREATE INDEX requests_by_time ON requests (asked_at);
CREATE TABLE spans (
    register_id INTEGER NOT NULL REFERENCES registers (id) ON DELETE CASCADE,
    began INTEGER NOT NULL,
    ended INTEGER NOT NULL CHECK (ended >= began),  -- the last reading
    problem TEXT,  -- why the next reading failed; NULL: none did, or nobody read it
    PRIMARY KEY (register_id, began)
) STRICT, WITHOUT ROWID;
CREATE TABLE updates_in_hand (
    number INTEGER PRIMARY KEY,  -- Telegram's update_id
    sealed TEXT NOT NULL,  -- a Fernet token of the update as it came: it may hold a secret
    came_at INTEGER NOT NULL
) STRICT;
