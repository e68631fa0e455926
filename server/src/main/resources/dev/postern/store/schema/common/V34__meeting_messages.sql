-- Messages that carry a meeting (decision 40). A column, because lists show the type of every message and may not read its document.
alter table message add column meeting_type text;
