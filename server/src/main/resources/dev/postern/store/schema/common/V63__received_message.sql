-- Messages of other hosts that were stored lately: a host that did not get the reply sends the same bytes again (docs/transport.md).
create table received_message (
    -- SHA-256 of the sender of the envelope and the bytes as received
    digest        ${bytes} not null,
    -- the message in each of its mailboxes
    item_id       ${uuid} not null,
    received_at   ${bigint} not null,
    primary key (digest)
) ${table};
create index received_message_age on received_message (received_at);
