-- The table pull_subscription.

-- name: insert
insert into pull_subscription
       (subscription_id, application, notify_url, callback_data, destination_address, criteria, created_at, form)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: all
select subscription_id, application, notify_url, callback_data, destination_address, criteria
  from pull_subscription
 where form = ?
 order by created_at, subscription_id

-- name: delete
delete from pull_subscription
 where application = ? and subscription_id = ?
