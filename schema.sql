-- The sum of migrations/, written by dump-schema.ts. Never edited: add a migration, then run
-- npx vitest run src/platform/db/schema.test.ts -u

create sequence attachment_ids as bigint start 1 increment 1 cache 1;

create sequence draft_versions as bigint start 1 increment 1 cache 1;

create sequence event_id_blocks as bigint start 1 increment 1 cache 1;

create sequence people_ids as bigint start 1000 increment 1 cache 1;

create sequence policy_ids as bigint start 10000 increment 1 cache 1;

create sequence target_ids as bigint start 1 increment 1 cache 1;

create sequence ticket_ids as bigint start 1 increment 1 cache 1;

CREATE OR REPLACE FUNCTION public.erase_audit_log(the_user bigint, their_names text[], their_addresses text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  names text[];
  addresses text[];
  about bigint[];
begin
  select array_agg(id) into about from audit_log
    where source_type in ('user', 'deleted_user') and source_id = the_user::text
      or source_type like any(array['user\_%', 'token', 'oauth\_grant', '%\_membership', '%\_subscription', '%\_contact'])
        and the_user::text in (before ->> 'user_id', after ->> 'user_id');
  -- What they were called before stands only here.
  select array_agg(distinct said) filter (where said <> ''), array_agg(distinct said) filter (where strpos(said, '@') > 1)
    into names, addresses
    from (
      select unnest(their_names || their_addresses)
      union all
      select unnest(array[before ->> 'name', after ->> 'name', before ->> 'email', after ->> 'email',
        before ->> 'value', after ->> 'value', before ->> 'phone', after ->> 'phone',
        case when source_type = 'user' then source_label end])
      from audit_log where id = any(about)) as known(said);
  update audit_log set before = without_texts(before), after = without_texts(after), source_label = null
    where id = any(about);
  update audit_log set ip = null where actor_id = the_user and ip is not null;
  update audit_log set before = without_person(before, names, addresses), after = without_person(after, names, addresses),
      source_label = case when source_label = any(names) or exists (
        select from unnest(addresses) a where strpos(lower(source_label), lower(a)) > 0) then null else source_label end
    -- A namesake is somebody else.
    where not id = any(coalesce(about, '{}')) and source_type not in ('user', 'deleted_user') and (
      source_label = any(names)
      or exists (select from jsonb_each(coalesce(before, '{}')) v where v.value #>> '{}' = any(names))
      or exists (select from jsonb_each(coalesce(after, '{}')) v where v.value #>> '{}' = any(names)))
    or not id = any(coalesce(about, '{}')) and exists (select from unnest(addresses) a
      where strpos(lower(concat_ws(' ', source_label, before::text, after::text)), lower(a)) > 0);
end $function$;

CREATE OR REPLACE FUNCTION public.erase_audit_texts(the_ticket bigint, the_seq integer, names text[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update audits set texts = (
    select coalesce(jsonb_object_agg(key, case when names is null or key = any(names) then 'null'::jsonb else value end), '{}')
    from jsonb_each(texts))
  where ticket_id = the_ticket and seq = the_seq
$function$;

CREATE OR REPLACE FUNCTION public.lost_only(was jsonb, is_now jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select is_now is not distinct from was or was is not null and is_now is not null and not exists (
    select from jsonb_each(was) o full join jsonb_each(is_now) n using (key)
    where o.value is null or n.value is null or (n.value <> o.value and n.value <> 'null'::jsonb))
$function$;

CREATE OR REPLACE FUNCTION public.refuse_all_but_blanking()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if to_jsonb(new) - 'texts' is distinct from to_jsonb(old) - 'texts' or exists (
    select from jsonb_each(old.texts) o full join jsonb_each(new.texts) n using (key)
    where o.value is null or n.value is null or (n.value <> o.value and n.value <> 'null'::jsonb)
  ) then
    raise exception 'rows of audits are never changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_all_but_erasing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if to_jsonb(new) - array['before', 'after', 'source_label', 'ip']
      is distinct from to_jsonb(old) - array['before', 'after', 'source_label', 'ip']
    or not lost_only(old.before, new.before) or not lost_only(old.after, new.after)
    or coalesce(new.source_label <> old.source_label, new.source_label is not null and old.source_label is null)
    or coalesce(new.ip <> old.ip, new.ip is not null and old.ip is null) then
    raise exception 'rows of audit_log are never changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.without_person(of_row jsonb, names text[], addresses text[])
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when of_row is not null then coalesce(jsonb_object_agg(key, case
    when value #>> '{}' = any(names) or exists (
      select from unnest(addresses) a where strpos(lower(value::text), lower(a)) > 0) then 'null'::jsonb
    else value end), '{}') end
  from jsonb_each(of_row)
$function$;

CREATE OR REPLACE FUNCTION public.without_texts(of_row jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when of_row is not null then coalesce(jsonb_object_agg(key,
    case when jsonb_typeof(value) in ('number', 'boolean') then value else 'null'::jsonb end), '{}') end
  from jsonb_each(of_row)
$function$;

create table account_links (
  id bigint default nextval('people_ids'::regclass) not null,
  hash bytea not null,
  user_id bigint not null,
  identity_id bigint not null,
  key text not null,
  purpose text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  dead_at timestamp with time zone,
  constraint account_links_pkey PRIMARY KEY (id),
  constraint account_links_hash_key UNIQUE (hash),
  constraint account_links_purpose_check CHECK ((purpose = ANY (ARRAY['password_reset'::text, 'address_verification'::text, 'invitation'::text]))),
  constraint account_links_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES user_identities(id) ON DELETE CASCADE,
  constraint account_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table agent_absences (
  id bigint generated always as identity not null,
  user_id bigint not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  reason text default ''::text not null,
  created_at timestamp with time zone not null,
  constraint agent_absences_pkey PRIMARY KEY (id),
  constraint agent_absences_check CHECK ((ends_at > starts_at))
);

create table agent_availability (
  user_id bigint not null,
  status text default 'online'::text not null,
  capacity double precision,
  modifier double precision default 1 not null,
  schedule_id bigint,
  updated_at timestamp with time zone not null,
  constraint agent_availability_pkey PRIMARY KEY (user_id),
  constraint agent_availability_capacity_check CHECK ((capacity >= (0)::double precision)),
  constraint agent_availability_modifier_check CHECK (((modifier >= (0)::double precision) AND (modifier <= (2)::double precision))),
  constraint agent_availability_status_check CHECK ((status = ANY (ARRAY['online'::text, 'away'::text, 'offline'::text])))
);

create table agent_skills (
  user_id bigint not null,
  value_id bigint not null,
  created_at timestamp with time zone not null,
  constraint agent_skills_pkey PRIMARY KEY (user_id, value_id)
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
  inline boolean default false not null,
  content_id text,
  width integer,
  height integer,
  created_at timestamp with time zone not null,
  constraint attachments_pkey PRIMARY KEY (ticket_id, id)
);

create table audit_log (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor_id bigint,
  via text not null,
  ip text,
  request_id text,
  action text not null,
  source_type text not null,
  source_id text,
  source_label text,
  before jsonb,
  after jsonb,
  acted_by bigint,
  constraint audit_log_pkey PRIMARY KEY (id)
);

create table audits (
  ticket_id bigint not null,
  seq integer not null,
  id bigint not null,
  created_at timestamp with time zone not null,
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
  metric_events text,
  silent boolean default false not null,
  constraint audits_pkey PRIMARY KEY (ticket_id, seq)
);

create table automation_firings (
  ticket_id bigint not null,
  automation_id bigint not null,
  fired_at timestamp with time zone not null,
  times integer not null,
  constraint automation_firings_pkey PRIMARY KEY (ticket_id, automation_id)
);

create table automation_looks (
  automation_id bigint not null,
  policy text not null,
  looked_at timestamp with time zone not null,
  "position" bigint not null,
  whole_at timestamp with time zone not null,
  constraint automation_looks_pkey PRIMARY KEY (automation_id)
);

create table automation_sweep (
  only_one boolean default true not null,
  next_at timestamp with time zone not null,
  constraint automation_sweep_pkey PRIMARY KEY (only_one),
  constraint automation_sweep_only_one_check CHECK (only_one)
);

create table bulk_outcomes (
  job_id text not null,
  index integer not null,
  outcome jsonb not null,
  constraint bulk_outcomes_pkey PRIMARY KEY (job_id, index)
);

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
  flags integer[] default '{}'::integer[] not null,
  mail_id bigint,
  salt bytea,
  created_at timestamp with time zone not null,
  redacted_at timestamp with time zone,
  trusted_at timestamp with time zone,
  structure jsonb,
  constraint comments_pkey PRIMARY KEY (ticket_id, id)
);

create table config_documents (
  kind text not null,
  key text not null,
  document_id bigint not null,
  constraint config_documents_pkey PRIMARY KEY (kind, key),
  constraint config_documents_kind_document_id_key UNIQUE (kind, document_id)
);

create table drafts (
  id bigint generated always as identity not null,
  user_id bigint not null,
  ticket_id bigint,
  public boolean not null,
  version bigint default nextval('draft_versions'::regclass) not null,
  content jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  sent_on bigint,
  sent_as bigint,
  sent_at timestamp with time zone,
  constraint drafts_pkey PRIMARY KEY (id)
);

create table feed (
  "position" bigint not null,
  subject text not null,
  subject_id bigint not null,
  seq integer not null,
  at timestamp with time zone not null,
  constraint feed_pkey PRIMARY KEY ("position")
);

create table feed_inbox (
  id bigint generated always as identity not null,
  xid xid8 default pg_current_xact_id() not null,
  subject text not null,
  subject_id bigint not null,
  seq integer default 0 not null,
  constraint feed_inbox_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table group_memberships (
  id bigint default nextval('people_ids'::regclass) not null,
  user_id bigint not null,
  group_id bigint not null,
  is_default boolean default false not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint group_memberships_pkey PRIMARY KEY (id),
  constraint group_memberships_user_id_group_id_key UNIQUE (user_id, group_id),
  constraint group_memberships_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id),
  constraint group_memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table groups (
  id bigint default nextval('people_ids'::regclass) not null,
  name text not null,
  description text default ''::text not null,
  is_default boolean default false not null,
  is_public boolean default true not null,
  deleted boolean default false not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint groups_pkey PRIMARY KEY (id)
);

create table idempotency_keys (
  id bigint generated always as identity not null,
  principal text not null,
  key text not null,
  body_hash bytea not null,
  owner bigint not null,
  located_status integer,
  located_path text,
  status integer,
  headers jsonb,
  response jsonb,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (id),
  constraint idempotency_keys_principal_key_key UNIQUE (principal, key)
);

create table inbound_mails (
  id bigint generated always as identity not null,
  received_at timestamp with time zone not null,
  envelope_from text not null,
  envelope_to text[] not null,
  remote_ip text,
  helo text,
  raw bytea,
  blob text,
  size integer not null,
  sha256 bytea not null,
  message_id text,
  dedupe bytea not null,
  state text default 'received'::text not null,
  outcome jsonb,
  attempts integer default 0 not null,
  due_at timestamp with time zone not null,
  lease_owner bigint,
  lease_until timestamp with time zone,
  mailbox_id bigint,
  constraint inbound_mails_pkey PRIMARY KEY (id),
  constraint inbound_mails_check CHECK (((raw IS NULL) <> (blob IS NULL))),
  constraint inbound_mails_state_check CHECK ((state = ANY (ARRAY['received'::text, 'done'::text, 'suspended'::text, 'duplicate'::text, 'dropped'::text])))
);

create table job_pools (
  pool_id text not null,
  owner bigint not null,
  constraint job_pools_pkey PRIMARY KEY (pool_id)
);

create table job_statuses (
  id text not null,
  job_type text not null,
  author_id bigint,
  total integer,
  progress integer,
  status text not null,
  message text,
  results jsonb,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint job_statuses_pkey PRIMARY KEY (id),
  constraint job_statuses_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'working'::text, 'completed'::text, 'failed'::text, 'killed'::text])))
);

create table macro_attachments (
  id bigint default nextval('attachment_ids'::regclass) not null,
  macro_id bigint,
  user_id bigint,
  blob text not null,
  file_name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  created_at timestamp with time zone not null,
  constraint macro_attachments_pkey PRIMARY KEY (id)
);

create table macro_drafts (
  ticket_id bigint not null,
  macro_id bigint not null,
  user_id bigint not null,
  digest bytea not null,
  applied_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  edited boolean,
  constraint macro_drafts_pkey PRIMARY KEY (macro_id, ticket_id, user_id, applied_at)
);

create table mailbox_messages (
  mailbox_id bigint not null,
  uid_validity bigint not null,
  uid bigint not null,
  state text not null,
  mail_id bigint,
  attempts integer default 0 not null,
  error text,
  at timestamp with time zone not null,
  constraint mailbox_messages_pkey PRIMARY KEY (mailbox_id, uid_validity, uid),
  constraint mailbox_messages_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'done'::text, 'failing'::text, 'left'::text]))),
  constraint mailbox_messages_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES mailboxes(id) ON DELETE CASCADE
);

