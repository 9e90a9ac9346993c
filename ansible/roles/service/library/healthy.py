#!/usr/bin/python
"""Waits until a service is healthy."""

import time
from urllib.error import HTTPError

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import open_url

DOCUMENTATION = r"""
module: healthy
short_description: Waits until a service is healthy
description:
  - Asks until the answer is 200, for so many seconds and no longer, and not if systemd has given the unit up.
  - Says what the last answer was if it is none, and how the service's journal ends.
options:
  unit: {type: str, required: true, description: The service's unit.}
  url: {type: str, required: true, description: What is asked.}
  certificate: {type: path, description: What it is shown.}
  key: {type: path, description: The certificate's key.}
  authority: {type: path, description: Who has signed the service's certificate.}
  seconds: {type: int, required: true, description: How long it may take.}
author: Vigil
"""

EXAMPLES = r"""
- name: Wait for the classifier
  healthy:
    unit: streams-classifier
    url: http://127.0.0.1:8082/health/ready
    seconds: 60
"""

RETURN = r"""
answer: {type: str, returned: always, description: The last answer.}
"""

JOURNAL_LINES = 15
LONGEST_ANSWER = 500


def ask(url, **tls):
    """Whether the answer is that it is healthy, and the answer."""
    try:
        answer = open_url(url, timeout=5, use_proxy=False, **tls)
        return answer.status == 200, f"{answer.status} {answer.read(LONGEST_ANSWER).decode(errors='replace')}"
    except HTTPError as error:
        return False, f"{error.code} {error.read(LONGEST_ANSWER).decode(errors='replace')}"
    except OSError as error:
        return False, str(error)


def main():
    module = AnsibleModule(
        argument_spec={
            "unit": {"type": "str", "required": True},
            "url": {"type": "str", "required": True},
            "certificate": {"type": "path"},
            "key": {"type": "path", "no_log": False},
            "authority": {"type": "path"},
            "seconds": {"type": "int", "required": True},
        },
        supports_check_mode=False,
    )
    asked = module.params
    deadline = time.monotonic() + asked["seconds"]
    while True:
        well, answer = ask(asked["url"], client_cert=asked["certificate"], client_key=asked["key"], ca_path=asked["authority"])
        if well:
            module.exit_json(changed=False, answer=answer)
        failed, _, _ = module.run_command(["systemctl", "is-failed", "--quiet", asked["unit"]])
        if failed == 0 or time.monotonic() > deadline:
            break
        time.sleep(1)
    _, journal, _ = module.run_command(["journalctl", "--unit", asked["unit"], "--lines", str(JOURNAL_LINES), "--no-pager", "--output", "cat"])
    why = "has ended" if failed == 0 else f"is not healthy after {asked['seconds']} seconds"
    module.fail_json(
        answer=answer,
        msg=f"{asked['unit']} {why}.\nThe last answer of {asked['url']}: {answer}\n"
            f"Its journal ends with this; for more, journalctl -u {asked['unit']}\n{journal}")


if __name__ == "__main__":
    main()
