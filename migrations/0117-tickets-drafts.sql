-- Words that somebody of the staff has not sent yet, and what they chose beside them: of a ticket, or of one to be made.
create sequence draft_versions;
create table drafts (
  id bigint primary key generated always as identity,
  user_id bigint not null,
  -- Where it was written, whatever that was merged into since. Null: of a ticket that is yet to be made.
  ticket_id bigint,
  public boolean not null,
  -- Another with each save, and never the same twice.
  version bigint not null default nextval('draft_versions'),
  content jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The comment that it became. It is there again when that is taken back.
  sent_on bigint,
  sent_as bigint,
  sent_at timestamptz
);
create unique index drafts_of_ticket on drafts (user_id, ticket_id, public)
  where ticket_id is not null and sent_as is null;
create index drafts_user on drafts (user_id, updated_at, id);
create index drafts_ticket on drafts (ticket_id) where ticket_id is not null;
create index drafts_age on drafts (updated_at);
create index drafts_sent on drafts (sent_on) where sent_on is not null;
