-- Zero for a mailbox without enabled rules, otherwise a number that changes with its rules. Deliveries read it in the statement that locks the
-- mailbox.
alter table mailbox add column rules ${bigint} not null default 0;

-- The rules of the Inbox. Conditions, exceptions and actions are a document.
create table message_rule (
    mailbox_id ${uuid} not null,
    rule_id    ${bigint} not null,
    sequence   ${bigint} not null,
    enabled    ${bool} not null,
    size       ${bigint} not null,
    name       text not null,
    doc        text not null,
    primary key (mailbox_id, rule_id)
) ${table};
