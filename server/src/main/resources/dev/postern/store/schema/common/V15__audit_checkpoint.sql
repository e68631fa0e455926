-- Up to where the rows of a chain were removed because they were older than the retention. What is kept links to the hash; an entry
-- of the chain says the same.
create table mailbox_audit_checkpoint (
    mailbox_id    ${uuid} not null primary key,
    sequence      ${bigint} not null,
    hash          ${bytes} not null,
    cutoff        ${bigint} not null
) ${narrow};

create table tenant_audit_checkpoint (
    tenant_id     ${uuid} not null primary key,
    sequence      ${bigint} not null,
    hash          ${bytes} not null,
    cutoff        ${bigint} not null
) ${narrow};
