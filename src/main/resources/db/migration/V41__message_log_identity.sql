-- What repeats of a message by its SMSC have in common; null for what could not be read as a message.
alter table message_log add column if not exists identity varchar(32);
