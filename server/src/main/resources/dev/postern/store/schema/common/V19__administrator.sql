-- Which service principal is the tenant's built-in administrator. Only the server writes this, so that no object can take the
-- administrator's place by looking like it.
alter table tenant add column administrator_id ${uuid};
