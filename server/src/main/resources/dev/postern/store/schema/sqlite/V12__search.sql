-- What can be searched, written behind the change that made it (decision 12). unindexed notes what has to be indexed (again);
-- changed is the number of the change that wrote the note, so that a note that was written anew meanwhile stays.
create table unindexed (
    mailbox_id    blob not null,
    item_id       blob not null,
    changed       integer not null,
    primary key (mailbox_id, item_id)
) strict, without rowid;

-- number stands for the item in search_words. It is a column and not the implicit rowid of item, which a vacuum may change.
-- sent_at is the item's, for the order of what is found.
create table search_entry (
    number        integer not null primary key,
    mailbox_id    blob not null,
    item_id       blob not null,
    sent_at       integer not null
) strict;
create unique index search_entry_item on search_entry (mailbox_id, item_id);
create index search_entry_sent on search_entry (mailbox_id, sent_at, item_id);

-- One table for the store: each word begins with some letters of its mailbox. The text itself is not kept a second time.
create virtual table search_words using fts5(words, tokenize = 'ascii', content = '', contentless_delete = 1);
-- Twice the usual number of segments before they are merged, step by step: a third less work for each item (decision 12).
insert into search_words (search_words, rank) values ('automerge', 8);

insert into unindexed (mailbox_id, item_id, changed) select mailbox_id, item_id, changed from item;
