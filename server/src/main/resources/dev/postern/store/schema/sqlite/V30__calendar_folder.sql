-- Every mailbox has a calendar (decision 37): the well-known folder 23 at the top. A folder of mail may have its name already.
update mailbox set change_seq = change_seq + 1, folders = folders + 1;
insert into folder (mailbox_id, folder_id, parent_id, name, name_folded, hidden, listed, total, unread, children, changed, recoverable,
    folder_class)
select m.mailbox_id, x'00000000000080008000000000000017', x'00000000000080008000000000000002',
    case when n.taken then 'Calendar (default)' else 'Calendar' end, case when n.taken then 'calendar (default)' else 'calendar' end,
    0, 1, 0, 0, 0, m.change_seq, 0, 'calendar'
from mailbox m join (
    select mailbox_id, exists (select 1 from folder f where f.mailbox_id = a.mailbox_id and f.parent_id = x'00000000000080008000000000000002'
        and f.name_folded = 'calendar') as taken from mailbox a) n on n.mailbox_id = m.mailbox_id;
