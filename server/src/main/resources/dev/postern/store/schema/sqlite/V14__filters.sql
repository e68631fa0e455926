-- Subjects and senders in the form in which they are compared. Lists walk the indexes of times, so these hold what most filters
-- ask for: a message that does not fit is passed over without its row being read.
alter table item add column subject_key text;
alter table item add column from_key text;
update item set
    subject_key = json_extract(folded, '$.subject'),
    from_key = substr(json_extract(folded, '$.from.emailAddress.address'), 1, 320);

drop index item_folder_received;
create index item_folder_received on item (
    mailbox_id, folder_id, received_at, item_id, is_read, has_attachments, importance, from_key, subject_key);
drop index item_received;
create index item_received on item (
    mailbox_id, received_at, item_id, folder_id, is_read, has_attachments, importance, from_key, subject_key);
create index item_from on item (mailbox_id, from_key, received_at, item_id, folder_id);

-- With the time behind the key, a thread is also found in its order; without it SQLite prefers the walk along the times.
drop index item_conversation;
create index item_conversation on item (mailbox_id, conversation_id, received_at, item_id);
drop index item_message_key;
create index item_message_key on item (mailbox_id, message_key, received_at, item_id);
