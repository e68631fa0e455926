-- Which request writes the pieces of an upload: a client that lost its connection sends the range again, while the server may still
-- process the first request.
alter table upload_session add column attempt ${bigint} not null default 0;
