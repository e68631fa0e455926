-- One row for each fire of a trigger. The name sorts the newest first; that of a fire with one run is the name of the run.
create table workflow_trigger_history (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    trigger_name  text not null,
    history_name  text not null,
    status        text not null,
    code          text,
    error         text,
    fired         ${bigint} not null,
    scheduled_at  ${bigint},
    started_at    ${bigint} not null,
    ended_at      ${bigint} not null,
    tracking_id   ${uuid} not null,
    client_tracking_id text not null,
    -- its data is in the run
    run_name      text,
    inputs        text,
    outputs       text,
    -- whether the history shows all data, so that the trigger can fire with it again
    whole         ${bigint} not null,
    primary key (tenant_id, workflow_id, trigger_name, history_name),
    foreign key (tenant_id, workflow_id) references workflow (tenant_id, workflow_id) on delete cascade
) ${table};
create index workflow_trigger_history_age on workflow_trigger_history (started_at);

-- So far every fire started a run. Whether the history shows all its data is not known.
insert into workflow_trigger_history (tenant_id, workflow_id, trigger_name, history_name, status, fired, scheduled_at, started_at, ended_at,
    tracking_id, client_tracking_id, run_name, whole)
    select tenant_id, workflow_id, trigger_name, run_name, 'Succeeded', 1, scheduled_at, started_at, started_at, correlation_id, tracking_id,
        run_name, 0 from workflow_run;

-- Where a trigger is that does not go by the clock alone: its next window, or the place to poll next and the failed attempts.
alter table workflow_trigger add column position text;

-- An array whose items each start a run, in pieces, until they have started.
create table workflow_split (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    history_name  text not null,
    -- -1 is what the items have in common
    first_item    ${bigint} not null,
    content       text not null,
    primary key (tenant_id, workflow_id, history_name, first_item),
    foreign key (tenant_id, workflow_id) references workflow (tenant_id, workflow_id) on delete cascade
) ${table};

-- Runs that wait for others to end.
create index workflow_run_queued on workflow_run (tenant_id, workflow_id, trigger_name, run_name) where status = 'Waiting';

-- A subscription of a webhook. It outlives its workflow until the service knows.
create table workflow_subscription (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    subscription_id ${uuid} not null,
    trigger_name  text not null,
    version       text not null,
    state         text not null,
    -- calls since the state changed
    attempts      ${bigint} not null,
    due_at        ${bigint},
    changed_at    ${bigint} not null,
    -- the call that ends it, sealed; null if there is nothing to call
    unsubscribe   text,
    primary key (tenant_id, workflow_id, subscription_id)
) ${table};
create index workflow_subscription_due on workflow_subscription (due_at) where due_at is not null;
