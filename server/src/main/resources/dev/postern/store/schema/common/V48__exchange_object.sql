-- What Exchange stores for RBAC for Applications: service principals, management scopes, role assignments. As for other tables of the
-- directory, a removed object keeps its row, with the revision that removed it.
create table exchange_object (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    object_id     ${uuid} not null,
    kind          text not null,
    revision      ${bigint} not null,
    removed       ${bool} not null,
    doc           text not null,
    primary key (tenant_id, object_id)
) ${table};
create index exchange_object_revision on exchange_object (tenant_id, revision);
