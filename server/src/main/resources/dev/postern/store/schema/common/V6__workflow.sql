-- Workflows, and what became of their runs.

create table workflow (
    tenant_id     ${uuid} not null references tenant (tenant_id),
    workflow_id   ${uuid} not null,
    -- subscription/group/name in lower case: the three are compared without regard to case
    path          text not null,
    subscription  text not null,
    resource_group text not null,
    name          text not null,
    state         text not null,
    version       text not null,
    created_at    ${bigint} not null,
    changed_at    ${bigint} not null,
    principal_id  ${uuid},
    app_id        ${uuid},
    primary_key   ${bytes} not null,
    secondary_key ${bytes} not null,
    -- location, tags and the other members of the resource that the engine does not read
    resource      text not null,
    primary key (tenant_id, workflow_id)
) ${table};
create unique index workflow_path on workflow (tenant_id, path);
-- A callback address names the workflow and nothing else.
create index workflow_by_id on workflow (workflow_id);

create table workflow_version (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    version       text not null,
    created_at    ${bigint} not null,
    definition    text not null,
    parameters    text not null,
    primary key (tenant_id, workflow_id, version),
    foreign key (tenant_id, workflow_id) references workflow (tenant_id, workflow_id) on delete cascade
) ${table};

-- The clock of a recurrence. The generation changes with every new schedule, so that timers of an old one know it.
create table workflow_trigger (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    trigger_name  text not null,
    generation    text not null,
    anchor_at     ${bigint} not null,
    next_at       ${bigint},
    last_at       ${bigint},
    recurrence    text not null,
    primary key (tenant_id, workflow_id, trigger_name),
    foreign key (tenant_id, workflow_id) references workflow (tenant_id, workflow_id) on delete cascade
) ${table};

create table workflow_run (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    run_name      text not null,
    version       text not null,
    status        text not null,
    code          text,
    error         text,
    trigger_name  text not null,
    trigger_record text not null,
    correlation_id ${uuid} not null,
    tracking_id   text not null,
    scheduled_at  ${bigint},
    started_at    ${bigint} not null,
    ended_at      ${bigint},
    outputs       text,
    response      text,
    primary key (tenant_id, workflow_id, run_name),
    foreign key (tenant_id, workflow_id) references workflow (tenant_id, workflow_id) on delete cascade
) ${table};
create index workflow_run_open on workflow_run (ended_at, started_at);

create table workflow_action (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    run_name      text not null,
    action_name   text not null,
    -- the place in loops; empty while no loop is built
    repetition    text not null,
    sequence      ${bigint} not null,
    status        text not null,
    code          text,
    error         text,
    inputs        text,
    outputs       text,
    tracking_id   ${uuid} not null,
    -- one id for all attempts: the called service can tell a retry from a second order
    request_id    ${uuid} not null,
    attempt       ${bigint} not null,
    interrupted   ${bigint} not null,
    sent_at       ${bigint},
    due_at        ${bigint},
    poll          text,
    retries       text not null,
    started_at    ${bigint} not null,
    ended_at      ${bigint},
    primary key (tenant_id, workflow_id, run_name, action_name, repetition),
    foreign key (tenant_id, workflow_id, run_name)
        references workflow_run (tenant_id, workflow_id, run_name) on delete cascade
) ${table};
