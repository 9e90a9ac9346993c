"""Filters of the role provision: rules of security groups, and which policy belongs to which kind of hosts."""


def _rules(port, ids, peer):
    return [{"proto": "tcp", "ports": [port], "group_id": one, "rule_desc": peer.replace("_", " ")} for one in ids]


def ingress(group, flows, ids):
    """What a group lets in. `ids` has the ids of the groups behind each name."""
    return [
        rule
        for flow in flows
        if flow["to"] == group
        for source in flow["from"]
        for rule in _rules(flow["port"], ids[source], source)
    ]


def egress(group, flows, ids):
    """What a group lets out: the other side of the same flows."""
    return [rule for flow in flows if group in flow["from"] for rule in _rules(flow["port"], ids[flow["to"]], flow["to"])]


def https(prefix_lists, cidrs):
    """Rules to reach AWS by."""
    rules = [{"proto": "tcp", "ports": [443], "ip_prefix": one, "rule_desc": "AWS"} for one in prefix_lists]
    return rules + [{"proto": "tcp", "ports": [443], "cidr_ip": one, "rule_desc": "AWS"} for one in cidrs]


def group_ids(results, placeholder, client_groups, api_groups):
    """The ids behind each name, from the results of a loop over names; in check mode a group may have none yet."""
    ids = {result["item"]: [result.get("group_id") or placeholder] for result in results}
    return {**ids, "client": ids["client"] + client_groups, "api_caller": api_groups}


def policies(kinds, wanted):
    """For each kind and policy, whether the kind has it. `wanted` says true, false, or of which role a policy is."""
    return [
        {
            "kind": kind["name"],
            "policy": policy,
            "state": "present" if wants is True or wants in kind["roles"] else "absent",
        }
        for kind in kinds
        for policy, wants in wanted.items()
    ]


def volumes(instances, nodes, kinds):
    """The volumes of data that are there, with what they shall be."""
    described = {node["name"]: next(kind for kind in kinds if kind["name"] == node["kind"])["data"] for node in nodes}
    found = []
    for instance in instances:
        name = instance["tags"]["NodeName"]
        for device in instance.get("block_device_mappings", []):
            if device["device_name"] == "/dev/sdf" and described[name]["storage"] == "ebs":
                volume = device["ebs"]["volume_id"]
                found.append({"name": name, "instance": instance["instance_id"], "volume": volume, "data": described[name]})
    return found


class FilterModule:
    def filters(self):
        return {
            "provision_ingress": ingress,
            "provision_egress": egress,
            "provision_https": https,
            "provision_group_ids": group_ids,
            "provision_policies": policies,
            "provision_volumes": volumes,
        }
