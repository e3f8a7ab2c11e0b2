-- Every mail that was acknowledged. The raw bytes are a blob, or `raw` where they are small.
create table inbound_mails (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  envelope_from text not null,
  envelope_to text[] not null,
  remote_ip text,
  helo text,
  raw bytea,
  blob text,
  size integer not null,
  sha256 bytea not null,
  message_id text,
  -- Equal for the same mail delivered again: of its Message-ID, its body and the addresses it came to.
  dedupe bytea not null,
  state text not null default 'received' check (state in ('received', 'done', 'suspended', 'duplicate', 'dropped')),
  outcome jsonb,
  attempts integer not null default 0,
  due_at timestamptz not null,
  lease_owner bigint,
  lease_until timestamptz,
  check ((raw is null) <> (blob is null))
);
-- Mail is packed already; packing it again only costs time.
alter table inbound_mails alter column raw set storage external;
create unique index inbound_mails_once on inbound_mails (dedupe) where state in ('done', 'suspended');
create index inbound_mails_waiting on inbound_mails (due_at, id) where state = 'received';
create index inbound_mails_message_id on inbound_mails (message_id) where message_id is not null;
create index inbound_mails_blob on inbound_mails (blob) where blob is not null;

create table suspended_tickets (
  id bigint generated always as identity primary key,
  mail_id bigint references inbound_mails,
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
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null
);
create index suspended_tickets_created on suspended_tickets (created_at, id);
create index suspended_tickets_expiry on suspended_tickets (expires_at);

-- Mail on its way out, one row a recipient: the delivery state of a comment, and how answers find their ticket.
create table outbound_mails (
  id bigint generated always as identity primary key,
  effect_key text not null unique,
  ticket_id bigint not null,
  seq integer not null,
  comment_id bigint,
  user_id bigint not null,
  address text not null,
  message_id text not null unique,
  automatic boolean not null,
  state text not null check (state in ('queued', 'sent', 'suppressed', 'failed', 'bounced')),
  reason text,
  attempts integer not null default 0,
  created_at timestamptz not null,
  sent_at timestamptz,
  updated_at timestamptz not null
);
create index outbound_mails_ticket on outbound_mails (ticket_id, id);
create index outbound_mails_automatic on outbound_mails (user_id, created_at) where automatic;
