#!/usr/bin/env python3
"""Measures what a start of the hub costs, from the unpacked distribution: seconds and processor time until its link is active, then
memory and threads when it is idle. It plays the SMSC that the shipped config/ss7.yaml waits for.

    deploy/measure-start.py FOLDER [--rounds 3] [--idle 20] [--profile prod] [-P key=value ...]

Options for Java are given as to vmn-hub, in VMNHUB_JAVA_OPTS. docs/benchmark.md has figures.
"""
import argparse
import os
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

ASP_UP = (3, 1, b"")
ASP_ACTIVE = (4, 1, struct.pack(">HHIHHI", 0x000B, 8, 2, 0x0006, 8, 101))  # loadshare, routing context 101
TICKS = os.sysconf("SC_CLK_TCK")


def ask(link, message, acknowledged):
    """Sends an M3UA message (RFC 4666) and reads until its acknowledgement."""
    kind, number, parameters = message
    link.sendall(struct.pack(">BBBBI", 1, 0, kind, number, 8 + len(parameters)) + parameters)
    while True:
        _, _, kind, number, length = struct.unpack(">BBBBI", receive(link, 8))
        receive(link, length - 8)
        if (kind, number) == acknowledged:
            return


def receive(link, count):
    received = b""
    while len(received) < count:
        octets = link.recv(count - len(received))
        if not octets:
            raise ConnectionError("the hub has closed the link")
        received += octets
    return received


def activate(port, hub):
    """Connects as soon as the hub listens, and returns the link once the application server is active."""
    while True:
        if hub.poll() is not None:
            sys.exit(f"the hub has ended with status {hub.returncode}")
        try:
            link = socket.create_connection(("127.0.0.1", port), timeout=30)
            break
        except ConnectionRefusedError:
            time.sleep(0.02)
    ask(link, ASP_UP, (3, 4))
    ask(link, ASP_ACTIVE, (4, 3))
    return link


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def status(pid):
    with open(f"/proc/{pid}/status") as lines:
        values = dict(line.split(":", 1) for line in lines)
    return int(values["VmRSS"].split()[0]) / 1024, int(values["Threads"])


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [held.getsockname()[1] for held in sockets]
    for held in sockets:
        held.close()
    return ports


def measure(arguments):
    ss7, smpp, management = free_ports(3)
    properties = [f"vmnhub.ss7.port={ss7}", f"vmnhub.smpp.port={smpp}", f"camel.management.port={management}"]
    command = [os.path.join(arguments.folder, "bin", "vmn-hub"), "run", "--profile", arguments.profile]
    for value in properties + arguments.properties:
        command += ["-P", value]
    with tempfile.TemporaryFile() as log:
        begun = time.monotonic()
        hub = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            link = activate(ss7, hub)
            seconds = time.monotonic() - begun
            processor = processor_seconds(hub.pid)
            time.sleep(arguments.idle)
            memory, threads = status(hub.pid)
            link.close()
        finally:
            hub.send_signal(signal.SIGTERM)
            hub.wait(60)
    return seconds, processor, memory, threads


def main():
    parser = argparse.ArgumentParser(description="Measures what a start of the hub costs.")
    parser.add_argument("folder", help="the unpacked distribution, with the shipped config")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--idle", type=float, default=20, help="seconds after which memory and threads are read")
    parser.add_argument("--profile", default="prod")
    parser.add_argument("-P", dest="properties", action="append", default=[], metavar="key=value")
    arguments = parser.parse_args()
    rounds = []
    for number in range(arguments.rounds):
        rounds.append(measure(arguments))
        print("round %d: link active after %.1f s, %.1f s of processor time; idle: %.0f MB, %d threads"
              % (number + 1, *rounds[-1]), flush=True)
    print("median:  link active after %.1f s, %.1f s of processor time; idle: %.0f MB, %d threads"
          % tuple(statistics.median(column) for column in zip(*rounds)))


main()
