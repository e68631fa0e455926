-- Events whose reminder may be far from their start (decision 42): it was snoozed, or is set to more than four weeks before. Others have no row.
create table event_reminder (
    mailbox_id    ${uuid} not null,
    folder_id     ${uuid} not null,
    item_id       ${uuid} not null,
    early_minutes ${bigint} not null,
    snoozed_to    ${bigint},
    primary key (mailbox_id, folder_id, item_id)
) ${narrow};
create index event_reminder_item on event_reminder (mailbox_id, item_id);
