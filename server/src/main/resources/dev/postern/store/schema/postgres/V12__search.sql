-- What can be searched, written behind the change that made it (decision 12). unindexed notes what has to be indexed (again);
-- changed is the number of the change that wrote the note, so that a note that was written anew meanwhile stays.
create table unindexed (
    mailbox_id    uuid not null,
    item_id       uuid not null,
    changed       bigint not null,
    primary key (mailbox_id, item_id)
);

-- words holds each word once, sequence all of them in their order, for phrases. Each begins with some letters of its mailbox,
-- so that the index of words does not lead through other mailboxes. sent_at is the item's, for the order of what is found.
create table search_entry (
    mailbox_id    uuid not null,
    item_id       uuid not null,
    sent_at       bigint not null,
    words         tsvector not null,
    sequence      text collate "C" not null,
    primary key (mailbox_id, item_id)
);
create index search_entry_sent on search_entry (mailbox_id, sent_at, item_id);
create index search_entry_words on search_entry using gin (words) with (fastupdate = off);

insert into unindexed (mailbox_id, item_id, changed) select mailbox_id, item_id, changed from item;
