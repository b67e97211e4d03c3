-- A database as schema 2 leaves it, with made-up rows in every table; see test_schemas.py.
-- Not to be changed: it stands for the files that people have.
PRAGMA user_version = 2;
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
) STRICT;
INSERT INTO "audit" VALUES(1,1780000000000,NULL,'command line',NULL,'register_added','{"register": "Магазин"}');
INSERT INTO "audit" VALUES(2,1780000000005,5000000001,'Anna',-1002000000001,'granted','{"registers": ["Магазин"]}');
CREATE TABLE chats (
    id INTEGER PRIMARY KEY,  -- Telegram's chat id
    language TEXT,  -- NULL: the language of whoever asks
    hide_empty INTEGER NOT NULL DEFAULT 1 CHECK (hide_empty IN (0, 1))
, title TEXT NOT NULL DEFAULT '', denied_for_good INTEGER NOT NULL DEFAULT 0, menu TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "chats" VALUES(-1002000000001,NULL,1,'Shop & Co',0,'viewer');
INSERT INTO "chats" VALUES(5000000001,'ru',0,'Anna',0,'admin');
INSERT INTO "chats" VALUES(5000000002,NULL,1,'Vera',1,'');
CREATE TABLE grants (
    chat_id INTEGER NOT NULL,
    register_id INTEGER REFERENCES registers (id) ON DELETE CASCADE,  -- NULL: all, later ones too
    granted_at INTEGER NOT NULL
, ends_at INTEGER) STRICT;
INSERT INTO "grants" VALUES(5000000001,NULL,1780000000000,NULL);
INSERT INTO "grants" VALUES(-1002000000001,1,1780000000000,4102444800000);
INSERT INTO "grants" VALUES(-1002000000001,3,1780000000000,NULL);
CREATE TABLE links (
    token_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'admin', 'invite')),
    registers TEXT CHECK (registers IS NULL OR json_valid(registers)),  -- invite: ids; NULL: all registers
    grant_seconds INTEGER,  -- invite: how long the grant lasts once taken; NULL: for ever
    expires_at INTEGER NOT NULL
) STRICT;
INSERT INTO "links" VALUES('0000000000000000000000000000000000000000000000000000000000000000','invite','[1, 3]',86400,4102444800000);
INSERT INTO "links" VALUES('1111111111111111111111111111111111111111111111111111111111111111','admin',NULL,NULL,4102444800000);
CREATE TABLE looks (
    chat_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (chat_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO "looks" VALUES(-1002000000001,'2026-05-28',12);
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
INSERT INTO "registers" VALUES(1,'Магазин','магазин','shop-one','gAAAAABrBi2soHYQivHeingXhjq_SmX9ZKXffFyhRkTBSy2_9Wv780gUxZifSwCZWhOOHyFOy6pkjvXUcBJm_nNEdzX6_5m7OU0Rs2rPqMyyNcE_kew0gxg=',1,1780000000000);
INSERT INTO "registers" VALUES(3,'O''Brien; «Bar»','o''brien; «bar»','shop-three','gAAAAABrBi2skOflalzfROoJ8tWdKZ1CU_PGLVyUrx1GN22ZhtJeKs2mYKleS5CzasyC2N3w0symi9bHk_Lb97PllUpWuaEi6Fa98y3JnrC6wq9p8Z-vbfo=',4,1780000000001);
CREATE TABLE request_messages (
    request_id INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (request_id, chat_id)
) STRICT;
INSERT INTO "request_messages" VALUES(2,5000000001,17);
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    decided_at INTEGER  -- NULL: still open
) STRICT;
INSERT INTO "requests" VALUES(1,5000000002,1780000000000,1780000060000);
INSERT INTO "requests" VALUES(2,5000000003,1780000000001,NULL);
CREATE UNIQUE INDEX grants_by_chat ON grants (chat_id, ifnull(register_id, 0));
CREATE INDEX grants_by_register ON grants (register_id);
CREATE INDEX grants_by_end ON grants (ends_at) WHERE ends_at IS NOT NULL;
CREATE UNIQUE INDEX one_open_request_a_chat ON requests (chat_id) WHERE decided_at IS NULL;
CREATE INDEX requests_by_chat ON requests (chat_id, asked_at);
CREATE INDEX audit_by_event ON audit (event, chat_id, at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('registers',5);
INSERT INTO "sqlite_sequence" VALUES('requests',2);
COMMIT;
