-- The attachments of occurrences that have a list of their own (decision 42): it begins as a copy of the list of the series, with the same
-- ids. The columns are those of the table attachment.
create table occurrence_attachment (
    mailbox_id    ${uuid} not null,
    item_id       ${uuid} not null,
    original_date ${bigint} not null,
    attachment_id ${uuid} not null,
    kind          text not null,
    name          text,
    content_type  text,
    content_id    text,
    is_inline     ${bool} not null,
    size          ${bigint} not null,
    modified_at   ${bigint} not null,
    content_hash  ${bytes},
    doc           text,
    content       ${bytes},
    primary key (mailbox_id, item_id, original_date, attachment_id)
) ${table};
