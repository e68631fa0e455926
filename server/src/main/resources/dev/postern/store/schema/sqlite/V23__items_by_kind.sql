-- One table for each kind of item (decision 26), whose first columns are the same: message is the first. Times of events or contacts
-- would have no meaning in columns and indexes of mail.
drop index item_folder_received;
drop index item_received;
drop index item_changed;
drop index item_conversation;
drop index item_message_key;
drop index item_from;
alter table item rename to message;
alter table message rename column incarnation to move_count;
alter table message drop column kind;
create index message_folder_received on message (
    mailbox_id, folder_id, received_at, item_id, is_read, has_attachments, importance, from_key, subject_key);
create index message_received on message (
    mailbox_id, received_at, item_id, folder_id, is_read, has_attachments, importance, from_key, subject_key);
create index message_changed on message (mailbox_id, folder_id, changed, item_id);
create index message_conversation on message (mailbox_id, conversation_id, received_at, item_id);
create index message_key on message (mailbox_id, message_key, received_at, item_id);
create index message_from on message (mailbox_id, from_key, received_at, item_id, folder_id);

-- A tombstone knows what is gone, and since when, so that it can expire. Those of earlier versions, which nothing could read, have expired.
-- tombstones_after is the number of the last change of which some have expired: what happened up to it cannot be told any more.
alter table tombstone rename column incarnation to move_count;
alter table tombstone add column kind text not null default 'message';
alter table tombstone add column deleted_at integer not null default 0;
update tombstone set kind = 'mailFolder' where scope_id = x'00000000000080008000000000000001';
create index tombstone_expiry on tombstone (deleted_at, mailbox_id);
alter table mailbox add column tombstones_after integer not null default 0;

-- Where the item is that has to be indexed.
alter table unindexed add column kind text not null default 'message';
