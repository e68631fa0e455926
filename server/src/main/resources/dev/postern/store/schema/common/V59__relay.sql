-- Mail to other domains: one row for each submission and destination (docs/transport.md). The message is in the row of outbound_queue
-- with the same mailbox and submission.
create table relay (
    mailbox_id    ${uuid} not null,
    submission_id ${uuid} not null,
    -- the domain of the recipients, in lower case and ASCII
    destination   ${exact} not null,
    -- the id that commands use
    relay_id      ${uuid} not null,
    tenant_id     ${uuid} not null,
    -- WAITING or HELD
    state         text not null,
    sender        text not null,
    submitted_at  ${bigint} not null,
    due_at        ${bigint} not null,
    -- far in the future while there is no route
    expires_at    ${bigint} not null,
    -- when the sender is told that it is late, or, after that, when it expires
    notice_at     ${bigint} not null,
    attempts      ${bigint} not null,
    lease_owner   ${uuid},
    lease_until   ${bigint},
    -- when the sender was told that it is late; null before
    delayed_at    ${bigint},
    last_reply    text,
    -- JSON: the addresses with their states and last replies
    recipients    text not null,
    primary key (mailbox_id, submission_id, destination)
) ${table};
create index relay_due on relay (state, due_at, destination);
create index relay_notice on relay (state, notice_at);
create index relay_destination on relay (destination, state, due_at);
create index relay_tenant on relay (tenant_id, submitted_at);
create index relay_id on relay (relay_id);
