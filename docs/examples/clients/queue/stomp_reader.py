"""Reads short messages from the hub's broker by STOMP 1.2, with stomp.py (apt install python3-stomp).

    BROKER_PASSWORD=... python3 stomp_reader.py 127.0.0.1 61616 acme
"""
import os
import sys
import threading

import stomp

host, port, user = sys.argv[1:]
connection = stomp.Connection12([(host, int(port))])
ended = threading.Event()


class Reader(stomp.ConnectionListener):
    def on_message(self, frame):
        print(frame.headers["smsFrom"], "->", frame.headers["smsTo"], frame.body, flush=True)
        connection.ack(frame.headers["ack"])                # what is not acknowledged comes again

    def on_error(self, frame):
        print(frame.body, file=sys.stderr)

    def on_disconnected(self):
        ended.set()


connection.set_listener("", Reader())
connection.connect(user, os.environ["BROKER_PASSWORD"], wait=True)
connection.subscribe(f"sms.{user}", id="1", ack="client-individual", headers={"subscription-type": "ANYCAST"})
ended.wait()