create table mailboxes (
  id bigint generated always as identity not null,
  name text not null,
  address text not null,
  host text not null,
  port integer not null,
  security text not null,
  username text not null,
  password bytea not null,
  folder text not null,
  poll_seconds integer not null,
  idle boolean not null,
  after text not null,
  move_to text,
  existing_mail text not null,
  authentication_host text,
  active boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  revision integer default 1 not null,
  due_at timestamp with time zone not null,
  lease_owner bigint,
  lease_until timestamp with time zone,
  checked_at timestamp with time zone,
  succeeded_at timestamp with time zone,
  failures integer default 0 not null,
  error text,
  uid_validity bigint,
  last_uid bigint default 0 not null,
  first_new_uid bigint,
  backlog integer default 0 not null,
  constraint mailboxes_pkey PRIMARY KEY (id),
  constraint mailboxes_after_check CHECK ((after = ANY (ARRAY['flag'::text, 'move'::text, 'delete'::text]))),
  constraint mailboxes_existing_mail_check CHECK ((existing_mail = ANY (ARRAY['unseen'::text, 'all'::text, 'none'::text]))),
  constraint mailboxes_security_check CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text])))
);

create table oauth_clients (
  id bigint default nextval('people_ids'::regclass) not null,
  identifier text not null,
  name text not null,
  kind text not null,
  secret_hash bytea,
  company text,
  description text,
  logo_url text,
  redirect_uris text[] not null,
  scopes text[] not null,
  user_id bigint not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint oauth_clients_pkey PRIMARY KEY (id),
  constraint oauth_clients_identifier_key UNIQUE (identifier),
  constraint oauth_clients_kind_check CHECK ((kind = ANY (ARRAY['confidential'::text, 'public'::text]))),
  constraint oauth_clients_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table oauth_grants (
  id bigint default nextval('people_ids'::regclass) not null,
  client_id bigint not null,
  user_id bigint not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  code_hash bytea,
  redirect_uri text,
  code_challenge text,
  code_expires_at timestamp with time zone,
  code_spent_at timestamp with time zone,
  constraint oauth_grants_pkey PRIMARY KEY (id),
  constraint oauth_grants_code_hash_key UNIQUE (code_hash),
  constraint oauth_grants_client_id_fkey FOREIGN KEY (client_id) REFERENCES oauth_clients(id),
  constraint oauth_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table oauth_refresh_tokens (
  hash bytea not null,
  grant_id bigint not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  spent_at timestamp with time zone,
  constraint oauth_refresh_tokens_pkey PRIMARY KEY (hash),
  constraint oauth_refresh_tokens_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES oauth_grants(id) ON DELETE CASCADE
);

create table organization_contacts (
  id bigint default nextval('people_ids'::regclass) not null,
  organization_id bigint not null,
  user_id bigint not null,
  roles text[] not null,
  manages_contacts boolean default false not null,
  notes text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint organization_contacts_pkey PRIMARY KEY (id),
  constraint organization_contacts_organization_id_user_id_key UNIQUE (organization_id, user_id),
  constraint organization_contacts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint organization_contacts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table organization_memberships (
  id bigint default nextval('people_ids'::regclass) not null,
  user_id bigint not null,
  organization_id bigint not null,
  is_default boolean default false not null,
  view_tickets boolean default false not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint organization_memberships_pkey PRIMARY KEY (id),
  constraint organization_memberships_user_id_organization_id_key UNIQUE (user_id, organization_id),
  constraint organization_memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint organization_memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table organization_merges (
  id text not null,
  loser_id bigint not null,
  winner_id bigint not null,
  created_at timestamp with time zone not null,
  constraint organization_merges_pkey PRIMARY KEY (id),
  constraint organization_merges_loser_id_fkey FOREIGN KEY (loser_id) REFERENCES organizations(id),
  constraint organization_merges_winner_id_fkey FOREIGN KEY (winner_id) REFERENCES organizations(id)
);

create table organization_subscriptions (
  id bigint default nextval('people_ids'::regclass) not null,
  user_id bigint not null,
  organization_id bigint not null,
  created_at timestamp with time zone not null,
  constraint organization_subscriptions_pkey PRIMARY KEY (id),
  constraint organization_subscriptions_user_id_organization_id_key UNIQUE (user_id, organization_id),
  constraint organization_subscriptions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint organization_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table organizations (
  id bigint default nextval('people_ids'::regclass) not null,
  name text not null,
  external_id text,
  shared_tickets boolean default false not null,
  shared_comments boolean default false not null,
  domain_names text[] default '{}'::text[] not null,
  details text,
  notes text,
  group_id bigint,
  tags text[] default '{}'::text[] not null,
  organization_fields jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  contact_limit integer default 30 not null,
  contacts_blocked_because text,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_contact_limit_check CHECK (((contact_limit >= 0) AND (contact_limit <= 1000)))
);

create table outbound_mails (
  id bigint generated always as identity not null,
  effect_key text not null,
  ticket_id bigint not null,
  seq integer not null,
  comment_id bigint,
  user_id bigint not null,
  address text not null,
  message_id text not null,
  automatic boolean not null,
  state text not null,
  reason text,
  attempts integer default 0 not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  updated_at timestamp with time zone not null,
  constraint outbound_mails_pkey PRIMARY KEY (id),
  constraint outbound_mails_effect_key_key UNIQUE (effect_key),
  constraint outbound_mails_message_id_key UNIQUE (message_id),
  constraint outbound_mails_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'suppressed'::text, 'failed'::text, 'bounced'::text, 'delivered'::text, 'complained'::text])))
);

create table outbox (
  id bigint generated always as identity not null,
  effect_key text not null,
  kind text not null,
  ticket_id bigint,
  payload jsonb not null,
  state text default 'waiting'::text not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  attempts integer default 0 not null,
  lease_owner bigint,
  lease_until timestamp with time zone,
  last_error text,
  ended_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_effect_key_key UNIQUE (effect_key),
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=2000);

create table people_words (
  kind text not null,
  id bigint not null,
  words tsvector not null,
  constraint people_words_pkey PRIMARY KEY (kind, id),
  constraint people_words_kind_check CHECK ((kind = ANY (ARRAY['user'::text, 'organization'::text, 'group'::text])))
);

create table policy_changes (
  id bigint generated always as identity not null,
  title text not null,
  reason text not null,
  author_id bigint not null,
  state text not null,
  base_version integer not null,
  edits jsonb not null,
  proposal jsonb not null,
  drawn_ids bigint[] default '{}'::bigint[] not null,
  decided_by bigint,
  decided_at timestamp with time zone,
  decision_reason text,
  applied_by bigint,
  applied_version integer,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint policy_changes_pkey PRIMARY KEY (id),
  constraint policy_changes_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'applied'::text]))),
  constraint policy_changes_applied_version_fkey FOREIGN KEY (applied_version) REFERENCES policy_versions(version),
  constraint policy_changes_base_version_fkey FOREIGN KEY (base_version) REFERENCES policy_versions(version)
);

