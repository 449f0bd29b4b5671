"""Reads short messages from the table sms_inbox in MariaDB, with PyMySQL (apt install python3-pymysql).

    DATABASE_PASSWORD=... python3 mariadb_reader.py 127.0.0.1 3306 hub acme
"""
import os
import sys
import time

import pymysql

FETCH = """
    select message_id, originating_address, destination_address, text
      from sms_inbox force index (sms_inbox_pending)
     where application = %s and processed_at is null
     order by sequence_number limit 100
       for update skip locked"""                            # several readers share the work

host, port, user, application = sys.argv[1:]
connection = pymysql.connect(
    host=host, port=int(port), user=user, password=os.environ["DATABASE_PASSWORD"], database="hub",
    init_command="set session transaction isolation level read committed")
while True:
    with connection.cursor() as cursor:
        cursor.execute(FETCH, [application])
        rows = cursor.fetchall()
        for _, sender, number, text in rows:
            print(sender, "->", number, text, flush=True)
        if rows:
            cursor.execute("update sms_inbox set processed_at = utc_timestamp(3) where message_id in %s",
                           [[row[0] for row in rows]])
    connection.commit()
    if not rows:
        time.sleep(1)
