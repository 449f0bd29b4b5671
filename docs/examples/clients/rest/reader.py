"""Fetches short messages over REST and confirms them, with requests (apt install python3-requests).

    API_KEY=... python3 reader.py http://127.0.0.1:8080 acme
"""
import os
import sys

import requests

hub, application = sys.argv[1:]
url = f"{hub}/v1/smsmessaging/inbound/registrations/{application}/messages"

with requests.Session() as session:
    session.headers["Authorization"] = "Bearer " + os.environ["API_KEY"]
    while True:
        answer = session.get(url, params={"maxBatchSize": 100, "wait": 30}, timeout=60)
        answer.raise_for_status()
        batch = answer.json()["inboundSMSMessageList"]["inboundSMSMessage"]
        for sms in batch:
            print(sms["senderAddress"], "->", sms["destinationAddress"], sms["message"], flush=True)
        if batch:                                           # what is not confirmed within a minute comes again
            ids = {"messageIds": [sms["messageId"] for sms in batch]}
            session.post(f"{url}/confirm", json=ids, timeout=60).raise_for_status()
