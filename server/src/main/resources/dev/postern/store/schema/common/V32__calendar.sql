-- What a calendar has besides its folder (decision 38). A calendar without a row has the default values.
create table calendar (
    mailbox_id    ${uuid} not null,
    folder_id     ${uuid} not null,
    group_id      ${uuid} not null,
    color         text not null,
    is_default    ${bool} not null,
    changed       ${bigint} not null,
    primary key (mailbox_id, folder_id)
) ${narrow};

-- The group that every mailbox has needs a row only after it was renamed.
create table calendar_group (
    mailbox_id    ${uuid} not null,
    group_id      ${uuid} not null,
    name          text not null,
    name_folded   ${exact} not null,
    class_id      ${uuid} not null,
    changed       ${bigint} not null,
    primary key (mailbox_id, group_id)
) ${narrow};
create unique index calendar_group_name on calendar_group (mailbox_id, name_folded);

-- Who may do what in a calendar. The grantee is 'default', 'anonymous', an object id of the directory, or an address outside of it.
create table calendar_permission (
    mailbox_id    ${uuid} not null,
    folder_id     ${uuid} not null,
    grantee       ${exact} not null,
    name          text not null,
    address       text not null,
    access_rights text not null,
    is_delegate   ${bool} not null,
    sees_private  ${bool} not null,
    primary key (mailbox_id, folder_id, grantee)
) ${narrow};

-- Settings of a mailbox by name, each a JSON document.
create table mailbox_setting (
    mailbox_id    ${uuid} not null,
    name          ${exact} not null,
    doc           text not null,
    primary key (mailbox_id, name)
) ${narrow};
