#!/usr/bin/python
"""What community.aws.dynamodb_table does not set: recovery, encryption and protection of a table."""

DOCUMENTATION = r"""
---
module: dynamodb_protection
short_description: Point-in-time recovery, encryption and deletion protection of a DynamoDB table
description:
  - Reads what the table has, and changes what differs. An option that is left out is left alone.
options:
  name:
    description: Name of the table, which has to be there, unless in check mode.
    type: str
    required: true
  point_in_time_recovery:
    description: Whether the table of any second of the last 35 days can be restored.
    type: bool
  managed_key:
    description: Whether it is encrypted with the key C(aws/dynamodb), or DynamoDB's own.
    type: bool
  deletion_protection:
    description: Whether it is protected from being deleted. Needs botocore 1.29.86.
    type: bool
extends_documentation_fragment:
  - amazon.aws.aws
  - amazon.aws.ec2
  - amazon.aws.boto3
"""

EXAMPLES = r"""
- name: Protect the alarms
  dynamodb_protection:
    name: blsAlarms
    point_in_time_recovery: true
    deletion_protection: true
"""

RETURN = r"""
changes:
  description: What was changed, or would be in check mode.
  returned: always
  type: list
  elements: str
"""

try:
    import botocore
except ImportError:
    pass  # AnsibleAWSModule says so

from ansible_collections.amazon.aws.plugins.module_utils.core import AnsibleAWSModule, is_boto3_error_code
from ansible_collections.amazon.aws.plugins.module_utils.ec2 import AWSRetry

RETRY = AWSRetry.jittered_backoff(
    retries=10,
    # A table takes one change at a time, and has no backups to speak of in its first seconds.
    catch_extra_error_codes=["LimitExceededException", "ResourceInUseException", "ContinuousBackupsUnavailableException"],
)


def differences(params, table, backups):
    """The options that are asked for, and are not so."""
    sse = table.get("SSEDescription", {})
    recovery = backups.get("PointInTimeRecoveryDescription", {})
    actual = {
        "point_in_time_recovery": recovery.get("PointInTimeRecoveryStatus") == "ENABLED",
        "managed_key": sse.get("Status") in ("ENABLED", "ENABLING", "UPDATING"),
        "deletion_protection": table.get("DeletionProtectionEnabled", False),
    }
    return [name for name, value in actual.items() if params[name] is not None and params[name] != value]


def apply(module, client, change):
    name, wanted = module.params["name"], module.params[change]
    if change == "point_in_time_recovery":
        client.update_continuous_backups(
            aws_retry=True,
            TableName=name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": wanted},
        )
        return
    if change == "managed_key":
        client.update_table(aws_retry=True, TableName=name, SSESpecification={"Enabled": wanted})
    else:
        client.update_table(aws_retry=True, TableName=name, DeletionProtectionEnabled=wanted)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 5, "MaxAttempts": 60})


def main():
    module = AnsibleAWSModule(
        argument_spec={
            "name": {"type": "str", "required": True},
            "point_in_time_recovery": {"type": "bool"},
            "managed_key": {"type": "bool"},
            "deletion_protection": {"type": "bool"},
        },
        supports_check_mode=True,
    )
    if module.params["deletion_protection"] is not None:
        module.require_botocore_at_least("1.29.86", reason="to protect a table from being deleted")
    client = module.client("dynamodb", retry_decorator=RETRY)
    name = module.params["name"]
    try:
        table = client.describe_table(aws_retry=True, TableName=name)["Table"]
        backups = {}
        if module.params["point_in_time_recovery"] is not None:
            backups = client.describe_continuous_backups(aws_retry=True, TableName=name)["ContinuousBackupsDescription"]
        changes = differences(module.params, table, backups)
        if not module.check_mode:
            for change in changes:
                apply(module, client, change)
    except is_boto3_error_code("ResourceNotFoundException") as e:
        if not module.check_mode:
            module.fail_json_aws(e, msg=f"There is no table {name}")
        module.exit_json(changed=True, changes=["the table is to be made first"])
    except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError, botocore.exceptions.WaiterError) as e:
        module.fail_json_aws(e, msg=f"Could not protect the table {name}")
    module.exit_json(changed=bool(changes), changes=changes)


if __name__ == "__main__":
    main()
