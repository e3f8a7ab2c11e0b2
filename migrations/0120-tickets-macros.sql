-- Files that macros put under comments.
create table macro_attachments (
  id bigint primary key default nextval('attachment_ids'),
  -- Null while no macro has it yet.
  macro_id bigint,
  user_id bigint,
  blob text not null,
  file_name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  created_at timestamptz not null
);
create index macro_attachments_macro on macro_attachments (macro_id, id);

-- What macros drafted on tickets, and whether it was sent as it stood. The texts themselves are not kept.
create table macro_drafts (
  ticket_id bigint not null,
  macro_id bigint not null,
  user_id bigint not null,
  digest bytea not null,
  applied_at timestamptz not null,
  sent_at timestamptz,
  edited boolean,
  primary key (macro_id, ticket_id, user_id, applied_at)
);
create index macro_drafts_user on macro_drafts (user_id);
create index macro_drafts_ticket on macro_drafts (ticket_id);
create index macro_drafts_age on macro_drafts (applied_at);