create table policy_documents (
  kind text not null,
  id bigint not null,
  from_version integer not null,
  to_version integer,
  body jsonb not null,
  constraint policy_documents_pkey PRIMARY KEY (kind, id, from_version),
  constraint policy_documents_from_version_fkey FOREIGN KEY (from_version) REFERENCES policy_versions(version)
);

create table policy_dry_run_tickets (
  dry_run_id bigint not null,
  ticket_id bigint not null,
  aspects text[] not null,
  findings jsonb not null,
  borrowed text[] not null,
  constraint policy_dry_run_tickets_pkey PRIMARY KEY (dry_run_id, ticket_id),
  constraint policy_dry_run_tickets_dry_run_id_fkey FOREIGN KEY (dry_run_id) REFERENCES policy_dry_runs(id) ON DELETE CASCADE
);

create table policy_dry_runs (
  id bigint generated always as identity not null,
  job_id text not null,
  author_id bigint not null,
  change_id bigint,
  state text not null,
  base_version integer not null,
  proposal jsonb not null,
  span_from timestamp with time zone not null,
  span_to timestamp with time zone not null,
  sample integer,
  report jsonb,
  error text,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint policy_dry_runs_pkey PRIMARY KEY (id),
  constraint policy_dry_runs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'working'::text, 'completed'::text, 'failed'::text, 'cancelled'::text]))),
  constraint policy_dry_runs_base_version_fkey FOREIGN KEY (base_version) REFERENCES policy_versions(version),
  constraint policy_dry_runs_change_id_fkey FOREIGN KEY (change_id) REFERENCES policy_changes(id) ON DELETE SET NULL
);

