-- The table pull_message. /*locking*/ stands for what the database at hand can lock.

-- name: insert
insert into pull_message
       (application, message_id, destination_address, first_word, received_at, body, leased_until, deliveries)
values (?, ?, ?, ?, ?, ?, ?, 0)

-- name: free
-- By application too, though it is one: so the index has the order.
select message_id, body, leased_until, deliveries
  from pull_message
 where application = ? and (? = '' or destination_address = ?) and (? = '' or first_word = ?)
   and leased_until < ?
 order by application, sequence_number
 limit ?
/*locking*/

-- name: lease
update pull_message
   set leased_until = ?, deliveries = deliveries + 1
 where application = ? and message_id = ? and leased_until = ?

-- name: take
delete from pull_message
 where application = ? and message_id = ? and leased_until = ?

-- name: hold
update pull_message
   set leased_until = ?
 where application = ? and message_id = ?

-- name: give back
update pull_message
   set leased_until = ?
 where application = ? and message_id = ? and deliveries = ?

-- name: confirm
delete from pull_message
 where application = ? and message_id = ?

-- name: find
select body, deliveries
  from pull_message
 where application = ? and message_id = ?

-- name: count
select count(*)
  from (select 1
          from pull_message
         where application = ? and (? = '' or destination_address = ?) and (? = '' or first_word = ?)
         limit ?) counted

-- name: page
select sequence_number, body, deliveries
  from pull_message
 where application = ? and (? = '' or destination_address = ?) and (? = '' or first_word = ?)
   and sequence_number > ?
 order by sequence_number
 limit ?

-- name: contents
select application, count(*), sum(case when leased_until < ? then 0 else 1 end)
  from pull_message
 group by application

-- name: applications with older
select distinct application
  from pull_message
 where received_at < ?

-- name: delete older
delete from pull_message
 where received_at < ? and application = ?
