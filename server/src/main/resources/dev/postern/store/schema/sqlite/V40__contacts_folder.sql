-- Every mailbox has a folder of contacts (decision 44): the well-known folder 24 at the top. A folder of mail may have its name already, and the
-- next one, too.
update mailbox set change_seq = change_seq + 1, folders = folders + 1;
insert into folder (mailbox_id, folder_id, parent_id, name, name_folded, hidden, listed, total, unread, children, changed, recoverable,
    folder_class)
select m.mailbox_id, x'00000000000080008000000000000018', x'00000000000080008000000000000002',
    case when n.taken = 3 then 'Contacts (' || lower(substr(hex(m.mailbox_id), 1, 8) || '-' || substr(hex(m.mailbox_id), 9, 4) || '-' || substr(hex(m.mailbox_id), 13, 4) || '-' || substr(hex(m.mailbox_id), 17, 4) || '-' || substr(hex(m.mailbox_id), 21)) || ')' when n.taken = 2 then 'Contacts (default)' else 'Contacts' end,
    case when n.taken = 3 then 'contacts (' || lower(substr(hex(m.mailbox_id), 1, 8) || '-' || substr(hex(m.mailbox_id), 9, 4) || '-' || substr(hex(m.mailbox_id), 13, 4) || '-' || substr(hex(m.mailbox_id), 17, 4) || '-' || substr(hex(m.mailbox_id), 21)) || ')' when n.taken = 2 then 'contacts (default)' else 'contacts' end,
    0, 1, 0, 0, 0, m.change_seq, 0, 'contacts'
from mailbox m join (
    select a.mailbox_id, (select coalesce(sum(case when f.name_folded = 'contacts' then 2 else 1 end), 0) from folder f where f.mailbox_id = a.mailbox_id and f.parent_id = x'00000000000080008000000000000002'
        and f.name_folded in ('contacts', 'contacts (default)')) as taken from mailbox a) n on n.mailbox_id = m.mailbox_id;
