-- Certificate authorities that the nodes of one database share (decision 63). The private keys are sealed. That the generation is the
-- primary key makes two nodes that start at the same time agree on one.
create table certificate_authority (
    generation    ${bigint} not null primary key,
    created_at    ${bigint} not null,
    certificate   ${bytes} not null,
    private_key   ${bytes} not null
) ${table};
