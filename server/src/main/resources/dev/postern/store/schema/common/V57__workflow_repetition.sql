-- A run that continues reads the actions of its open repetitions only, however many have ended.
create index workflow_action_repetition on workflow_action (tenant_id, workflow_id, run_name, repetition);
