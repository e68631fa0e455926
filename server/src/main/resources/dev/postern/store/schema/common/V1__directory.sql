-- The directory: read whole into a snapshot, written with a compare-and-set on the tenant's revision.
-- A removed row stays with its flag and revision, so that other nodes learn of it.

create table tenant (
    tenant_id     ${uuid} not null primary key,
    created_at    ${bigint} not null,
    revision      ${bigint} not null
) ${narrow};

create table tenant_domain (
    domain        text not null primary key,
    tenant_id     ${uuid} not null references tenant (tenant_id),
    is_default    ${bool} not null
) ${narrow};

create table directory_object (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    object_id     ${uuid} not null,
    kind          text not null,
    revision      ${bigint} not null,
    removed       ${bool} not null,
    doc           text not null,
    primary key (tenant_id, object_id)
) ${table};
create index directory_object_revision on directory_object (tenant_id, revision);

create table membership (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    group_id      ${uuid} not null,
    member_id     ${uuid} not null,
    revision      ${bigint} not null,
    removed       ${bool} not null,
    primary key (tenant_id, group_id, member_id)
) ${narrow};
create index membership_revision on membership (tenant_id, revision);

create table app_role_assignment (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    assignment_id text not null,
    revision      ${bigint} not null,
    removed       ${bool} not null,
    doc           text not null,
    primary key (tenant_id, assignment_id)
) ${table};
create index app_role_assignment_revision on app_role_assignment (tenant_id, revision);

create table access_policy (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    policy_id     ${uuid} not null,
    revision      ${bigint} not null,
    removed       ${bool} not null,
    doc           text not null,
    primary key (tenant_id, policy_id)
) ${table};
create index access_policy_revision on access_policy (tenant_id, revision);

-- The only place where "this address is unique in the tenant" can be held. Addresses are folded to lower case.
create table address (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    address       text not null,
    object_id     ${uuid} not null,
    primary key (tenant_id, address)
) ${narrow};