create table policy_versions (
  version integer not null,
  at timestamp with time zone not null,
  author_id bigint,
  reason text not null,
  given_reason text,
  change_id bigint,
  restores integer,
  broke_glass boolean default false not null,
  constraint policy_versions_pkey PRIMARY KEY (version)
);

create table projections (
  name text not null,
  version integer not null,
  "position" bigint not null,
  building text,
  built_to bigint default 0 not null,
  constraint projections_pkey PRIMARY KEY (name)
);

create table rate_budgets (
  key text not null,
  window_start timestamp with time zone not null,
  used integer not null,
  constraint rate_budgets_pkey PRIMARY KEY (key, window_start)
);

create table retracted_comments (
  ticket_id bigint not null,
  id bigint not null,
  seq integer not null,
  retracted_seq integer not null,
  author_id bigint not null,
  content jsonb not null,
  salt bytea,
  constraint retracted_comments_pkey PRIMARY KEY (ticket_id, id)
);

create table routing_decisions (
  ticket_id bigint not null,
  seq integer not null,
  group_id bigint not null,
  user_id bigint not null,
  policy_version integer not null,
  decided_at timestamp with time zone not null,
  basis jsonb not null,
  constraint routing_decisions_pkey PRIMARY KEY (ticket_id, seq)
);

create table routing_groups (
  group_id bigint not null,
  due_at timestamp with time zone,
  turn bigint default 0 not null,
  constraint routing_groups_pkey PRIMARY KEY (group_id)
);

create table routing_policy (
  only_one boolean default true not null,
  version integer not null,
  constraint routing_policy_pkey PRIMARY KEY (only_one),
  constraint routing_policy_only_one_check CHECK (only_one)
);

create table routing_queue (
  ticket_id bigint not null,
  group_id bigint not null,
  since timestamp with time zone not null,
  constraint routing_queue_pkey PRIMARY KEY (ticket_id)
);

