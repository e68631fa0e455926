-- Who did or asked for what. Rows about a mailbox are chained by mailbox, all others by tenant; nothing is ever changed.
create table mailbox_audit (
    mailbox_id    ${uuid} not null,
    sequence      ${bigint} not null,
    tenant_id     ${uuid} not null,
    at            ${bigint} not null,
    request_id    ${uuid} not null,
    entry         text not null,
    previous      ${bytes} not null,
    hash          ${bytes} not null,
    primary key (mailbox_id, sequence)
) ${table};
create index mailbox_audit_request on mailbox_audit (request_id);

create table tenant_audit (
    tenant_id     ${uuid} not null,
    sequence      ${bigint} not null,
    at            ${bigint} not null,
    request_id    ${uuid} not null,
    entry         text not null,
    previous      ${bytes} not null,
    hash          ${bytes} not null,
    primary key (tenant_id, sequence)
) ${table};
create index tenant_audit_request on tenant_audit (request_id);

-- The last place of each chain; taking the next one also takes the chain's lock.
create table mailbox_audit_head (
    mailbox_id    ${uuid} not null primary key,
    sequence      ${bigint} not null,
    hash          ${bytes} not null
) ${narrow};

create table tenant_audit_head (
    tenant_id     ${uuid} not null primary key,
    sequence      ${bigint} not null,
    hash          ${bytes} not null
) ${narrow};
