-- Whether a mailbox has inference overrides. Deliveries read it in the statement that locks the mailbox.
alter table mailbox add column overrides ${bool} not null default false;

-- Senders whose messages are classified as focused or other, whatever the server would choose.
create table inference_override (
    mailbox_id  ${uuid} not null,
    override_id ${uuid} not null,
    address_key ${exact} not null,
    classify_as text not null,
    name        text not null,
    address     text not null,
    primary key (mailbox_id, override_id)
) ${table};
create unique index inference_override_address on inference_override (mailbox_id, address_key);
