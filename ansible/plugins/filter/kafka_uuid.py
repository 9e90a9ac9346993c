"""Ids in the form that Kafka gives them: 16 bytes, URL-safe base64 without padding."""

import base64
import hashlib


def kafka_uuid(name):
    """Always the same id for a name, so that all controllers name the same directories without asking each other."""
    salt = 0
    while True:
        digest = bytearray(hashlib.sha256(f"{name}/{salt}".encode()).digest()[:16])
        # A random UUID, as Kafka makes them.
        digest[6] = digest[6] & 0x0F | 0x40
        digest[8] = digest[8] & 0x3F | 0x80
        text = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        # Kafka's tools take a leading dash for an option.
        if not text.startswith("-"):
            return text
        salt += 1


class FilterModule:
    """The filter `kafka_uuid`."""

    def filters(self):
        return {"kafka_uuid": kafka_uuid}
