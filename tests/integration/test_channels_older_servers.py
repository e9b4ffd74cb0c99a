"""A server that knows fewer calls than the network it speaks for: what it cannot do is left for a person, and said."""

from publisher.channels.contract import Rejected, Sent
from tests.support.loopback.server import Network, Reply, Request, Shape, serving
from tests.support.loopback.suite import KINDS, SHAPES, delivery


def that_cannot_delete() -> Shape:
    """As an older server of the fediverse answers: the call is unknown, the post stays."""
    shape = SHAPES["mastodon"]()
    answer = shape.answer

    def without_delete(request: Request) -> Reply:
        return Reply(404, {"error": "Endpoint not found"}) if request.method == "DELETE" else answer(request)

    shape.answer = without_delete  # type: ignore[method-assign]
    return shape


def test_what_an_older_server_of_the_fediverse_cannot_take_back_is_left_for_a_person() -> None:
    channel = KINDS["mastodon"]
    with serving(Network(that_cannot_delete())) as network:
        sent = channel.send(network.account(), delivery(channel))
        assert isinstance(sent, Sent)
        refused = channel.remove(network.account(), sent.remote_id, delivery(channel))
        assert isinstance(refused, Rejected)
        assert "by hand" in str(refused.reason)
        assert len(network.texts) == 1
