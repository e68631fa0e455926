-- What happened to each message (docs/transport.md). The id of a message that was submitted here is that of its submission.
create table message_trace (
    tenant_id     ${uuid} not null,
    trace_id      ${uuid} not null,
    received_at   ${bigint} not null,
    -- of the request that submitted it; null for mail from outside
    request_id    ${uuid},
    client_request_id text,
    app_id        ${uuid},
    message_id    text not null,
    sender        text not null,
    subject       text not null,
    size          ${bigint} not null,
    -- the host that sent it; null for mail that was submitted here
    from_host     text,
    -- JSON: the recipients with their states and attempts
    recipients    text not null,
    primary key (tenant_id, trace_id)
) ${narrow};
create index message_trace_request on message_trace (request_id) where request_id is not null;
create index message_trace_client_request on message_trace (client_request_id) where client_request_id is not null;
create index message_trace_received on message_trace (tenant_id, received_at, trace_id);
