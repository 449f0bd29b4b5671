-- JSON: the SMSC's last sendRoutingInfoForSM for the number before its message (at, callingTitle, answer, imsi,
-- correlation, networkNodeNumber); null where none is known.
alter table message_log add column if not exists routing_query varchar(400);
