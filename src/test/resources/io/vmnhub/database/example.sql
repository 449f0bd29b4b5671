-- Of a test.

-- name: one
-- A comment.
select body
  from a
/*where*/
 limit 1

-- name: the other
delete from a
