-- What a mailbox holds, counted in its own row, so that a quota costs no question of its own. Recoverable Items count apart, with all
-- folders below; bytes hold what uploads have reserved too.
alter table folder add column recoverable integer not null default 0;
update folder set recoverable = 1 where (mailbox_id, folder_id) in (
    with recursive below (mailbox_id, folder_id) as (
        select mailbox_id, folder_id from folder where folder_id = x'00000000000080008000000000000003'
        union select f.mailbox_id, f.folder_id from below b
        join folder f on f.mailbox_id = b.mailbox_id and f.parent_id = b.folder_id)
    select mailbox_id, folder_id from below);

alter table mailbox add column items integer not null default 0;
alter table mailbox add column bytes integer not null default 0;
alter table mailbox add column recoverable_items integer not null default 0;
alter table mailbox add column recoverable_bytes integer not null default 0;
alter table mailbox add column folders integer not null default 0;

create table usage_of_folder as
    select i.mailbox_id, f.recoverable, count(*) as items, sum(i.size) as bytes
    from item i join folder f on f.mailbox_id = i.mailbox_id and f.folder_id = i.folder_id
    group by i.mailbox_id, f.recoverable;
create index usage_of_folder_mailbox on usage_of_folder (mailbox_id, recoverable);
update mailbox set
    items = coalesce((select items from usage_of_folder u
        where u.mailbox_id = mailbox.mailbox_id and u.recoverable = 0), 0),
    bytes = coalesce((select bytes from usage_of_folder u
        where u.mailbox_id = mailbox.mailbox_id and u.recoverable = 0), 0)
        + coalesce((select sum(size) from upload_session s where s.mailbox_id = mailbox.mailbox_id), 0),
    recoverable_items = coalesce((select items from usage_of_folder u
        where u.mailbox_id = mailbox.mailbox_id and u.recoverable = 1), 0),
    recoverable_bytes = coalesce((select bytes from usage_of_folder u
        where u.mailbox_id = mailbox.mailbox_id and u.recoverable = 1), 0),
    folders = (select count(*) from folder f where f.mailbox_id = mailbox.mailbox_id);
drop table usage_of_folder;
