"""Security groups as EC2 keeps them: with the rule to everywhere that a new one has, and rules of one port in one piece."""

import re

OPEN = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
PEERS = {"Groups": "GroupId", "IpRanges": "CidrIp", "PrefixListIds": "PrefixListId"}


def nest(form):
    """`A.1.B=c` as {"A": [{"B": "c"}]}."""
    root = {}
    for key, value in form.items():
        *path, last = key.split(".")
        place = root
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return lists(root)


def lists(value):
    if not isinstance(value, dict):
        return value
    if value and all(re.fullmatch(r"\d+", key) for key in value):
        return [lists(value[key]) for key in sorted(value, key=int)]
    return {key: lists(inner) for key, inner in value.items()}


def xml(value):
    if isinstance(value, list):
        return "".join(f"<item>{xml(each)}</item>" for each in value)
    if isinstance(value, dict):
        return "".join(f"<{key[0].lower()}{key[1:]}>{xml(inner)}</{key[0].lower()}{key[1:]}>" for key, inner in value.items())
    return str(value)


class Groups:
    """`answer` gives the inside of EC2's answer, or None if a group is not there."""

    def __init__(self, owner, vpc):
        self.owner, self.vpc = owner, vpc
        self.by_id = {}

    @staticmethod
    def knows(action):
        return "SecurityGroup" in action or action == "CreateTags"

    def answer(self, form):
        try:
            return getattr(self, form["Action"])(nest(form))
        except KeyError:
            return None

    def create(self, name, description):
        return self.CreateSecurityGroup({"GroupName": name, "GroupDescription": description})

    def DescribeSecurityGroups(self, request):
        found = list(self.by_id.values())
        if "GroupId" in request:
            found = [self.by_id[one] for one in request["GroupId"]]
        for wanted in request.get("Filter", []):
            if wanted["Name"] == "group-name":
                found = [group for group in found if group["GroupName"] in wanted["Value"]]
        return xml({"SecurityGroupInfo": found})

    def CreateSecurityGroup(self, request):
        one = f"sg-{len(self.by_id) + 1:017x}"
        self.by_id[one] = {
            "GroupId": one,
            "GroupName": request["GroupName"],
            "GroupDescription": request["GroupDescription"],
            "OwnerId": self.owner,
            "VpcId": self.vpc,
            "IpPermissions": [],
            "IpPermissionsEgress": [OPEN],
            "TagSet": [],
        }
        return xml({"Return": "true", "GroupId": one})

    def CreateTags(self, request):
        for one in request["ResourceId"]:
            self.by_id[one]["TagSet"] += request["Tag"]
        return xml({"Return": "true"})

    def AuthorizeSecurityGroupIngress(self, request):
        return self.change(request, "IpPermissions", add=True)

    def AuthorizeSecurityGroupEgress(self, request):
        return self.change(request, "IpPermissionsEgress", add=True)

    def RevokeSecurityGroupIngress(self, request):
        return self.change(request, "IpPermissions", add=False)

    def RevokeSecurityGroupEgress(self, request):
        return self.change(request, "IpPermissionsEgress", add=False)

    def change(self, request, direction, add):
        group = self.by_id[request["GroupId"]]
        rules = set(self.rules(group[direction]))
        asked = set(self.rules(request["IpPermissions"]))
        merged = {}
        for protocol, ports, kind, peer, description in sorted(rules | asked if add else rules - asked, key=str):
            rule = {"IpProtocol": protocol, **dict(zip(("FromPort", "ToPort"), ports))}
            entry = {PEERS[kind]: peer, **({"Description": description} if description else {})}
            if kind == "Groups":
                entry["UserId"] = self.owner
            merged.setdefault((protocol, ports), rule).setdefault(kind, []).append(entry)
        group[direction] = list(merged.values())
        return xml({"Return": "true"})

    @staticmethod
    def rules(permissions):
        for permission in permissions:
            ports = tuple(permission[port] for port in ("FromPort", "ToPort") if port in permission)
            for kind, name in PEERS.items():
                for peer in permission.get(kind, []):
                    yield permission["IpProtocol"], ports, kind, peer[name], peer.get("Description")
