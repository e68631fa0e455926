-- What a run needs as it is, while the history has it masked or not at all. Rows go when the run ends.
create table workflow_working (
    tenant_id     ${uuid} not null,
    workflow_id   ${uuid} not null,
    run_name      text not null,
    part          text not null,
    content       text not null,
    primary key (tenant_id, workflow_id, run_name, part),
    foreign key (tenant_id, workflow_id, run_name)
        references workflow_run (tenant_id, workflow_id, run_name) on delete cascade
) ${table};

-- How often the run was taken up without getting anywhere.
alter table workflow_run add column failures ${bigint} not null default 0;
-- Runs of a workflow that have not ended are counted before another begins.
create index workflow_run_waiting on workflow_run (tenant_id, workflow_id) where ended_at is null;

-- Which of inputs and outputs are never shown.
alter table workflow_action add column hidden text not null default '';
