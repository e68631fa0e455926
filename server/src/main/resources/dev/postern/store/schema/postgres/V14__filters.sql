-- Subjects and senders in the form in which they are compared, and the index for messages of one sender.
alter table item add column subject_key text collate "C";
alter table item add column from_key text collate "C";
update item set
    subject_key = folded::jsonb #>> '{subject}',
    from_key = left(folded::jsonb #>> '{from,emailAddress,address}', 320);

create index item_from on item (mailbox_id, from_key, received_at, item_id);
create index item_unread on item (mailbox_id, folder_id, received_at, item_id) where not is_read;
