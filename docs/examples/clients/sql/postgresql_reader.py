"""Reads short messages from the table sms_inbox in PostgreSQL, with psycopg2 (apt install python3-psycopg2).

    python3 postgresql_reader.py 'host=127.0.0.1 dbname=hub user=hub' acme
"""
import sys
import time

import psycopg2

FETCH = """
    select message_id, originating_address, destination_address, text from sms_inbox
     where application = %s and processed_at is null
     order by sequence_number limit 100
       for update skip locked"""                            # several readers share the work

connection = psycopg2.connect(sys.argv[1])
while True:
    with connection, connection.cursor() as cursor:         # one transaction: commits at its end, rolls back on failure
        cursor.execute(FETCH, [sys.argv[2]])
        rows = cursor.fetchall()
        for _, sender, number, text in rows:
            print(sender, "->", number, text, flush=True)
        cursor.execute("update sms_inbox set processed_at = now() where message_id = any (%s)",
                       [[row[0] for row in rows]])
    if not rows:
        time.sleep(1)
