-- What the delta functions need (decision 47).
-- Signs the tokens of a mailbox; made when the first one is issued.
alter table mailbox add column sync_key ${bytes};

-- The number of the last change of anything but the read flag; null if that is the last change.
alter table message add column content_changed ${bigint};

-- The number of the last change of the folder itself: its name, its place, its properties, but not its counts.
alter table folder add column own_changed ${bigint} not null default 0;
update folder set own_changed = changed;
alter table folder alter column own_changed drop default;

-- The times of a series before they were changed.
alter table tombstone add column doc text;
