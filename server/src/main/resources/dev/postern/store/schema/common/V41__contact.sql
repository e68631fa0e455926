-- Contacts (decision 44). Their photos are attachments. The wide columns are last.
create table contact (
    mailbox_id    ${uuid} not null,
    item_id       ${uuid} not null,
    folder_id     ${uuid} not null,
    move_count    ${bigint} not null,
    changed       ${bigint} not null,
    arrived       ${bigint} not null,
    created_at    ${bigint} not null,
    modified_at   ${bigint} not null,
    has_attachments ${bool} not null,
    display_name  text not null,
    display_key   ${exact} not null,
    size          ${bigint} not null,
    doc           text not null,
    folded        ${exact} not null,
    primary key (mailbox_id, item_id)
) ${table};
create index contact_folder_created on contact (mailbox_id, folder_id, created_at, item_id);
create index contact_changed on contact (mailbox_id, folder_id, changed, item_id);
