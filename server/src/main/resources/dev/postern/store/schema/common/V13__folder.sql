-- What a folder has besides its name and counts: of a search folder, which holds no items of its own, where it looks and for
-- what; and what programs have added.
alter table folder add column search text;
alter table folder add column doc text;
