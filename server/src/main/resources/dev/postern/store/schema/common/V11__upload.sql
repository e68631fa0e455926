-- Files on their way into a draft, piece by piece. What has arrived lies in pieces by the place where each begins, so that an
-- upload goes on after a crash of either side.
create table upload_session (
    mailbox_id    ${uuid} not null,
    session_id    ${uuid} not null,
    item_id       ${uuid} not null,
    secret_hash   ${bytes} not null,
    holder        text not null,
    file          text not null,
    size          ${bigint} not null,
    received      ${bigint} not null,
    expires_at    ${bigint} not null,
    primary key (mailbox_id, session_id)
) ${table};

create table upload_piece (
    mailbox_id    ${uuid} not null,
    session_id    ${uuid} not null,
    place         ${bigint} not null,
    bytes         ${bytes} not null,
    primary key (mailbox_id, session_id, place)
) ${table};
