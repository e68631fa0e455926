-- Keys that sign tokens. All tenants share them, as they do in Entra. The generation decides which of several keys signs; that it
-- is the primary key makes two nodes that create a key at once end with the same one.
create table signing_key (
    generation    ${bigint} not null primary key,
    key_id        text not null,
    created_at    ${bigint} not null,
    active_from   ${bigint} not null,
    retired_at    ${bigint},
    certificate   ${bytes} not null,
    private_key   ${bytes} not null
) ${table};

-- Assertions that were used, until they would have expired anyway: each may be used once.
create table used_assertion (
    fingerprint   ${bytes} not null primary key,
    expires_at    ${bigint} not null
) ${narrow};
create index used_assertion_expiry on used_assertion (expires_at);
