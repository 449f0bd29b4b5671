-- The table message_log. Values stand in the order in which RecordRow sets them.

-- name: insert
insert into message_log
       (taken_at, answered_at, application, originating_address, destination_address, service_centre_address,
        calling_title, map_version, alphabet, octets, part, outcome, answer, reason, took_millis,
        screening_list, screening_rule, screening_outcome, routes, sinks, identity, routing_query,
        message_id)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: complete
-- The answer to a message whose end, or answer, is there already.
update message_log
   set taken_at = ?, answered_at = ?, application = ?, originating_address = ?, destination_address = ?,
       service_centre_address = ?, calling_title = ?, map_version = ?, alphabet = ?, octets = ?, part = ?,
       outcome = case when ended_at is null then ? else outcome end,
       answer = ?,
       reason = case when ended_at is null then ? else reason end,
       took_millis = ?, screening_list = ?, screening_rule = ?, screening_outcome = ?, routes = ?, sinks = ?,
       identity = ?, routing_query = ?
 where message_id = ?

-- name: end
update message_log
   set ended_at = ?, outcome = ?, attempts = ?, reason = ?, ended_sinks = ?
 where message_id = ?

-- name: insert end
insert into message_log
       (ended_at, outcome, attempts, reason, ended_sinks, message_id, taken_at, application)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: last of a chunk
select taken_at
  from message_log
 where taken_at < ?
 order by taken_at
 limit 1 offset ?

-- name: delete older
delete from message_log
 where taken_at < ?

-- name: find
select taken_at, answered_at, ended_at, message_id, application, originating_address, destination_address,
       service_centre_address, calling_title, map_version, alphabet, octets, part, outcome, answer, reason,
       took_millis, attempts, screening_list, screening_rule, screening_outcome, routes, sinks, ended_sinks, identity, routing_query
  from message_log
/*where*/
 order by taken_at desc, message_id desc
 limit ?
