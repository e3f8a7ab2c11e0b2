-- What reports say of a mail that left: it arrived, or its reader called it spam.
alter table outbound_mails drop constraint outbound_mails_state_check;
alter table outbound_mails add constraint outbound_mails_state_check
  check (state in ('queued', 'sent', 'suppressed', 'failed', 'bounced', 'delivered', 'complained'));
