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
