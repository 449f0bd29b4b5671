"""Receives short messages by webhook and checks the signature, with what comes with Python.

    WEBHOOK_SECRET=whsec_... python3 receiver.py 127.0.0.1 8000
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))


def is_signed(headers, body):
    identity, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > 300:
        return False
    mac = hmac.digest(SECRET, f"{identity}.{sent}.".encode() + body, hashlib.sha256)
    expected = "v1," + base64.b64encode(mac).decode()
    return any(hmac.compare_digest(expected, one) for one in headers.get("webhook-signature", "").split())


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = is_signed(self.headers, body)
        if signed:
            sms = json.loads(body)
            print(sms["from"], "->", sms["to"], sms["text"], flush=True)
        self.send_response(204 if signed else 401)          # with 2xx the SMSC gets its acknowledgement
        self.send_header("Content-Length", "0")
        self.end_headers()


ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Receiver).serve_forever()
