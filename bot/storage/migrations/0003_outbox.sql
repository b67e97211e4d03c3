-- Messages that the bot owes. A row is one message; it is committed with what it tells of.
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
CREATE UNIQUE INDEX outbox_by_subject ON outbox (subject, chat_id, ifnull(thread_id, 0));
CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_by_chat ON outbox (chat_id, state);
CREATE INDEX outbox_by_change ON outbox (changed_at);

-- What told admins of a request that is still open; it is edited at the decision.
INSERT INTO outbox (subject, chat_id, kind, facts, state, message_id, changed_at)
SELECT 'request:' || requests.id, request_messages.chat_id, 'request_decided', '{}', 'sent',
    request_messages.message_id, requests.asked_at
FROM request_messages JOIN requests ON requests.id = request_messages.request_id
WHERE requests.decided_at IS NULL;
DROP TABLE request_messages;

-- The message or press by which it was done: the same one, delivered again, does nothing twice.
ALTER TABLE audit ADD COLUMN request TEXT;
CREATE UNIQUE INDEX audit_by_request ON audit (request, event) WHERE request IS NOT NULL;

-- Links get a number, by which they can be listed and revoked, and say who made them.
CREATE TABLE numbered_links (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'admin', 'invite')),
    registers TEXT CHECK (registers IS NULL OR json_valid(registers)),  -- invite: ids; NULL: all
    grant_seconds INTEGER,  -- invite: how long the grant lasts once taken; NULL: for ever
    expires_at INTEGER NOT NULL,
    made_by TEXT NOT NULL DEFAULT ''  -- the name of the admin, as it was then
) STRICT;
INSERT INTO numbered_links (token_hash, kind, registers, grant_seconds, expires_at)
SELECT token_hash, kind, registers, grant_seconds, expires_at FROM links ORDER BY rowid;
DROP TABLE links;
ALTER TABLE numbered_links RENAME TO links;
CREATE INDEX links_by_expiry ON links (expires_at);
