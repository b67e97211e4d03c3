-- A database as schema 6 leaves it, with made-up rows in every table; see test_schemas.py.
-- Not to be changed: it stands for the files that people have.
PRAGMA user_version = 6;
BEGIN TRANSACTION;
CREATE TABLE admins (
    user_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
INSERT INTO "admins" VALUES(5000000001,'Anna',1780000000000);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER,  -- NULL: the command line, or the bot itself
    user_name TEXT NOT NULL,  -- as it was then
    chat_id INTEGER,  -- where it happened, or whom it is about
    event TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details))
, request TEXT) STRICT;
INSERT INTO "audit" VALUES(1,1780000000000,NULL,'command line',NULL,'register_added','{"register": "Магазин"}',NULL);
INSERT INTO "audit" VALUES(2,1780000000005,5000000001,'Anna',-1002000000001,'granted','{"registers": ["Магазин"]}','message:-1:5');
CREATE TABLE changes (
    method_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    description_id INTEGER NOT NULL,
    amount TEXT,  -- NULL: CrystalPAY does not list it any more
    PRIMARY KEY (method_id, at),
    FOREIGN KEY (method_id, description_id) REFERENCES descriptions (method_id, id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO "changes" VALUES(1,1780000000000,1,'0.0005');
INSERT INTO "changes" VALUES(2,1780000000000,2,'100.1');
CREATE TABLE chats (
    id INTEGER PRIMARY KEY,  -- Telegram's chat id
    language TEXT,  -- NULL: the language of whoever asks
    hide_empty INTEGER NOT NULL DEFAULT 1 CHECK (hide_empty IN (0, 1))
, title TEXT NOT NULL DEFAULT '', denied_for_good INTEGER NOT NULL DEFAULT 0, menu TEXT NOT NULL DEFAULT '', user_language TEXT NOT NULL DEFAULT '', timezone TEXT, show_changes INTEGER NOT NULL DEFAULT 1, dark_charts INTEGER NOT NULL DEFAULT 0, viewed_at INTEGER) STRICT;
INSERT INTO "chats" VALUES(-1002000000001,NULL,1,'Shop & Co',0,'viewer','',NULL,1,0,NULL);
INSERT INTO "chats" VALUES(5000000001,'ru',0,'Anna',0,'admin','ru',NULL,1,0,NULL);
INSERT INTO "chats" VALUES(5000000002,NULL,1,'Vera',1,'','',NULL,1,0,NULL);
CREATE TABLE descriptions (
    id INTEGER PRIMARY KEY,
    method_id INTEGER NOT NULL REFERENCES methods (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    accuracy INTEGER NOT NULL,
    UNIQUE (method_id, name, currency, accuracy),
    UNIQUE (method_id, id)
) STRICT;
INSERT INTO "descriptions" VALUES(1,1,'Bitcoin','BTC',8);
INSERT INTO "descriptions" VALUES(2,2,'USDT TRC-20','USDT',6);
CREATE TABLE grants (
    chat_id INTEGER NOT NULL,
    register_id INTEGER REFERENCES registers (id) ON DELETE CASCADE,  -- NULL: all, later ones too
    granted_at INTEGER NOT NULL
, ends_at INTEGER, end_told_at INTEGER) STRICT;
INSERT INTO "grants" VALUES(5000000001,NULL,1780000000000,NULL,NULL);
INSERT INTO "grants" VALUES(-1002000000001,1,1780000000000,4102444800000,NULL);
INSERT INTO "grants" VALUES(-1002000000001,3,1780000000000,NULL,NULL);
INSERT INTO "grants" VALUES(5000000002,1,1780000000000,1780086400000,1780086400005);
CREATE TABLE "links" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'admin', 'invite')),
    registers TEXT CHECK (registers IS NULL OR json_valid(registers)),  -- invite: ids; NULL: all
    grant_seconds INTEGER,  -- invite: how long the grant lasts once taken; NULL: for ever
    expires_at INTEGER NOT NULL,
    made_by TEXT NOT NULL DEFAULT ''  -- the name of the admin, as it was then
) STRICT;
INSERT INTO "links" VALUES(1,'0000000000000000000000000000000000000000000000000000000000000000','invite','[1, 3]',86400,4102444800000,'Anna');
INSERT INTO "links" VALUES(2,'1111111111111111111111111111111111111111111111111111111111111111','admin',NULL,NULL,4102444800000,'');
CREATE TABLE looks (
    chat_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (chat_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO "looks" VALUES(-1002000000001,'2026-05-28',12);
CREATE TABLE methods (
    id INTEGER PRIMARY KEY,
    register_id INTEGER NOT NULL REFERENCES registers (id) ON DELETE CASCADE,
    key TEXT NOT NULL,  -- CrystalPAY's internal name of it
    UNIQUE (register_id, key)
) STRICT;
INSERT INTO "methods" VALUES(1,1,'BITCOIN');
INSERT INTO "methods" VALUES(2,1,'USDTTRC');
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
INSERT INTO "outbox" VALUES(1,'request:2',5000000001,NULL,'request','{}',1,'sent',NULL,0,0,17,1780000000000);
CREATE TABLE readings (
    register_id INTEGER PRIMARY KEY REFERENCES registers (id) ON DELETE CASCADE,
    as_of INTEGER NOT NULL,  -- when CrystalPAY answered
    balances TEXT NOT NULL CHECK (json_valid(balances))
) STRICT;
INSERT INTO "readings" VALUES(1,1780000000000,'[["BITCOIN", "Bitcoin", "0.0005", "BTC", 8], ["USDTTRC", "USDT TRC-20", "100.1", "USDT", 6]]');
INSERT INTO "readings" VALUES(3,1780000000000,'[]');
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
INSERT INTO "registers" VALUES(1,'Магазин','магазин','shop-one','gAAAAABrBi2sGYSEFztZZPAEcPsJRB4wNbcYZ09ovgxURhin5WBExKZ5Hwy6ARTy20sO7NCxqhevbaZfY5CLLGwQZ6_JlFYI_A7CFHZxy7NPMCNyMMboh9I=',1,1780000000000);
INSERT INTO "registers" VALUES(3,'O''Brien; «Bar»','o''brien; «bar»','shop-three','gAAAAABrBi2sul2LuHBwClPGdx_dEwikzDA9_m3dH-yO1B-7X45bCnVIFagtGp2CR2r0-D5kZNLrzINVUs35BPkL1SABcY_dhNxeuD4nHWdt11IAM7MtQlw=',4,1780000000001);
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    decided_at INTEGER  -- NULL: still open
, asked_by TEXT NOT NULL DEFAULT '', user_id INTEGER, thread_id INTEGER, batch INTEGER) STRICT;
INSERT INTO "requests" VALUES(1,5000000002,1780000000000,1780000060000,'',NULL,NULL,NULL);
INSERT INTO "requests" VALUES(2,5000000003,1780000000001,NULL,'Boris',5000000003,NULL,NULL);
CREATE TABLE spans (
    register_id INTEGER NOT NULL REFERENCES registers (id) ON DELETE CASCADE,
    began INTEGER NOT NULL,
    ended INTEGER NOT NULL CHECK (ended >= began),  -- the last reading
    problem TEXT,  -- why the next reading failed; NULL: none did, or nobody read it
    PRIMARY KEY (register_id, began)
) STRICT, WITHOUT ROWID;
INSERT INTO "spans" VALUES(1,1780000000000,1780000000000,NULL);
INSERT INTO "spans" VALUES(3,1780000000000,1780000000000,NULL);
CREATE TABLE updates_in_hand (
    number INTEGER PRIMARY KEY,  -- Telegram's update_id
    sealed TEXT NOT NULL,  -- a Fernet token of the update as it came: it may hold a secret
    came_at INTEGER NOT NULL
) STRICT;
INSERT INTO "updates_in_hand" VALUES(700000001,'gAAAAABrBi2sYxN-1ZWnh0LpFYBhmRq9aSAOaSHD9dDkYcuS6vB_z9CVE_XYBEnYe2gO9xs-sAS94cASK1njWsfLugC5s5k5HF1kknr1spSahWN0h9ZiFl0=',4102444800000);
CREATE UNIQUE INDEX grants_by_chat ON grants (chat_id, ifnull(register_id, 0));
CREATE INDEX grants_by_register ON grants (register_id);
CREATE UNIQUE INDEX one_open_request_a_chat ON requests (chat_id) WHERE decided_at IS NULL;
CREATE INDEX requests_by_chat ON requests (chat_id, asked_at);
CREATE INDEX audit_by_event ON audit (event, chat_id, at);
CREATE UNIQUE INDEX outbox_by_subject ON outbox (subject, chat_id, ifnull(thread_id, 0));
CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_by_chat ON outbox (chat_id, state);
CREATE INDEX outbox_by_change ON outbox (changed_at);
CREATE UNIQUE INDEX audit_by_request ON audit (request, event) WHERE request IS NOT NULL;
CREATE INDEX links_by_expiry ON links (expires_at);
CREATE INDEX open_requests ON requests (asked_at) WHERE decided_at IS NULL;
CREATE INDEX requests_by_time ON requests (asked_at);
CREATE INDEX requests_by_batch ON requests (batch) WHERE batch IS NOT NULL;
CREATE INDEX closed_requests ON requests (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX grants_by_end ON grants (ends_at)
    WHERE ends_at IS NOT NULL AND end_told_at IS NULL;
CREATE INDEX grants_by_told_end ON grants (end_told_at) WHERE end_told_at IS NOT NULL;
CREATE INDEX looks_by_day ON looks (day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',1);
INSERT INTO "sqlite_sequence" VALUES('links',2);
INSERT INTO "sqlite_sequence" VALUES('registers',5);
INSERT INTO "sqlite_sequence" VALUES('requests',2);
COMMIT;
