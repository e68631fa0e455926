-- What a folder is for decides what it may contain and where it is listed (decision 26). Until now all were folders of mail.
alter table folder add column folder_class text not null default 'mail';
