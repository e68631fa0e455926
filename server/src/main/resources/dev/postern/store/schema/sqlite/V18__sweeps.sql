-- What is swept has an index by which it is found, and what waits in the queue a size by which it is counted.
create index upload_session_expiry on upload_session (expires_at);

-- Before it is complete a content is there with a size below zero, so that one which never becomes complete is swept like one which is
-- never used. Chunks that were left behind by an older version get such a row.
insert into content (mailbox_id, hash, size, refs, created_at)
    select mailbox_id, hash, -1, 0, 0 from content_chunk c
    where part = 0 and not exists (select 1 from content k where k.mailbox_id = c.mailbox_id and k.hash = c.hash);
create index content_unused on content (mailbox_id, created_at, size) where refs <= 0;

alter table outbound_queue add column size integer not null default 0;
update outbound_queue set size = length(message);
create index outbound_queue_size on outbound_queue (mailbox_id, size);
