-- The agent who did it in the actor's name (`X-On-Behalf-Of`); null where the actor did it.
alter table audit_log add column acted_by bigint;
