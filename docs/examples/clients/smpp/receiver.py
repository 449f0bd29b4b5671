"""Receives short messages over SMPP 3.4, with what comes with Python.

    SMPP_PASSWORD=secret python3 receiver.py 127.0.0.1 2775 acme
"""
import io
import os
import socket
import struct
import sys

BIND_RECEIVER, DELIVER_SM, ENQUIRE_LINK, RESPONSE = 0x01, 0x05, 0x15, 0x80000000

host, port, system_id = sys.argv[1:]
connection = socket.create_connection((host, int(port)))
stream = connection.makefile("rb")


def send(command, sequence, body):
    connection.sendall(struct.pack(">4I", 16 + len(body), command, 0, sequence) + body)


def c_string(body):
    return b"".join(iter(lambda: body.read(1), b"\0")).decode("latin-1")


def show(body):
    c_string(body)                                          # service_type
    body.read(2)                                            # source_addr_ton, source_addr_npi
    source = c_string(body)
    body.read(2)                                            # dest_addr_ton, dest_addr_npi
    destination = c_string(body)
    esm_class = body.read(3)[0]                             # and protocol_id, priority_flag
    c_string(body), c_string(body)                          # schedule_delivery_time, validity_period
    data_coding, length = body.read(5)[2::2]                # between registered_delivery and sm_length
    text = body.read(length)
    if esm_class & 0x40:                                    # a part of a long message: its header goes before the text
        text = text[1 + text[0]:]
    print(source, "->", destination, text.decode("utf-16-be" if data_coding == 8 else "latin-1"), flush=True)


password = os.environ["SMPP_PASSWORD"]
send(BIND_RECEIVER, 1, f"{system_id}\0{password}\0\0".encode() + b"\x34\0\0\0")
while header := stream.read(16):
    length, command, status, sequence = struct.unpack(">4I", header)
    body = stream.read(length - 16)
    if status:
        sys.exit(f"command_status 0x{status:02x}")
    if command == DELIVER_SM:
        show(io.BytesIO(body))
        send(command | RESPONSE, sequence, b"\0")           # with it the SMSC gets its acknowledgement
    elif command == ENQUIRE_LINK:
        send(command | RESPONSE, sequence, b"")
