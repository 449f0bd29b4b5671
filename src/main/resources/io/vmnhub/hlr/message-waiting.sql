-- Message waiting data.

-- name: delete-number
delete from message_waiting where msisdn = ?

-- name: delete-centres
delete from message_waiting_centre where msisdn = ?

-- name: insert-number
insert into message_waiting (msisdn, application, cause, memory_full)
values (?, ?, ?, ?)

-- name: insert-centre
insert into message_waiting_centre (msisdn, service_centre, map_version, since_time, until_time)
values (?, ?, ?, ?, ?)

-- name: numbers
select msisdn, application, cause, memory_full
from message_waiting

-- name: centres
select msisdn, service_centre, map_version, since_time, until_time
from message_waiting_centre
order by since_time
