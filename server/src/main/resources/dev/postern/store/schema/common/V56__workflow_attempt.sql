-- The calls of actions that were repeated or polled. A call that was the only one of its action is in the action's inputs and outputs.
create table workflow_attempt (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    run_name      text not null,
    action_name   text not null,
    repetition    text not null,
    attempt       ${bigint} not null,
    started_at    ${bigint} not null,
    ended_at      ${bigint},
    code          text,
    -- the URL that was polled; null if the call of the inputs was made
    poll          text,
    response      text,
    error         text,
    primary key (tenant_id, workflow_id, run_name, action_name, repetition, attempt),
    foreign key (tenant_id, workflow_id, run_name)
        references workflow_run (tenant_id, workflow_id, run_name) on delete cascade
) ${table};
