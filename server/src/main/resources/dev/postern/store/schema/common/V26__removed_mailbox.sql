-- When a server first saw that the directory does not have this mailbox any more. Its data is removed some time after that.
alter table mailbox add column removed_at ${bigint};