create table routing_turns (
  group_id bigint not null,
  user_id bigint not null,
  turn bigint not null,
  constraint routing_turns_pkey PRIMARY KEY (group_id, user_id)
);

create table rule_usage (
  kind text not null,
  rule_id bigint not null,
  at timestamp with time zone not null,
  uses integer not null,
  constraint rule_usage_pkey PRIMARY KEY (kind, rule_id, at)
);

create table rule_usage_cursor (
  only_one boolean default true not null,
  "position" bigint not null,
  constraint rule_usage_cursor_pkey PRIMARY KEY (only_one),
  constraint rule_usage_cursor_only_one_check CHECK (only_one)
);

create table schema_migrations (
  version integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migrations_pkey PRIMARY KEY (version)
);

create table sessions (
  id bigint default nextval('people_ids'::regclass) not null,
  hash bytea not null,
  user_id bigint not null,
  csrf_token text not null,
  ip text,
  user_agent text,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_hash_key UNIQUE (hash),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table skips (
  id bigint generated always as identity not null,
  ticket_id bigint not null,
  user_id bigint not null,
  reason text not null,
  created_at timestamp with time zone not null,
  constraint skips_pkey PRIMARY KEY (id)
);

create table suspended_tickets (
  id bigint generated always as identity not null,
  mail_id bigint,
  author_id bigint,
  author_name text not null,
  author_email text not null,
  subject text not null,
  content text not null,
  cause_id integer not null,
  cause text not null,
  ticket_id bigint,
  recipient text,
  message_id text,
  brand_id bigint not null,
  via jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  files jsonb default '[]'::jsonb not null,
  constraint suspended_tickets_pkey PRIMARY KEY (id),
  constraint suspended_tickets_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES inbound_mails(id)
);

create table ticket_skills (
  ticket_id bigint not null,
  value_id bigint not null,
  created_at timestamp with time zone not null,
  constraint ticket_skills_pkey PRIMARY KEY (ticket_id, value_id)
);

create table ticket_words (
  ticket_id bigint not null,
  words tsvector not null,
  status smallint not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint ticket_words_pkey PRIMARY KEY (ticket_id)
) with (fillfactor=90, autovacuum_analyze_scale_factor=0.05);

create table tickets (
  ticket_id bigint not null,
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
  tags text[] default '{}'::text[] not null,
  fields jsonb default '{}'::jsonb not null,
  follower_ids bigint[] default '{}'::bigint[] not null,
  email_cc_ids bigint[] default '{}'::bigint[] not null,
  due_at timestamp with time zone,
  is_public boolean not null,
  first_comment_id bigint,
  comment_count integer default 0 not null,
  public_comment_count integer default 0 not null,
  mail_epoch integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  solved_at timestamp with time zone,
  closed_at timestamp with time zone,
  deleted_at timestamp with time zone,
  purged_at timestamp with time zone,
  follow_up_of bigint,
  merged_into bigint,
  clocks text,
  next_breach_at timestamp with time zone,
  sla_policy_id bigint,
  stage smallint,
  schedule_id bigint,
  split_from bigint,
  satisfaction jsonb,
  next_update_at timestamp with time zone,
  kind smallint,
  resolution_code text,
  plan jsonb,
  parties jsonb,
  status_at timestamp with time zone,
  assigned_at timestamp with time zone,
  requester_updated_at timestamp with time zone,
  assignee_updated_at timestamp with time zone,
  upcoming_breach_at timestamp with time zone,
  last_breach_at timestamp with time zone,
  upcoming_group_breach_at timestamp with time zone,
  last_group_breach_at timestamp with time zone,
  constraint tickets_pkey PRIMARY KEY (ticket_id) INCLUDE (deleted_at)
);

create table timers (
  ticket_id bigint not null,
  kind text not null,
  key text not null,
  due_at timestamp with time zone not null,
  payload jsonb default '{}'::jsonb not null,
  attempts integer default 0 not null,
  lease_owner bigint,
  lease_until timestamp with time zone,
  last_error text,
  constraint timers_pkey PRIMARY KEY (ticket_id, kind, key)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=2000);

create table tokens (
  id bigint default nextval('people_ids'::regclass) not null,
  hash bytea not null,
  user_id bigint not null,
  description text not null,
  scopes text[] not null,
  allowed_ips text[] default '{}'::text[] not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  client_id bigint,
  grant_id bigint,
  constraint tokens_pkey PRIMARY KEY (id),
  constraint tokens_hash_key UNIQUE (hash),
  constraint tokens_client_id_fkey FOREIGN KEY (client_id) REFERENCES oauth_clients(id),
  constraint tokens_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES oauth_grants(id) ON DELETE SET NULL,
  constraint tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table upload_files (
  id bigint default nextval('attachment_ids'::regclass) not null,
  upload_id bigint not null,
  blob text not null,
  file_name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  created_at timestamp with time zone not null,
  constraint upload_files_pkey PRIMARY KEY (id),
  constraint upload_files_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES uploads(id) ON DELETE CASCADE
);

create table uploads (
  id bigint generated always as identity not null,
  hash bytea not null,
  user_id bigint,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint uploads_pkey PRIMARY KEY (id),
  constraint uploads_hash_key UNIQUE (hash)
);

create table user_identities (
  id bigint default nextval('people_ids'::regclass) not null,
  user_id bigint not null,
  type text not null,
  value text not null,
  key text not null,
  verified boolean default false not null,
  is_primary boolean default false not null,
  deliverable_state text default 'deliverable'::text not null,
  undeliverable_count integer default 0 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint user_identities_pkey PRIMARY KEY (id),
  constraint user_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table user_photos (
  id bigint default nextval('people_ids'::regclass) not null,
  user_id bigint not null,
  key text not null,
  blob text not null,
  file_name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  created_at timestamp with time zone not null,
  constraint user_photos_pkey PRIMARY KEY (id),
  constraint user_photos_user_id_key UNIQUE (user_id),
  constraint user_photos_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table users (
  id bigint default nextval('people_ids'::regclass) not null,
  name text not null,
  email text,
  role_id bigint default 1 not null,
  verified boolean default false not null,
  active boolean default true not null,
  suspended boolean default false not null,
  organization_id bigint,
  default_group_id bigint,
  external_id text,
  phone text,
  alias text,
  details text,
  notes text,
  signature text,
  time_zone text,
  locale text,
  tags text[] default '{}'::text[] not null,
  user_fields jsonb default '{}'::jsonb not null,
  ticket_restriction text,
  only_private_comments boolean default false not null,
  moderator boolean default false not null,
  photo jsonb,
  password_hash text,
  password_changed_at timestamp with time zone,
  last_login_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  permanently_deleted_at timestamp with time zone,
  permanently_deleted_by bigint,
  erased_at timestamp with time zone,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_ticket_restriction_check CHECK ((ticket_restriction = ANY (ARRAY['organization'::text, 'groups'::text, 'assigned'::text, 'requested'::text]))),
  constraint users_default_group_id_fkey FOREIGN KEY (default_group_id) REFERENCES groups(id),
  constraint users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table webhook_attempts (
  invocation_id text not null,
  number integer not null,
  status text not null,
  started_at timestamp with time zone not null,
  completed_at timestamp with time zone not null,
  request_headers jsonb,
  response_status integer,
  response_headers jsonb,
  response_body text,
  error text,
  constraint webhook_attempts_pkey PRIMARY KEY (invocation_id, number),
  constraint webhook_attempts_invocation_id_fkey FOREIGN KEY (invocation_id) REFERENCES webhook_invocations(id) ON DELETE CASCADE
);

create table webhook_cursor (
  the_one boolean default true not null,
  "position" bigint not null,
  audit_id bigint not null,
  constraint webhook_cursor_pkey PRIMARY KEY (the_one),
  constraint webhook_cursor_the_one_check CHECK (the_one)
);

create table webhook_invocations (
  id text not null,
  seq bigint generated always as identity not null,
  webhook_id text not null,
  source_key text not null,
  event_type text,
  subject text not null,
  ticket_id bigint,
  user_ids bigint[] default '{}'::bigint[] not null,
  method text not null,
  query text,
  content_type text,
  body text,
  state text not null,
  attempts integer default 0 not null,
  timeouts integer default 0 not null,
  conflicts integer default 0 not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  constraint webhook_invocations_pkey PRIMARY KEY (id),
  constraint webhook_invocations_webhook_id_source_key_key UNIQUE (webhook_id, source_key),
  constraint webhook_invocations_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'success'::text, 'failed'::text, 'timeout'::text, 'circuit broken'::text]))),
  constraint webhook_invocations_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON DELETE CASCADE
);

create table webhook_subjects (
  subject text not null,
  subject_id bigint not null,
  audit_id bigint not null,
  constraint webhook_subjects_pkey PRIMARY KEY (subject, subject_id)
);

create table webhooks (
  id text not null,
  name text not null,
  description text,
  status text not null,
  subscriptions text[] not null,
  endpoint text not null,
  http_method text not null,
  request_format text not null,
  authentication jsonb,
  credentials bytea,
  custom_headers jsonb,
  secret bytea not null,
  previous_secret bytea,
  previous_secret_until timestamp with time zone,
  target_id bigint,
  created_at timestamp with time zone not null,
  created_by bigint,
  updated_at timestamp with time zone not null,
  updated_by bigint,
  disabled_reason text,
  stretch_started_at timestamp with time zone,
  stretch_ok integer default 0 not null,
  stretch_failed integer default 0 not null,
  broken_until timestamp with time zone,
  trips integer default 0 not null,
  lease_owner bigint,
  lease_until timestamp with time zone,
  constraint webhooks_pkey PRIMARY KEY (id),
  constraint webhooks_target_id_key UNIQUE (target_id),
  constraint webhooks_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text])))
);

