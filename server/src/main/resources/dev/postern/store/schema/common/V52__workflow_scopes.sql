-- Runs are trees of scopes. An action inside a loop has one row for each repetition; a loop also has a row for each of its repetitions,
-- under its own name.
alter table workflow_action add column state text;
alter table workflow_action add column tracked text;
create index workflow_action_open on workflow_action (tenant_id, workflow_id, run_name) where ended_at is null;

-- The number of times the run was taken up: the driver with the last number is the only one that may write.
alter table workflow_run add column drive ${bigint} not null default 0;
-- The number of rows of actions, and the characters of their inputs and outputs.
alter table workflow_run add column sequence ${bigint} not null default 0;
alter table workflow_run add column stored ${bigint} not null default 0;
update workflow_run set sequence = (select count(*) from workflow_action a where a.tenant_id = workflow_run.tenant_id
    and a.workflow_id = workflow_run.workflow_id and a.run_name = workflow_run.run_name) where ended_at is null;
-- The action of another run that waits for this one, as JSON.
alter table workflow_run add column parent text;

-- The values of variables. Appending adds a piece, so that it costs the same however long the value is.
create table workflow_variable (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    run_name      text not null,
    name          text not null,
    piece         ${bigint} not null,
    content       text not null,
    primary key (tenant_id, workflow_id, run_name, name, piece),
    foreign key (tenant_id, workflow_id, run_name)
        references workflow_run (tenant_id, workflow_id, run_name) on delete cascade
) ${table};

-- What a service has sent to the callback URL of a webhook action; the run takes it when it continues.
create table workflow_callback (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    run_name      text not null,
    action_name   text not null,
    repetition    text not null,
    received_at   ${bigint} not null,
    content       text not null,
    primary key (tenant_id, workflow_id, run_name, action_name, repetition),
    foreign key (tenant_id, workflow_id, run_name)
        references workflow_run (tenant_id, workflow_id, run_name) on delete cascade
) ${table};
create index workflow_run_parent on workflow_run (tenant_id, parent) where parent is not null;
