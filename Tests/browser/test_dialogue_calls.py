"""Somebody may be in danger while the server dies: the whole binary, killed between the call and what follows it, on both
engines, with a real SMTP server (Tests/interop/peers)."""
import json
import os
import pathlib
import time

import pytest
from test_dialogue_delivery import node  # noqa: F401 (a fixture)

DANGER = "Je suis sorti hier, j'ai toutes mes boîtes devant moi et plus envie de vivre."
OPEN = "SELECT id, rung FROM call WHERE closed_at IS NULL"
TOLD = "SELECT call, person, step FROM call_told ORDER BY 1, 2, 3"


def mails(mailbox, to):
    return [one for one in mailbox.glob("*.eml") if f"X-Peer-Recipients: {to}" in one.read_text(errors="replace")]


def test_a_call_of_danger_outlives_kill_9_and_nobody_is_told_twice(node, tmp_path):  # noqa: F811
    smtp = json.loads(os.environ.get("RESONANCE_PEERS") or "{}").get("smtp")
    if not smtp:
        pytest.skip("RESONANCE_PEERS names no SMTP server")
    mailbox, team = pathlib.Path(smtp["mailbox"]), f"equipe-{time.time_ns()}@chu.example"
    node.environment |= {"RESONANCE_MAIL_HOST": "127.0.0.1", "RESONANCE_MAIL_PORT": str(smtp["plain"]),
                         "RESONANCE_MAIL_SECURITY": "none", "RESONANCE_MAIL_FROM": "resonance@chu.example",
                         "RESONANCE_MAIL_USER": smtp["user"], "RESONANCE_MAIL_PASSWORD": smtp["password"]}
    node.command("user", "add", team, "--name", "Solène", "--role", "communication", given="une autre phrase longue\n")
    node.start()
    said = {"id": "danger-1", "network": "facebook", "kind": "comment", "author": "a@b.example", "text": DANGER,
            "published_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    lines = tmp_path / "danger.jsonl"
    lines.write_text(json.dumps(said, ensure_ascii=False) + "\n")
    node.command("import", str(lines))
    call = node.wait(OPEN)
    node.kill()
    assert len(call) == 1

    # Nobody is there: the call stands, and whoever comes back first sees to it.
    node.start()
    node.wait("SELECT 1 FROM call_told WHERE mailed_at IS NOT NULL")
    assert [row[0] for row in node.sql(OPEN)] == [call[0][0]], "one call"
    told = node.sql(TOLD)
    assert len(told) == len({tuple(row) for row in told}) > 0
    assert len(mails(mailbox, team)) >= 1

    # Nobody takes it: the next ones are told, once, though the server dies in between.
    before = node.sql(OPEN)[0][1]
    node.sql("UPDATE call SET next_at = 1 WHERE closed_at IS NULL")
    node.wait("SELECT 1 FROM call WHERE closed_at IS NULL AND COALESCE(next_at, 0) <> 1")
    node.kill()
    after = node.sql(TOLD)
    assert len(after) > len(told) or int(node.sql(OPEN)[0][1]) > int(before)
    node.start()
    time.sleep(6)
    assert node.sql(TOLD) == after, "nobody is told twice"
    page = node.get("/oncall")
    assert "personne" in page.lower() and node.sql(OPEN)[0][0] == call[0][0]
    node.stop()
