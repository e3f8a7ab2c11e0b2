-- Mailboxes that are fetched by IMAP: how, and how it goes.
create table mailboxes (
  id bigint generated always as identity primary key,
  name text not null,
  -- The support address whose mail lies there.
  address text not null,
  host text not null,
  port integer not null,
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null,
  -- Sealed.
  password bytea not null,
  folder text not null,
  poll_seconds integer not null,
  idle boolean not null,
  after text not null check (after in ('flag', 'move', 'delete')),
  move_to text,
  existing_mail text not null check (existing_mail in ('unseen', 'all', 'none')),
  -- The server whose `Authentication-Results` on top of a mail are believed.
  authentication_host text,
  active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Raised by each edit, so that a connection under old settings ends.
  revision integer not null default 1,
  due_at timestamptz not null,
  lease_owner bigint,
  lease_until timestamptz,
  checked_at timestamptz,
  succeeded_at timestamptz,
  failures integer not null default 0,
  error text,
  uid_validity bigint,
  -- Every message up to this one was taken, or is in `mailbox_messages` as one that could not be.
  last_uid bigint not null default 0,
  -- The first message that came after the mailbox was set up; null: all that are there count as new.
  first_new_uid bigint,
  backlog integer not null default 0
);
create index mailboxes_due on mailboxes (due_at) where active;

-- Each message of a mailbox that was kept or could not be, once: by UIDVALIDITY and UID.
create table mailbox_messages (
  mailbox_id bigint not null references mailboxes on delete cascade,
  uid_validity bigint not null,
  uid bigint not null,
  -- kept: in store, not marked on the server yet; failing: tried again; left: given up, it stays where it is
  state text not null check (state in ('kept', 'done', 'failing', 'left')),
  mail_id bigint,
  attempts integer not null default 0,
  error text,
  at timestamptz not null,
  primary key (mailbox_id, uid_validity, uid)
);
create index mailbox_messages_open on mailbox_messages (mailbox_id, state) where state <> 'done';
create index mailbox_messages_done on mailbox_messages (at) where state = 'done';

alter table inbound_mails add column mailbox_id bigint;
