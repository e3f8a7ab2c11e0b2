-- What a restore holds back of a ticket.
create index outbox_held_ticket on outbox (ticket_id) where state = 'held';