CREATE INDEX account_links_identity ON public.account_links USING btree (identity_id);

CREATE INDEX account_links_key ON public.account_links USING btree (key, purpose, created_at);

CREATE INDEX account_links_user ON public.account_links USING btree (user_id);

CREATE INDEX agent_absences_user ON public.agent_absences USING btree (user_id, ends_at);

CREATE INDEX attachments_blob ON public.attachments USING btree (blob);

CREATE INDEX attachments_comment ON public.attachments USING btree (ticket_id, comment_id);

CREATE INDEX attachments_id ON public.attachments USING btree (id);

CREATE INDEX audit_log_actor ON public.audit_log USING btree (actor_id, id);

CREATE INDEX audit_log_at ON public.audit_log USING btree (at DESC, id DESC);

CREATE INDEX audit_log_source ON public.audit_log USING btree (source_type, source_id, id);

CREATE INDEX audits_author ON public.audits USING btree (author_id, created_at, id);

CREATE INDEX audits_created ON public.audits USING btree (created_at, id);

CREATE INDEX automation_firings_fired ON public.automation_firings USING btree (automation_id, fired_at);

CREATE INDEX comments_structure ON public.comments USING btree (ticket_id, id) WHERE (structure IS NOT NULL);

CREATE INDEX drafts_age ON public.drafts USING btree (updated_at);

CREATE UNIQUE INDEX drafts_of_ticket ON public.drafts USING btree (user_id, ticket_id, public) WHERE ((ticket_id IS NOT NULL) AND (sent_as IS NULL));

CREATE INDEX drafts_sent ON public.drafts USING btree (sent_on) WHERE (sent_on IS NOT NULL);

CREATE INDEX drafts_ticket ON public.drafts USING btree (ticket_id) WHERE (ticket_id IS NOT NULL);

CREATE INDEX drafts_user ON public.drafts USING btree (user_id, updated_at, id);

CREATE INDEX feed_at ON public.feed USING btree (at);

CREATE INDEX feed_beside_tickets ON public.feed USING btree (subject, "position") WHERE (subject <> 'ticket'::text);

