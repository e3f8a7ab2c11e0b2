-- What files a suspended mail brings, so that whoever judges it sees them before they exist: name, type, size.
alter table suspended_tickets add column files jsonb not null default '[]';

create index inbound_mails_kept on inbound_mails (received_at) where state <> 'received' and raw is distinct from '';
