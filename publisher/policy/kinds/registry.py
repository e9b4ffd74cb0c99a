"""Which module answers for which rule kind."""

from collections.abc import Mapping

from publisher.policy.kinds import (
    Finder,
    channel_ban,
    claim,
    commercial,
    identity_source,
    individual_advice,
    personal_data,
    provenance,
    required_text,
    suicide_reporting,
    wording,
)
from publisher.policy.packs import RuleKind

FINDERS: Mapping[RuleKind, Finder] = {
    "wording": wording.find,
    "required_text": required_text.find,
    "claim": claim.find,
    "individual_advice": individual_advice.find,
    "commercial": commercial.find,
    "channel_ban": channel_ban.find,
    "identity_source": identity_source.find,
    "personal_data": personal_data.find,
    "suicide_reporting": suicide_reporting.find,
    "provenance": provenance.find,
}
