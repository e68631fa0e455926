-- Searches of the audit begin with the newest entry of a tenant.
create index mailbox_audit_time on mailbox_audit (tenant_id, at, mailbox_id, sequence);
create index tenant_audit_time on tenant_audit (tenant_id, at, sequence);
