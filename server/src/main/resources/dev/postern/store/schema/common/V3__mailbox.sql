-- What a mailbox holds. Every key starts with the mailbox; no statement of the program reaches over two mailboxes, except
-- the listed sweeps. Times are milliseconds since 1970. Rules and reasons: docs/storage.md.

create table mailbox (
    mailbox_id    ${uuid} not null primary key,
    tenant_id     ${uuid} not null,
    owner_id      ${uuid} not null,
    change_seq    ${bigint} not null,
    created_at    ${bigint} not null
) ${narrow};

-- Folders with a well-known name have the same folder_id in every mailbox, so that delivery need not look them up.
create table folder (
    mailbox_id    ${uuid} not null,
    folder_id     ${uuid} not null,
    parent_id     ${uuid},
    name          text not null,
    name_folded   ${exact} not null,
    hidden        ${bool} not null,
    listed        ${bool} not null,
    total         ${bigint} not null,
    unread        ${bigint} not null,
    children      ${bigint} not null,
    changed       ${bigint} not null,
    primary key (mailbox_id, folder_id),
    foreign key (mailbox_id) references mailbox (mailbox_id)
) ${narrow};
create unique index folder_name on folder (mailbox_id, parent_id, name_folded);

-- doc holds what no column holds; folded is the copy on which conditions without a column are answered.
-- The wide columns stand last, so that a list that does not want them does not read their pages.
create table item (
    mailbox_id    ${uuid} not null,
    item_id       ${uuid} not null,
    folder_id     ${uuid} not null,
    incarnation   ${bigint} not null,
    kind          text not null,
    changed       ${bigint} not null,
    arrived       ${bigint} not null,
    created_at    ${bigint} not null,
    modified_at   ${bigint} not null,
    received_at   ${bigint} not null,
    sent_at       ${bigint} not null,
    is_read       ${bool} not null,
    is_draft      ${bool} not null,
    has_attachments ${bool} not null,
    importance    text not null,
    classification text not null,
    flag_status   text not null,
    subject       text,
    from_name     text,
    from_address  text,
    sender_name   text,
    sender_address text,
    conversation_id ${exact} not null,
    internet_message_id text,
    message_key   ${exact},
    size          ${bigint} not null,
    preview       text not null,
    doc           text not null,
    folded        ${exact} not null,
    body_type     text not null,
    mime_hash     ${bytes},
    headers       text,
    body          text not null,
    primary key (mailbox_id, item_id)
) ${table};
create index item_folder_received on item (mailbox_id, folder_id, received_at, item_id);
create index item_received on item (mailbox_id, received_at, item_id);
create index item_changed on item (mailbox_id, folder_id, changed, item_id);
create index item_conversation on item (mailbox_id, conversation_id);
create index item_message_key on item (mailbox_id, message_key);

-- What went away from a scope: an item from its folder, or a folder from the mailbox (scope_id is then the root).
create table tombstone (
    mailbox_id    ${uuid} not null,
    scope_id      ${uuid} not null,
    changed       ${bigint} not null,
    gone_id       ${uuid} not null,
    incarnation   ${bigint} not null,
    primary key (mailbox_id, scope_id, changed, gone_id)
) ${narrow};

-- Small content lies in the row, larger content in chunks under its hash.
create table attachment (
    mailbox_id    ${uuid} not null,
    item_id       ${uuid} not null,
    attachment_id ${uuid} not null,
    kind          text not null,
    name          text,
    content_type  text,
    content_id    text,
    is_inline     ${bool} not null,
    size          ${bigint} not null,
    modified_at   ${bigint} not null,
    content_hash  ${bytes},
    doc           text,
    content       ${bytes},
    primary key (mailbox_id, item_id, attachment_id)
) ${table};

create table content (
    mailbox_id    ${uuid} not null,
    hash          ${bytes} not null,
    size          ${bigint} not null,
    refs          ${bigint} not null,
    created_at    ${bigint} not null,
    primary key (mailbox_id, hash)
) ${narrow};

create table content_chunk (
    mailbox_id    ${uuid} not null,
    hash          ${bytes} not null,
    part          ${bigint} not null,
    bytes         ${bytes} not null,
    primary key (mailbox_id, hash, part)
) ${table};

-- Mail that was accepted and is not yet everywhere. It holds its own copy of the message: what becomes of the copy in
-- Sent Items must not change what is delivered.
create table outbound_queue (
    mailbox_id    ${uuid} not null,
    submission_id ${uuid} not null,
    state         text not null,
    submitted_at  ${bigint} not null,
    due_at        ${bigint} not null,
    attempts      ${bigint} not null,
    lease_owner   ${uuid},
    lease_until   ${bigint},
    problem       text,
    envelope      text not null,
    message       text not null,
    primary key (mailbox_id, submission_id)
) ${table};
create index outbound_queue_due on outbound_queue (due_at);
