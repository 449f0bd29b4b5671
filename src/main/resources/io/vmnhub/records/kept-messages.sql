-- The table kept_message.

-- name: insert
insert into kept_message (message_id, application, kept_at, message)
values (?, ?, ?, ?)

-- name: find
select application, kept_at, message
  from kept_message
 where message_id = ?

-- name: last of a chunk
select kept_at
  from kept_message
 where kept_at < ?
 order by kept_at
 limit 1 offset ?

-- name: delete older
delete from kept_message
 where kept_at < ?
