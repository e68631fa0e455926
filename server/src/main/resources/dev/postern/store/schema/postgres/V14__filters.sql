-- Subjects and senders in the form in which they are compared, and the index for messages of one sender.
alter table item add column subject_key text collate "C";
alter table item add column from_key text collate "C";
update item set
    subject_key = folded::jsonb #>> '{subject}',
    from_key = left(folded::jsonb #>> '{from,emailAddress,address}', 320);

create index item_from on item (mailbox_id, from_key, received_at, item_id);
create index item_unread on item (mailbox_id, folder_id, received_at, item_id) where not is_read;

-- With the time behind the key, a thread is also found in its order; without it SQLite prefers the walk along the times.
drop index item_conversation;
create index item_conversation on item (mailbox_id, conversation_id, received_at, item_id);
drop index item_message_key;
create index item_message_key on item (mailbox_id, message_key, received_at, item_id);
