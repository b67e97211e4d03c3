-- Requests say who asked and which message told of them, so that they can be listed and closed.
ALTER TABLE requests ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN user_id INTEGER;
ALTER TABLE requests ADD COLUMN thread_id INTEGER;  -- the topic of a forum it came from
-- NULL: it has a message of its own; else the first request of those that share one.
ALTER TABLE requests ADD COLUMN batch INTEGER;
CREATE INDEX open_requests ON requests (asked_at) WHERE decided_at IS NULL;
CREATE INDEX requests_by_time ON requests (asked_at);
CREATE INDEX requests_by_batch ON requests (batch) WHERE batch IS NOT NULL;
CREATE INDEX closed_requests ON requests (decided_at) WHERE decided_at IS NOT NULL;

-- A grant that is over stays for a while: a clock that was wrong must not cost anybody's access.
ALTER TABLE grants ADD COLUMN end_told_at INTEGER;  -- when both sides were told that it is over
DROP INDEX grants_by_end;
CREATE INDEX grants_by_end ON grants (ends_at)
    WHERE ends_at IS NOT NULL AND end_told_at IS NULL;
CREATE INDEX grants_by_told_end ON grants (end_told_at) WHERE end_told_at IS NOT NULL;

-- The language of a private chat's user, as her client last said: for what the bot says by itself.
ALTER TABLE chats ADD COLUMN user_language TEXT NOT NULL DEFAULT '';

CREATE INDEX looks_by_day ON looks (day);
