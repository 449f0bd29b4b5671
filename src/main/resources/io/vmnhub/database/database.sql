-- What the hub asks the database itself.

-- name: probe
select 1
