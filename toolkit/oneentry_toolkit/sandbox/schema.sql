-- One shop: what it sells and asks (definitions), who signs in, what was ordered and paid.
-- Documents that are read far more often than written are kept as the JSON text that answers them.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Groups, providers, forms, storages, statuses, accounts, products, discounts, events: written by the scenario, read once.
CREATE TABLE definitions (
    kind       TEXT NOT NULL,
    id         INTEGER NOT NULL,
    identifier TEXT NOT NULL,
    body       TEXT NOT NULL,              -- the document as it is answered, all locales
    notes      TEXT NOT NULL DEFAULT '{}', -- what answers do not show
    PRIMARY KEY (kind, id),
    UNIQUE (kind, identifier)
) WITHOUT ROWID;

CREATE TABLE users (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    provider     TEXT NOT NULL,
    identifier   TEXT NOT NULL,
    login_key    TEXT NOT NULL,            -- what must be unique: the login without upper case, except by phone
    password     TEXT,                     -- scrypt; null for accounts that never had one
    is_active    INTEGER NOT NULL,
    form_data    TEXT NOT NULL,            -- keyed by locale
    notification TEXT NOT NULL,
    state        TEXT NOT NULL DEFAULT '{}',
    groups       TEXT NOT NULL,            -- numbers of user groups
    locale       TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    version      INTEGER NOT NULL DEFAULT 0,
    archived_at  TEXT,
    UNIQUE (provider, login_key)
);

-- One row per device that is signed in.
CREATE TABLE sign_ins (
    id              TEXT PRIMARY KEY,
    user_id         INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider        TEXT NOT NULL,
    fingerprint     TEXT NOT NULL,
    device_info     TEXT NOT NULL,
    refresh_digest  TEXT NOT NULL UNIQUE,
    refresh_expires REAL NOT NULL,         -- real time, seconds
    generation      INTEGER NOT NULL DEFAULT 0, -- access tokens of an earlier generation are refused
    UNIQUE (user_id, provider, fingerprint)
) WITHOUT ROWID;

-- Devices that push messages would go to.
CREATE TABLE push_tokens (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token   TEXT NOT NULL,
    PRIMARY KEY (user_id, token)
) WITHOUT ROWID;

-- The one live code of a user; wrong answers are counted here.
CREATE TABLE codes (
    user_id    INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    code       TEXT,                       -- null once spent or destroyed
    issued_at  REAL NOT NULL,
    expires_at REAL NOT NULL,
    wrong      INTEGER NOT NULL DEFAULT 0
);

-- What would have been sent by e-mail or SMS.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    recipient  TEXT NOT NULL,
    channel    TEXT NOT NULL,
    event      TEXT NOT NULL,
    code       TEXT NOT NULL,
    created_at TEXT NOT NULL
);

-- Codes of the pretend OAuth network that were used up.
CREATE TABLE oauth_codes (
    code TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE orders (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id      INTEGER NOT NULL,
    storage_id   INTEGER NOT NULL,
    seq          INTEGER NOT NULL,         -- 1, 2, 3... per user and storage: a page is a range of it
    status       TEXT NOT NULL,
    account      TEXT NOT NULL,
    currency     TEXT NOT NULL,
    total        TEXT NOT NULL,            -- after discounts, decimal text
    due          TEXT NOT NULL,            -- after bonuses as well
    is_completed INTEGER,                  -- null and 0 both mean not paid
    form_data    TEXT,                     -- keyed by locale, only when there is more than one locale
    terms        TEXT,                     -- coupon, bonuses and the resolved discounts, when there are any
    body         TEXT NOT NULL             -- the order as lists and reads answer it
);
CREATE UNIQUE INDEX orders_page ON orders (user_id, storage_id, seq);

CREATE TABLE order_totals (
    user_id    INTEGER NOT NULL,
    storage_id INTEGER NOT NULL,
    total      INTEGER NOT NULL,
    PRIMARY KEY (user_id, storage_id)
) WITHOUT ROWID;

CREATE TABLE payment_sessions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id   INTEGER NOT NULL REFERENCES orders (id),
    user_id    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,           -- 1, 2, 3... per user
    status     TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    amount     TEXT NOT NULL,
    link_at    REAL,                       -- real time when a late payment link appears
    expires_at REAL,                       -- real time when an open session expires
    body       TEXT NOT NULL               -- the session as it is answered
);
CREATE UNIQUE INDEX payment_sessions_page ON payment_sessions (user_id, seq);
CREATE INDEX payment_sessions_order ON payment_sessions (order_id);
CREATE INDEX payment_sessions_link ON payment_sessions (link_at) WHERE link_at IS NOT NULL;
CREATE INDEX payment_sessions_expiry ON payment_sessions (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE session_totals (
    user_id INTEGER PRIMARY KEY,
    total   INTEGER NOT NULL
);

CREATE TABLE refunds (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id   INTEGER NOT NULL REFERENCES orders (id),
    storage_id INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    status     TEXT NOT NULL,
    amount     TEXT NOT NULL,
    note       TEXT NOT NULL,
    products   TEXT NOT NULL
);
CREATE INDEX refunds_order ON refunds (order_id);

-- What forms were filled in with, other than sign-ups and orders.
CREATE TABLE submissions (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    form_id         INTEGER NOT NULL,
    config_id       INTEGER NOT NULL,
    entity          TEXT NOT NULL,         -- a page's marker, a product's number
    parent_id       INTEGER,               -- the submission that this one answers
    depth           INTEGER NOT NULL,
    user_id         INTEGER,
    user_identifier TEXT,
    fingerprint     TEXT,
    is_scored       INTEGER NOT NULL,      -- counts as a rating
    created_at      TEXT NOT NULL,
    status          TEXT NOT NULL,
    form_data       TEXT NOT NULL          -- keyed by locale
);
CREATE INDEX submissions_form ON submissions (form_id, id);
CREATE INDEX submissions_rating ON submissions (config_id, entity) WHERE is_scored;

-- What was uploaded, by the path below the address of all files.
CREATE TABLE files (
    path         TEXT PRIMARY KEY,
    content_type TEXT NOT NULL,
    content      BLOB NOT NULL
);

-- Visitors with an id of their own in place of a sign-in. Where a row has an owner, a guest is its negative number.
CREATE TABLE guests (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    guest_id TEXT NOT NULL UNIQUE
);

-- The lines of carts and wishlists, in the order in which they came.
CREATE TABLE kept_products (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    owner      INTEGER NOT NULL,           -- a user, or the negative number of a guest
    list       TEXT NOT NULL,              -- cart or wishlist
    product_id INTEGER NOT NULL,
    qty        INTEGER NOT NULL,           -- 1 in a wishlist
    added_at   TEXT NOT NULL,
    changed_at TEXT NOT NULL,              -- a guest's list ends some time after its last change
    UNIQUE (owner, list, product_id)
);

CREATE TABLE coupons (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    code        TEXT NOT NULL UNIQUE,
    discount_id INTEGER NOT NULL,
    is_reusable INTEGER NOT NULL,
    order_id    INTEGER,
    used_at     TEXT
);

CREATE TABLE bonuses (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL,
    amount      TEXT NOT NULL,             -- as listed; the type says whether it adds or takes
    type        TEXT NOT NULL,
    is_admin    INTEGER NOT NULL,
    order_id    INTEGER,
    discount_id INTEGER,
    comment     TEXT,
    expires_at  TEXT,
    created_at  TEXT NOT NULL
);
CREATE INDEX bonuses_user ON bonuses (user_id, id);
