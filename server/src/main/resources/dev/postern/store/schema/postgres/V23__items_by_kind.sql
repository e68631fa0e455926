-- One table for each kind of item (decision 26), whose first columns are the same: message is the first. Times of events or contacts
-- would have no meaning in columns and indexes of mail.
alter table item rename to message;
alter table message rename column incarnation to move_count;
alter table message drop column kind;
alter index item_pkey rename to message_pkey;
alter index item_folder_received rename to message_folder_received;
alter index item_received rename to message_received;
alter index item_changed rename to message_changed;
alter index item_conversation rename to message_conversation;
alter index item_message_key rename to message_key;
alter index item_from rename to message_from;
alter index item_unread rename to message_unread;

-- A tombstone knows what is gone, and since when, so that it can expire. Those of earlier versions, which nothing could read, have expired.
-- tombstones_after is the number of the last change of which some have expired: what happened up to it cannot be told any more.
alter table tombstone rename column incarnation to move_count;
alter table tombstone add column kind text not null default 'message';
alter table tombstone add column deleted_at bigint not null default 0;
update tombstone set kind = 'mailFolder' where scope_id = '00000000-0000-8000-8000-000000000001';
create index tombstone_expiry on tombstone (deleted_at, mailbox_id);
alter table mailbox add column tombstones_after bigint not null default 0;

-- Where the item is that has to be indexed.
alter table unindexed add column kind text not null default 'message';

-- a default would be a second place that decides what a new row contains
alter table tombstone alter column kind drop default;
alter table tombstone alter column deleted_at drop default;
alter table mailbox alter column tombstones_after drop default;
alter table unindexed alter column kind drop default;