CREATE INDEX feed_subject ON public.feed USING btree (subject, subject_id, "position");

CREATE INDEX group_memberships_group ON public.group_memberships USING btree (group_id, user_id);

CREATE UNIQUE INDEX groups_name ON public.groups USING btree (lower(name)) WHERE (NOT deleted);

CREATE INDEX idempotency_keys_created ON public.idempotency_keys USING btree (created_at);

CREATE INDEX inbound_mails_blob ON public.inbound_mails USING btree (blob) WHERE (blob IS NOT NULL);

CREATE INDEX inbound_mails_kept ON public.inbound_mails USING btree (received_at) WHERE ((state <> 'received'::text) AND (raw IS DISTINCT FROM '\x'::bytea));

CREATE INDEX inbound_mails_message_id ON public.inbound_mails USING btree (message_id) WHERE (message_id IS NOT NULL);

CREATE UNIQUE INDEX inbound_mails_once ON public.inbound_mails USING btree (dedupe) WHERE (state = ANY (ARRAY['done'::text, 'suspended'::text]));

CREATE INDEX inbound_mails_waiting ON public.inbound_mails USING btree (due_at, id) WHERE (state = 'received'::text);

CREATE INDEX job_statuses_author ON public.job_statuses USING btree (author_id, created_at DESC);

CREATE INDEX macro_attachments_macro ON public.macro_attachments USING btree (macro_id, id);

CREATE INDEX macro_drafts_age ON public.macro_drafts USING btree (applied_at);

CREATE INDEX macro_drafts_ticket ON public.macro_drafts USING btree (ticket_id);

CREATE INDEX macro_drafts_user ON public.macro_drafts USING btree (user_id);

CREATE INDEX mailbox_messages_done ON public.mailbox_messages USING btree (at) WHERE (state = 'done'::text);

CREATE INDEX mailbox_messages_open ON public.mailbox_messages USING btree (mailbox_id, state) WHERE (state <> 'done'::text);

CREATE INDEX mailboxes_due ON public.mailboxes USING btree (due_at) WHERE active;

CREATE INDEX oauth_grants_client ON public.oauth_grants USING btree (client_id);

CREATE INDEX oauth_grants_user ON public.oauth_grants USING btree (user_id);

CREATE INDEX oauth_refresh_tokens_grant ON public.oauth_refresh_tokens USING btree (grant_id);

CREATE INDEX organization_contacts_user ON public.organization_contacts USING btree (user_id);

CREATE INDEX organization_memberships_organization ON public.organization_memberships USING btree (organization_id, user_id);

CREATE INDEX organization_merges_loser ON public.organization_merges USING btree (loser_id);

CREATE INDEX organization_merges_winner ON public.organization_merges USING btree (winner_id);

CREATE INDEX organization_subscriptions_organization ON public.organization_subscriptions USING btree (organization_id, user_id);

CREATE INDEX organizations_domains ON public.organizations USING gin (domain_names);

CREATE UNIQUE INDEX organizations_external ON public.organizations USING btree (external_id) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX organizations_name ON public.organizations USING btree (lower(name)) WHERE (deleted_at IS NULL);

CREATE INDEX outbound_mails_automatic ON public.outbound_mails USING btree (user_id, created_at) WHERE automatic;

CREATE INDEX outbound_mails_ticket ON public.outbound_mails USING btree (ticket_id, id);

CREATE INDEX outbox_ended ON public.outbox USING btree (ended_at) WHERE (state <> 'waiting'::text);

CREATE INDEX outbox_held_ticket ON public.outbox USING btree (ticket_id) WHERE (state = 'held'::text);

CREATE INDEX outbox_ticket ON public.outbox USING btree (ticket_id) WHERE (state = 'waiting'::text);

CREATE INDEX outbox_waiting ON public.outbox USING btree (kind, due_at, id) WHERE (state = 'waiting'::text);

CREATE INDEX people_words_words ON public.people_words USING gin (words) WITH (gin_pending_list_limit='1024');

CREATE INDEX policy_changes_state ON public.policy_changes USING btree (state, id);

CREATE INDEX policy_documents_from ON public.policy_documents USING btree (from_version);

CREATE INDEX policy_documents_open ON public.policy_documents USING btree (kind, id) WHERE (to_version IS NULL);

CREATE INDEX policy_documents_to ON public.policy_documents USING btree (to_version) WHERE (to_version IS NOT NULL);

CREATE INDEX policy_dry_run_tickets_ticket ON public.policy_dry_run_tickets USING btree (ticket_id);

CREATE INDEX policy_dry_runs_change ON public.policy_dry_runs USING btree (change_id, id) WHERE (change_id IS NOT NULL);

CREATE INDEX policy_dry_runs_created ON public.policy_dry_runs USING btree (created_at);

CREATE INDEX policy_versions_at ON public.policy_versions USING btree (at);

CREATE INDEX policy_versions_author ON public.policy_versions USING btree (author_id, version);

CREATE INDEX rate_budgets_window ON public.rate_budgets USING btree (window_start);

CREATE INDEX retracted_comments_author ON public.retracted_comments USING btree (author_id);

CREATE INDEX routing_decisions_user ON public.routing_decisions USING btree (user_id);

CREATE INDEX routing_groups_due ON public.routing_groups USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX routing_queue_group ON public.routing_queue USING btree (group_id, since, ticket_id);

CREATE INDEX routing_turns_user ON public.routing_turns USING btree (user_id);

CREATE INDEX rule_usage_at ON public.rule_usage USING btree (at);

CREATE INDEX sessions_user ON public.sessions USING btree (user_id);

CREATE INDEX skips_ticket ON public.skips USING btree (ticket_id, id);

CREATE INDEX skips_user ON public.skips USING btree (user_id, id);

CREATE INDEX suspended_tickets_created ON public.suspended_tickets USING btree (created_at, id);

CREATE INDEX suspended_tickets_expiry ON public.suspended_tickets USING btree (expires_at);

