"""Fetches short messages by Parlay X getReceivedSms, with zeep (apt install python3-zeep).

    SOAP_PASSWORD=... python3 reader.py http://127.0.0.1:8080 acme
"""
import os
import sys
import time

import zeep
from zeep.wsse.username import UsernameToken

hub, application = sys.argv[1:]
token = UsernameToken(application, os.environ["SOAP_PASSWORD"], use_digest=True)
client = zeep.Client(f"{hub}/soap/ReceiveSms?wsdl", wsse=token)

while True:
    # with delivery: at-least-once each call confirms what the one before it has fetched
    batch = client.service.getReceivedSms(registrationIdentifier=application) or []
    for sms in batch:
        print(sms.senderAddress, "->", sms.smsServiceActivationNumber, sms.message, flush=True)
    if not batch:
        time.sleep(5)
