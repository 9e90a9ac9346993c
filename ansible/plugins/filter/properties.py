"""Java's properties files, and what Kafka's clients want in them."""

import re

from ansible.errors import AnsibleFilterError


def _escape(text, key):
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    if key:
        text = re.sub(r"([ =:])", r"\\\1", text)
        text = re.sub(r"^([#!])", r"\\\1", text)
    return re.sub(r"^ ", r"\\ ", text)


def java_properties(settings):
    """The lines of a properties file, sorted by name; a setting that is null is left away."""
    lines = []
    for name, value in sorted(settings.items()):
        if value is None:
            continue
        text = str(value).lower() if isinstance(value, bool) else str(value)
        lines.append(f"{_escape(str(name), True)}={_escape(text, False)}")
    return "\n".join(lines) + "\n"


def scram_jaas(user, password):
    """What sasl.jaas.config is set to. Refuses what one of the readers behind it (JAAS, Spring, Quarkus) takes for its own syntax."""
    if not re.fullmatch(r"[A-Za-z0-9._-]+", str(user)):
        raise AnsibleFilterError(f"a user of Kafka is named by letters, digits, '.', '_' and '-', not '{user}'")
    if not re.fullmatch(r"[!#%&()*+,./0-9:;<=>?@A-Z^_a-z|~-]{8,}", str(password)):
        raise AnsibleFilterError(f"the password of {user} has to be 8 or more letters, digits and !#%&()*+,./:;<=>?@^_|~-")
    return f'org.apache.kafka.common.security.scram.ScramLoginModule required username="{user}" password="{password}";'


class FilterModule:
    """The filters `java_properties` and `scram_jaas`."""

    def filters(self):
        return {"java_properties": java_properties, "scram_jaas": scram_jaas}