CREATE INDEX ticket_words_all ON public.ticket_words USING gin (words) WITH (gin_pending_list_limit='1024');

CREATE INDEX ticket_words_unsolved ON public.ticket_words USING gin (words) WITH (gin_pending_list_limit='1024') WHERE (status < 4);

CREATE INDEX ticket_words_unsolved_ids ON public.ticket_words USING btree (ticket_id) WHERE (status < 4);

CREATE INDEX tickets_assignee ON public.tickets USING btree (assignee_id, status, ticket_id) WHERE (assignee_id IS NOT NULL);

CREATE INDEX tickets_ccs ON public.tickets USING gin (email_cc_ids) WHERE (email_cc_ids <> '{}'::bigint[]);

CREATE INDEX tickets_deleted ON public.tickets USING btree (deleted_at, ticket_id) INCLUDE (purged_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX tickets_external ON public.tickets USING btree (external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX tickets_follow_ups ON public.tickets USING btree (follow_up_of) WHERE (follow_up_of IS NOT NULL);

CREATE INDEX tickets_group_unsolved ON public.tickets USING btree (group_id, ticket_id) INCLUDE (status, priority, assignee_id, requester_id, updated_at, next_breach_at, upcoming_breach_at, deleted_at) WHERE (status < 4);

CREATE INDEX tickets_merged_into ON public.tickets USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX tickets_next_breach ON public.tickets USING btree (next_breach_at, ticket_id, group_id) WHERE ((status < 4) AND (deleted_at IS NULL));

CREATE INDEX tickets_organization ON public.tickets USING btree (organization_id, ticket_id) WHERE (organization_id IS NOT NULL);

CREATE INDEX tickets_problem ON public.tickets USING btree (problem_id) WHERE (problem_id IS NOT NULL);

CREATE INDEX tickets_requester ON public.tickets USING btree (requester_id, ticket_id);

CREATE INDEX tickets_satisfaction ON public.tickets USING btree ((((satisfaction ->> 'createdAt'::text))::bigint), ticket_id) WHERE (satisfaction IS NOT NULL);

CREATE INDEX tickets_split_from ON public.tickets USING btree (split_from) WHERE (split_from IS NOT NULL);

CREATE INDEX tickets_status_at ON public.tickets USING btree (status, status_at) WHERE ((status < 5) AND (deleted_at IS NULL));

CREATE INDEX tickets_status_updated ON public.tickets USING btree (status, updated_at, ticket_id) WHERE ((status < 5) AND (deleted_at IS NULL));

CREATE INDEX tickets_tags ON public.tickets USING gin (tags) WITH (gin_pending_list_limit='256') WHERE (deleted_at IS NULL);

CREATE INDEX tickets_unsolved_updated_at ON public.tickets USING btree (updated_at) WHERE ((status < 4) AND (deleted_at IS NULL));

CREATE INDEX tickets_updated ON public.tickets USING btree (updated_at, ticket_id) INCLUDE (deleted_at);

CREATE INDEX timers_due ON public.timers USING btree (due_at);

CREATE INDEX tokens_client ON public.tokens USING btree (client_id) WHERE (client_id IS NOT NULL);

CREATE INDEX tokens_grant ON public.tokens USING btree (grant_id) WHERE (grant_id IS NOT NULL);

CREATE INDEX tokens_user ON public.tokens USING btree (user_id);

CREATE INDEX upload_files_blob ON public.upload_files USING btree (blob);

CREATE INDEX upload_files_upload ON public.upload_files USING btree (upload_id);

CREATE INDEX uploads_expiry ON public.uploads USING btree (expires_at);

CREATE UNIQUE INDEX user_identities_key ON public.user_identities USING btree (type, key);

CREATE INDEX user_identities_prefix ON public.user_identities USING btree (key text_pattern_ops) WHERE (type = 'email'::text);

CREATE INDEX user_identities_user ON public.user_identities USING btree (user_id, id);

CREATE UNIQUE INDEX users_external ON public.users USING btree (external_id) WHERE active;

CREATE INDEX users_name_words ON public.users USING gin (to_tsvector('simple'::regconfig, name));

CREATE INDEX users_organization ON public.users USING btree (organization_id) WHERE (organization_id IS NOT NULL);

CREATE INDEX users_phone ON public.users USING btree (phone) WHERE (phone IS NOT NULL);

CREATE INDEX users_removed ON public.users USING btree (id) WHERE ((NOT active) AND (permanently_deleted_at IS NULL));

CREATE INDEX users_role ON public.users USING btree (role_id, id);

CREATE INDEX users_updated ON public.users USING btree (updated_at, id);

CREATE INDEX webhook_invocations_completed ON public.webhook_invocations USING btree (completed_at) WHERE (state <> 'waiting'::text);

CREATE INDEX webhook_invocations_due ON public.webhook_invocations USING btree (due_at) WHERE (state = 'waiting'::text);

CREATE INDEX webhook_invocations_lane ON public.webhook_invocations USING btree (webhook_id, subject, seq) WHERE (state = 'waiting'::text);

CREATE UNIQUE INDEX webhook_invocations_seq ON public.webhook_invocations USING btree (webhook_id, seq);

CREATE INDEX webhook_invocations_ticket ON public.webhook_invocations USING btree (ticket_id);

CREATE INDEX webhook_invocations_users ON public.webhook_invocations USING gin (user_ids);

CREATE INDEX webhook_invocations_waiting ON public.webhook_invocations USING btree (webhook_id, seq) WHERE (state = 'waiting'::text);

CREATE INDEX webhooks_subscriptions ON public.webhooks USING gin (subscriptions) WHERE (status = 'active'::text);

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

CREATE TRIGGER audit_log_only_erased BEFORE UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasing();

CREATE TRIGGER audits_append_only BEFORE DELETE OR TRUNCATE ON public.audits FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

CREATE TRIGGER audits_only_blanked BEFORE UPDATE ON public.audits FOR EACH ROW EXECUTE FUNCTION refuse_all_but_blanking();
