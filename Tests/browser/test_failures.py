"""What broke elsewhere, by number (docs/failures.md), as far as it takes the whole binary: a process that is killed while
a network has a post. No browser is needed. Every test runs on SQLite, and on PostgreSQL when RESONANCE_TEST_POSTGRES is set.
"""
import json
import time
import uuid

from test_dialogue_delivery import TOKEN, connected, mastodon, node  # noqa: F401  (fixtures)

PARTS = ["Le scanner ouvre lundi.", "Il se trouve au rez-de-chaussée.", "Entrez par la porte B."]


def thread(node):
    """A post of three parts that waits to leave, as its approval leaves it."""
    channel = int(node.sql("SELECT id FROM channel WHERE kind = 'mastodon'")[0][0])
    node.post("/posts", {
        "title": "Scanner", "kind": "news", "audience": "everybody", "text": PARTS[0], "language": "fr",
        "face": str(channel), f"thread_{channel}": "\n---\n".join(PARTS[1:])}, page="/posts/new")
    post, content = node.sql("SELECT id, content FROM post")[0]
    assert json.loads(content)["faces"][0]["thread"] == PARTS[1:]
    now = int(time.time() * 1_000_000)
    node.sql(f"UPDATE post SET state = 'approved', due_at = {now} WHERE id = {post}")
    for ordinal, text in enumerate(PARTS):
        role = "thread" if ordinal else "post"
        node.sql(f"""INSERT INTO sending (id, post, version, channel, ordinal, role, text, state, key, due_at)
            VALUES ({now + ordinal}, {post}, 1, {channel}, {ordinal}, '{role}', '{text}', 'ready', '{uuid.uuid4()}',
            {now})""")
    node.sql(f"""INSERT INTO job (kind, key, payload, run_at, priority, state)
        VALUES ('post.send', '{channel}', '{{"channel":{channel}}}', 0, 0, 'ready')""")
    return post


def test_5_killed_in_mid_send_what_left_is_found_and_the_thread_goes_on(node, mastodon):  # noqa: F811
    connected(node, mastodon.url)

    def kill_at_the_second():
        if len(mastodon.posts) == 2:
            node.kill()

    mastodon.at_post = kill_at_the_second
    post = thread(node)
    end = time.time() + 60
    while node.process.poll() is None and time.time() < end:
        time.sleep(0.1)
    assert node.process.poll() is not None and len(mastodon.posts) == 2
    states = [row[0] for row in node.sql(f"SELECT state FROM sending WHERE post = {post} ORDER BY ordinal")]
    assert states == ["sent", "armed", "ready"]

    mastodon.at_post = lambda: None
    node.start()
    node.wait(f"SELECT id FROM sending WHERE post = {post} AND ordinal = 2 AND state = 'sent'", 180)
    assert [each["status"] for each in mastodon.posts] == PARTS, "a part left twice, or in another order"
    assert [each.get("in_reply_to_id") for each in mastodon.posts] == [None, "100", "101"]
    assert len({each["key"] for each in mastodon.posts}) == 3
    assert node.sql(f"SELECT reason FROM sending WHERE post = {post} AND ordinal = 1") == [["found"]]
    assert node.sql(f"SELECT state FROM post WHERE id = {post}") == [["published"]]
    assert TOKEN not in "".join(node.log)
    node.stop()
