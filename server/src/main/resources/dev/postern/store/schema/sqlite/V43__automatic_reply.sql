-- Whether a mailbox may send automatic replies. Deliveries read it in the statement that locks the mailbox.
alter table mailbox add column replies ${bool} not null default false;

-- The senders that got an automatic reply in the present period.
create table automatic_reply (
    mailbox_id ${uuid} not null,
    sender     ${exact} not null,
    sent_at    ${bigint} not null,
    primary key (mailbox_id, sender)
) ${narrow};
