-- The resource id of the user-assigned identity of a workflow. The identity may have been deleted since.
alter table workflow add column user_identity text;

-- Location and tags of a user-assigned identity. Everything else about it is in its service principal.
create table user_identity (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    principal_id  ${uuid} not null,
    resource      text not null,
    primary key (tenant_id, principal_id)
) ${table};

-- Resource groups that a caller created. A group also exists while a resource is in it.
create table resource_group (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    -- subscription/name in lower case
    path          text not null,
    subscription  text not null,
    name          text not null,
    resource      text not null,
    primary key (tenant_id, path)
) ${table};
