"""How fast what is owed goes out: `python tests/load/outbox.py [MAILS]`, by default 10,000.

All mails are due at once, one for each person, on a throw-away database and a mail server on loopback in a process of its
own. Beside them, in the same run, the same mails are sent bare: made beforehand, over one connection, without a database.
What counts is the ratio.
"""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def sink(port):
    """A mail server that takes everything and keeps nothing but the count, until its standard input ends."""
    from aiosmtpd.controller import Controller

    class Taking:
        async def handle_DATA(self, server, session, envelope):
            return "250 taken"

    controller = Controller(Taking(), hostname="127.0.0.1", port=port)
    controller.start()
    print("ready", flush=True)
    sys.stdin.read()
    controller.stop()


def fill(number):
    """So many people who were told something, in batches."""
    from pvehub.notifications import notify
    from tests import make
    from tests.machinery.daytime import zone_where_it_is_day

    zone = zone_where_it_is_day()
    people = [make.officer(time_zone=zone) for _ in range(200)]
    for n in range(number // len(people)):
        notify(people, "staffing.delegated", key=f"load {n}")


def drain():
    """The sweeps of beat, one after the other, until nothing waits; gives seconds and sweeps."""
    from pvehub.notifications import outbox

    start, sweeps = time.perf_counter(), 0
    while outbox.send():
        sweeps += 1
    return time.perf_counter() - start, sweeps


def bare(number):
    """As many mails of the same kind over one connection."""
    from django.core.mail import get_connection

    from pvehub.notifications import mail
    from pvehub.notifications.kinds import get
    from pvehub.notifications.models import Delivery

    delivery = Delivery.objects.select_related("notice", "recipient").first()
    message = mail.of_notice(delivery, get(delivery.notice.kind), delivery.notice, None)
    start = time.perf_counter()
    with get_connection() as connection:
        for _ in range(number):
            connection.send_messages([message])
    return time.perf_counter() - start


def main(number):
    from tests.machinery import database
    from tests.machinery.network import free_port

    database.start()
    port = free_port()
    os.environ |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, __file__, "sink", str(port)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        server.stdout.readline()
        import django

        django.setup()
        from pvehub.notifications.models import Delivery

        fill(number)
        plain = bare(number)
        seconds, sweeps = drain()
        sent = Delivery.objects.filter(state="sent").count()
    finally:
        server.stdin.close()
        server.wait(20)
    print(
        f"{sent:,} mails in {seconds:.1f} s ({sent / seconds:.0f}/s, {sweeps} sweeps); bare {plain:.1f} s "
        f"({number / plain:.0f}/s); ratio {seconds / plain:.1f}"
    )
    assert sent == number


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["sink"]:
        asyncio.set_event_loop(asyncio.new_event_loop())
        sink(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
