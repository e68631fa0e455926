-- Keys that sign mail to other domains (docs/transport.md). The private keys are sealed.
create table dkim_key (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    -- in lower case and ASCII
    domain        ${exact} not null,
    selector      ${exact} not null,
    -- rsa or ed25519
    type          text not null,
    -- the value of the DNS record
    dns_value     text not null,
    private_key   ${bytes} not null,
    created_at    ${bigint} not null,
    primary key (tenant_id, domain, selector)
) ${table};
