-- What signs the callback addresses of a workflow: a pair of keys for each slot (primary, secondary) and each node that gave out an
-- address. Every node verifies with the public keys; the private ones are sealed. The columns primary_key and secondary_key of the
-- workflow hold what signed before, sealed too, or nothing; of addresses that it signed, the slot ADDRESS holds hashes in public_key.
create table workflow_key (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    slot          text not null,
    public_key    ${bytes} not null,
    private_key   ${bytes} not null,
    primary key (tenant_id, workflow_id, slot, public_key),
    foreign key (tenant_id, workflow_id) references workflow (tenant_id, workflow_id) on delete cascade
) ${table};
