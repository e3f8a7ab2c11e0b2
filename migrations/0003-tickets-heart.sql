create sequence ticket_ids as bigint start 1;

-- Audits, their events and comments share one space of ids, drawn in blocks of 1,000: block n holds n*1000 … n*1000+999.
create sequence event_id_blocks as bigint start 1;

create sequence attachment_ids as bigint start 1;

-- Status: 0 new, 1 open, 2 pending, 3 hold, 4 solved, 5 closed. Type: 1 question, 2 incident, 3 problem, 4 task.
-- Priority: 1 low, 2 normal, 3 high, 4 urgent.
create table tickets (
  ticket_id bigint primary key,
  version integer not null,
  last_event_id bigint not null,
  chain bytea not null,
  subject text,
  status smallint not null,
  custom_status_id bigint,
  type smallint,
  priority smallint,
  requester_id bigint not null,
  submitter_id bigint not null,
  assignee_id bigint,
  group_id bigint,
  organization_id bigint,
  brand_id bigint not null,
  ticket_form_id bigint,
  problem_id bigint,
  external_id text,
  recipient text,
  via jsonb not null,
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  follower_ids bigint[] not null default '{}',
  email_cc_ids bigint[] not null default '{}',
  due_at timestamptz,
  is_public boolean not null,
  first_comment_id bigint,
  comment_count integer not null default 0,
  public_comment_count integer not null default 0,
  mail_epoch integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  solved_at timestamptz,
  closed_at timestamptz,
  deleted_at timestamptz
);
create index tickets_updated on tickets (updated_at, ticket_id);
create index tickets_requester on tickets (requester_id, ticket_id);
create index tickets_assignee on tickets (assignee_id, status, ticket_id) where assignee_id is not null;
create index tickets_organization on tickets (organization_id, ticket_id) where organization_id is not null;
create index tickets_group_unsolved on tickets (group_id, ticket_id) where status < 4;
create index tickets_external on tickets (external_id) where external_id is not null;
create index tickets_problem on tickets (problem_id) where problem_id is not null;
create index tickets_ccs on tickets using gin (email_cc_ids) where email_cc_ids <> '{}';

-- One row a Change; `seq` is the ticket's version after it. `change` and `events` name texts by their place in
-- `texts`, with a salted digest, so that a text can be erased while the chain still holds.
create table audits (
  ticket_id bigint not null,
  seq integer not null,
  id bigint not null,
  created_at timestamptz not null,
  author_id bigint not null,
  via jsonb not null,
  change jsonb not null,
  events jsonb not null,
  texts jsonb not null,
  rules_fired jsonb not null,
  context jsonb not null,
  metadata jsonb not null,
  policy_version integer not null,
  chain bytea not null,
  primary key (ticket_id, seq)
);
create index audits_created on audits (created_at, id);

create table comments (
  ticket_id bigint not null,
  id bigint not null,
  seq integer not null,
  author_id bigint not null,
  public boolean not null,
  body text not null,
  html text not null,
  quoted_html text,
  via jsonb not null,
  verdict text,
  flags integer[] not null default '{}',
  mail_id bigint,
  salt bytea,
  created_at timestamptz not null,
  primary key (ticket_id, id)
);

create table attachments (
  ticket_id bigint not null,
  id bigint not null,
  comment_id bigint not null,
  blob text not null,
  file_name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  inline boolean not null default false,
  content_id text,
  width integer,
  height integer,
  created_at timestamptz not null,
  primary key (ticket_id, id)
);
create index attachments_id on attachments (id);
create index attachments_comment on attachments (ticket_id, comment_id);
create index attachments_blob on attachments (blob);

-- Files that were sent ahead of their comment. Ids stay the same when the comment takes them.
create table uploads (
  id bigint generated always as identity primary key,
  hash bytea not null unique,
  user_id bigint,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index uploads_expiry on uploads (expires_at);

create table upload_files (
  id bigint primary key default nextval('attachment_ids'),
  upload_id bigint not null references uploads on delete cascade,
  blob text not null,
  file_name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  created_at timestamptz not null
);
create index upload_files_upload on upload_files (upload_id);
create index upload_files_blob on upload_files (blob);

create trigger audits_append_only before delete or truncate on audits
  for each statement execute function refuse_rewriting();

-- An audit may lose a text, value and salt together; nothing else of it ever changes.
create function refuse_all_but_blanking() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'texts' is distinct from to_jsonb(old) - 'texts' or exists (
    select from jsonb_each(old.texts) o full join jsonb_each(new.texts) n using (key)
    where o.value is null or n.value is null or (n.value <> o.value and n.value <> 'null'::jsonb)
  ) then
    raise exception 'rows of audits are never changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger audits_only_blanked before update on audits
  for each row execute function refuse_all_but_blanking();

-- The one way to blank texts of an audit: all of them, or those named.
create function erase_audit_texts(the_ticket bigint, the_seq integer, names text[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  update audits set texts = (
    select coalesce(jsonb_object_agg(key, case when names is null or key = any(names) then 'null'::jsonb else value end), '{}')
    from jsonb_each(texts))
  where ticket_id = the_ticket and seq = the_seq
$$;
