"""Networks that cannot be had here, on loopback: their documented requests and answers, and real faults on the wire.

Recorded from documentation, because no server of theirs can be installed: Telegram, VK, WeChat, Weibo, MAX. Recorded
for the faults alone, since the real servers give none on request: Mastodon, Bluesky, WordPress, Ghost, Matrix.
"""
