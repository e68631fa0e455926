-- Events (decision 37): single events and the masters of series. starts_at and ends_at are those of the first occurrence; the wall times
-- and zones beside them are what a series is expanded from. The wide columns are last.
create table event (
    mailbox_id    ${uuid} not null,
    item_id       ${uuid} not null,
    folder_id     ${uuid} not null,
    move_count    ${bigint} not null,
    changed       ${bigint} not null,
    arrived       ${bigint} not null,
    created_at    ${bigint} not null,
    modified_at   ${bigint} not null,
    starts_at     ${bigint} not null,
    ends_at       ${bigint} not null,
    is_all_day    ${bool} not null,
    is_cancelled  ${bool} not null,
    has_attachments ${bool} not null,
    type          text not null,
    show_as       text not null,
    sensitivity   text not null,
    importance    text not null,
    start_time    text not null,
    start_zone    text not null,
    end_time      text not null,
    end_zone      text not null,
    recurrence    text,
    uid           ${exact} not null,
    uid_key       ${exact} not null,
    transaction_id ${exact},
    subject       text,
    subject_key   ${exact},
    organizer_name text,
    organizer_address text,
    organizer_key ${exact},
    size          ${bigint} not null,
    preview       text not null,
    doc           text not null,
    folded        ${exact} not null,
    body_type     text not null,
    body          text not null,
    primary key (mailbox_id, item_id)
) ${table};
create index event_folder_start on event (mailbox_id, folder_id, starts_at, item_id);
create index event_start on event (mailbox_id, starts_at, item_id, folder_id);
create index event_changed on event (mailbox_id, folder_id, changed, item_id);
create index event_uid on event (mailbox_id, uid_key);
create index event_transaction on event (mailbox_id, transaction_id);

-- How an occurrence differs from its series. The original date is a number of days since 1970. starts_at and ends_at are the current
-- times; a deleted occurrence has none. doc has only the properties that differ.
create table event_exception (
    mailbox_id    ${uuid} not null,
    item_id       ${uuid} not null,
    original_date ${bigint} not null,
    is_deleted    ${bool} not null,
    starts_at     ${bigint},
    ends_at       ${bigint},
    changed       ${bigint} not null,
    size          ${bigint} not null,
    doc           text,
    primary key (mailbox_id, item_id, original_date)
) ${table};

-- The intervals of weeks in which an event, or an exception of it, occurs: calendar.WeekRows and calendar.WeekWindow.
create table event_week (
    mailbox_id    ${uuid} not null,
    folder_id     ${uuid} not null,
    level         ${bigint} not null,
    position      ${bigint} not null,
    item_id       ${uuid} not null,
    primary key (mailbox_id, folder_id, level, position, item_id)
) ${narrow};
create index event_week_item on event_week (mailbox_id, item_id);
