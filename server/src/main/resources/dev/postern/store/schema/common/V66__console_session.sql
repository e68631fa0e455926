-- Links and sessions of the console (docs/console.md). A link becomes a session when it is opened, once.
create table console_session (
    -- SHA-256 of the code in the link, then of the secret in the cookie
    secret_hash   ${bytes} not null,
    tenant_id     ${uuid} not null references tenant (tenant_id),
    -- the service principal of the console
    principal_id  ${uuid} not null,
    -- LINK or SESSION
    state         text not null,
    -- ADMIN or READER
    role          text not null,
    -- as the administrator who made the link called the person
    person        text not null,
    created_at    ${bigint} not null,
    used_at       ${bigint} not null,
    expires_at    ${bigint} not null,
    primary key (secret_hash)
) ${table};
create index console_session_age on console_session (expires_at);
