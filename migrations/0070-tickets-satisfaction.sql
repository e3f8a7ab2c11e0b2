-- What the requester says of the help they got: {score, comment, reasonId, assigneeId, groupId, createdAt, updatedAt},
-- instants in milliseconds. Null: nobody has asked.
alter table tickets add column satisfaction jsonb;
create index tickets_satisfaction on tickets (((satisfaction ->> 'createdAt')::bigint), ticket_id)
  where satisfaction is not null;
