-- Whether changes of a mailbox are recorded for its subscriptions: 0 no, 1 yes, 2 with the state before each change, for those with a filter.
alter table mailbox add column subscribed ${bigint} not null default 0;

create table subscription (
    mailbox_id      ${uuid} not null,
    subscription_id ${uuid} not null,
    tenant_id       ${uuid} not null,
    app_id          ${uuid} not null,
    principal_id    ${uuid} not null,
    kind            ${exact} not null,
    folder_id       ${uuid},
    filtered        ${bool} not null,
    version         ${bigint} not null,
    created_at      ${bigint} not null,
    expires_at      ${bigint} not null,
    -- the next lifecycle event reauthorizationRequired
    remind_at       ${bigint},
    -- the stored caller that the gate decides again
    holder          text not null,
    doc             text not null,
    -- the URLs and the client state, encrypted
    sealed          ${bytes} not null,
    primary key (mailbox_id, subscription_id)
) ${table};
create index subscription_app on subscription (tenant_id, app_id, subscription_id);
create index subscription_own on subscription (subscription_id);
create index subscription_expiry on subscription (expires_at);
create index subscription_reminder on subscription (remind_at) where remind_at is not null;

-- Changes of items that have not been compared with the subscriptions yet.
create table subscription_change (
    mailbox_id ${uuid} not null,
    changed    ${bigint} not null,
    step       ${bigint} not null,
    kind       ${exact} not null,
    what       ${exact} not null,
    item_id    ${uuid} not null,
    move_count ${bigint} not null,
    from_id    ${uuid},
    to_id      ${uuid},
    -- whether lists of the whole mailbox contained these folders at the time of the change
    from_listed ${bool},
    to_listed  ${bool},
    properties text,
    image      text,
    primary key (mailbox_id, changed, step)
) ${table};

-- What has to be sent to an endpoint. The content of a lifecycle event is encrypted, because its subscription may be gone.
create table notification (
    mailbox_id      ${uuid} not null,
    notification_id ${uuid} not null,
    subscription_id ${uuid} not null,
    endpoint        ${exact} not null,
    event           ${exact} not null,
    content         text,
    sealed          ${bytes},
    created_at      ${bigint} not null,
    due_at          ${bigint} not null,
    attempts        ${bigint} not null,
    lease_owner     ${uuid},
    lease_until     ${bigint},
    primary key (mailbox_id, notification_id)
) ${table};
create index notification_due on notification (endpoint, due_at);
create index notification_of on notification (mailbox_id, subscription_id, created_at);
