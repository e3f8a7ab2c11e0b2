-- What waited when a backup was made may have gone out since: a restore holds it until somebody lets it go.
alter table outbox drop constraint outbox_state_check;
alter table outbox add constraint outbox_state_check
  check (state in ('waiting', 'held', 'done', 'failed', 'cancelled'));
