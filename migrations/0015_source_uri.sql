-- Which table of parts a batch is filled from: a batch that was interrupted goes on with that one or not at all.
-- Unknown for batches opened before.
alter table public.batches add column source_uri text;
