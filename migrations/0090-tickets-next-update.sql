-- By when the customer was promised to hear from us next.
alter table tickets add column next_update_at timestamptz;
