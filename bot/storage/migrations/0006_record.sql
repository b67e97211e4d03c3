-- The record: what every register held, since it is read. Append-only; only removing a register
-- deletes from it. Amounts are exact text, times are when CrystalPAY answered.

-- A balance that a register has or once had.
CREATE TABLE methods (
    id INTEGER PRIMARY KEY,
    register_id INTEGER NOT NULL REFERENCES registers (id) ON DELETE CASCADE,
    key TEXT NOT NULL,  -- CrystalPAY's internal name of it
    UNIQUE (register_id, key)
) STRICT;

-- What CrystalPAY calls it, and how its amounts are written; a change refers to one of these.
CREATE TABLE descriptions (
    id INTEGER PRIMARY KEY,
    method_id INTEGER NOT NULL REFERENCES methods (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    accuracy INTEGER NOT NULL,
    UNIQUE (method_id, name, currency, accuracy),
    UNIQUE (method_id, id)
) STRICT;

-- From this moment on a balance is like this, until its next row. The primary key is the only
-- index: whatever is asked of a register is asked of each of its methods.
CREATE TABLE changes (
    method_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    description_id INTEGER NOT NULL,
    amount TEXT,  -- NULL: CrystalPAY does not list it any more
    PRIMARY KEY (method_id, at),
    FOREIGN KEY (method_id, description_id) REFERENCES descriptions (method_id, id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- From when to when a register was read without a gap.
CREATE TABLE spans (
    register_id INTEGER NOT NULL REFERENCES registers (id) ON DELETE CASCADE,
    began INTEGER NOT NULL,
    ended INTEGER NOT NULL CHECK (ended >= began),  -- the last reading
    problem TEXT,  -- why the next reading failed; NULL: none did, or nobody read it
    PRIMARY KEY (register_id, began)
) STRICT, WITHOUT ROWID;

-- The record begins with what is known.
INSERT INTO methods (register_id, key)
SELECT register_id, json_extract(row.value, '$[0]') FROM readings, json_each(balances) AS row;
INSERT INTO descriptions (method_id, name, currency, accuracy)
SELECT methods.id, json_extract(row.value, '$[1]'), json_extract(row.value, '$[3]'),
    json_extract(row.value, '$[4]')
FROM readings, json_each(balances) AS row
JOIN methods ON methods.register_id = readings.register_id
    AND methods.key = json_extract(row.value, '$[0]');
INSERT INTO changes (method_id, at, description_id, amount)
SELECT methods.id, as_of, descriptions.id, json_extract(row.value, '$[2]')
FROM readings, json_each(balances) AS row
JOIN methods ON methods.register_id = readings.register_id
    AND methods.key = json_extract(row.value, '$[0]')
JOIN descriptions ON descriptions.method_id = methods.id;
INSERT INTO spans (register_id, began, ended) SELECT register_id, as_of, as_of FROM readings;

-- What a chat has chosen, and when it last looked.
ALTER TABLE chats ADD COLUMN timezone TEXT;  -- NULL: TIMEZONE
ALTER TABLE chats ADD COLUMN show_changes INTEGER NOT NULL DEFAULT 1;  -- since the last /balance
ALTER TABLE chats ADD COLUMN dark_charts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN viewed_at INTEGER;  -- its last /balance of all its registers
