-- no transaction
-- Exports of people and organizations walk their own changes, which are few among those of tickets. Tickets' are left out:
-- they are most of the feed, are walked by its primary key, and are written on the hot path.
drop index concurrently if exists feed_beside_tickets;
create index concurrently feed_beside_tickets on feed (subject, position) where subject <> 'ticket';
