-- Every mailbox has a folder of contacts (decision 44): the well-known folder 24 at the top. A folder of mail may have its name already, and the
-- next one, too.
update mailbox set change_seq = change_seq + 1, folders = folders + 1;
insert into folder (mailbox_id, folder_id, parent_id, name, name_folded, hidden, listed, total, unread, children, changed, recoverable,
    folder_class)
select m.mailbox_id, '00000000-0000-8000-8000-000000000018'::uuid, '00000000-0000-8000-8000-000000000002'::uuid,
    case when n.taken = 3 then 'Contacts (' || m.mailbox_id::text || ')' when n.taken = 2 then 'Contacts (default)' else 'Contacts' end,
    case when n.taken = 3 then 'contacts (' || m.mailbox_id::text || ')' when n.taken = 2 then 'contacts (default)' else 'contacts' end,
    false, true, 0, 0, 0, m.change_seq, false, 'contacts'
from mailbox m join (
    select a.mailbox_id, (select coalesce(sum(case when f.name_folded = 'contacts' then 2 else 1 end), 0) from folder f where f.mailbox_id = a.mailbox_id and f.parent_id = '00000000-0000-8000-8000-000000000002'::uuid
        and f.name_folded in ('contacts', 'contacts (default)')) as taken from mailbox a) n on n.mailbox_id = m.mailbox_id;
