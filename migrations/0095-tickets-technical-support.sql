-- What a technical ticket has beyond any other. `kind`: 1 service request, 2 change; `plan` is a change's. `parties`
-- are the vendors and partners who take part.
alter table tickets
  add column kind smallint,
  add column resolution_code text,
  add column plan jsonb,
  add column parties jsonb;

-- What a comment holds besides its words: a hand-over, an entry of the troubleshooting log, a call.
alter table comments add column structure jsonb;
create index comments_structure on comments (ticket_id, id) where structure is not null;
