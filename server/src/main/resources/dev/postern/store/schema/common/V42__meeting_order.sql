-- The messages of one sender about one meeting are delivered in the order in which they were written.
alter table outbound_queue add column meeting_key ${uuid};
alter table outbound_queue add column meeting_stamp ${bigint};
create index outbound_queue_meeting on outbound_queue (mailbox_id, meeting_key, meeting_stamp) where meeting_key is not null;
