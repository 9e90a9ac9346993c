"""A stand-in for AWS: an account with nothing in it but what a test gives it, and DynamoDB Local for the tables.

It answers what --check reads, and remembers what writes: tables, the bucket and, if asked to, security groups, and refuses
all else.
"""

import http.server
import json
import threading
import urllib.error
import urllib.parse
import urllib.request

from aws_standin_groups import Groups

ACCOUNT = "123456789012"

EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"
IAM = "https://iam.amazonaws.com/doc/2010-05-08/"
STS = "https://sts.amazonaws.com/doc/2011-06-15/"

NOTHING_THERE = {
    "DescribeInstances": "reservationSet",
    "DescribeSecurityGroups": "securityGroupInfo",
    "DescribePlacementGroups": "placementGroupSet",
}

NOT_SET = {
    "encryption": "ServerSideEncryptionConfigurationNotFoundError",
    "object-lock": "ObjectLockConfigurationNotFoundError",
    "ownershipControls": "OwnershipControlsNotFoundError",
    "policy": "NoSuchBucketPolicy",
    "publicAccessBlock": "NoSuchPublicAccessBlockConfiguration",
    "tagging": "NoSuchTagSet",
}


class StandIn:
    """`with StandIn() as aws`: AWS_URL is aws.url; aws.asked is what was asked for, aws.writes what would have written."""

    def __init__(self, reservations="", dynamodb=None, groups=False, answers=None):
        # More answers to what reads, as the inside of the XML, by action, or action and what is asked for.
        self.answers = answers or {}
        self.reservations = reservations
        self.dynamodb_local = dynamodb
        self.asked, self.writes = [], []
        # What DynamoDB Local does not know of a table: its id, tags, recovery and key.
        self.tags, self.recovery, self.key = {}, {}, {}
        self.bucket = {}
        self.groups = Groups(ACCOUNT, "vpc-0a1") if groups else None

    def __enter__(self):
        account = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                status, body = account.reply(self.command, self.path, self.headers, self.rfile.read(length).decode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body.encode())

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def reply(self, method, path, headers, body):
        target = headers.get("X-Amz-Target", "")
        if target.startswith("DynamoDB"):
            return self.dynamodb(target.split(".")[1], body, headers)
        form = dict(urllib.parse.parse_qsl(body))
        if "Action" in form:
            return self.query(form)
        return self.s3(method, path, body)

    def dynamodb(self, action, body, headers):
        self.asked.append(action)
        if self.dynamodb_local:
            return self.tables(action, json.loads(body), headers)
        if action != "DescribeTable":
            self.writes.append(action)
        return 400, json.dumps({"__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message": "none"})

    def tables(self, action, request, headers):
        table = request.get("TableName") or request.get("ResourceArn", "").rpartition("/")[2]
        tags = self.tags.setdefault(table, {})
        if action not in ("DescribeTable", "DescribeTimeToLive", "DescribeContinuousBackups", "ListTagsOfResource"):
            self.writes.append(action)
        if action == "CreateTable":
            tags.update({tag["Key"]: tag["Value"] for tag in request.pop("Tags", [])})
        if action == "ListTagsOfResource":
            return 200, json.dumps({"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]})
        if action == "TagResource":
            tags.update({tag["Key"]: tag["Value"] for tag in request["Tags"]})
            return 200, "{}"
        if action == "UpdateContinuousBackups":
            self.recovery[table] = request["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        if action in ("UpdateContinuousBackups", "DescribeContinuousBackups"):
            status = "ENABLED" if self.recovery.get(table) else "DISABLED"
            recovery = {"PointInTimeRecoveryStatus": status}
            backups = {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery}
            return 200, json.dumps({"ContinuousBackupsDescription": backups})
        if action == "UpdateTable" and "SSESpecification" in request:
            self.key[table] = request["SSESpecification"]["Enabled"]
            return self.tables("DescribeTable", {"TableName": table}, headers)
        status, answer = self.forward(action, request, headers)
        if action == "DescribeTable" and status == 200:
            answer = json.loads(answer)
            answer["Table"]["TableId"] = table
            if self.key.get(table):
                answer["Table"]["SSEDescription"] = {"Status": "ENABLED", "SSEType": "KMS"}
            answer = json.dumps(answer)
        return status, answer

    def forward(self, action, request, headers):
        kept = {name: headers[name] for name in ("Content-Type", "Authorization", "X-Amz-Date")}
        kept["X-Amz-Target"] = f"DynamoDB_20120810.{action}"
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.dynamodb_local, json.dumps(request).encode(), kept)
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()

    def s3(self, method, path, body):
        """One bucket, each of whose settings answers with what was put there."""
        bucket, _, setting = path.partition("?")
        self.asked.append(f"{method} {path}")
        if method == "PUT":
            self.writes.append(f"{method} {path}")
            self.bucket[setting] = body
            return 200, ""
        if "" not in self.bucket:
            return 404, "<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>"
        if setting in self.bucket:
            return 200, self.bucket[setting]
        if setting == "versioning":
            return 200, "<VersioningConfiguration/>"
        if setting == "requestPayment":
            return 200, "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"
        return 404, f"<Error><Code>{NOT_SET[setting]}</Code><Message>none</Message></Error>"

    def query(self, form):
        action = form["Action"]
        self.asked.append(action)
        if action == "GetCallerIdentity":
            arn = f"arn:aws:iam::{ACCOUNT}:user/tester"
            fields = f"<Arn>{arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>{ACCOUNT}</Account>"
            return 200, f'<{action}Response xmlns="{STS}"><{action}Result>{fields}</{action}Result></{action}Response>'
        if self.groups and self.groups.knows(action):
            inside = self.groups.answer(form)
            if inside is None:
                return 400, self.ec2_error("InvalidGroup.NotFound")
            if not action.startswith("Describe"):
                self.writes.append(action)
            return 200, f'<{action}Response xmlns="{EC2}">{inside}</{action}Response>'
        for known in (f"{action} {form.get('Attribute') or form.get('Filter.1.Value.1')}", action):
            if known in self.answers:
                return 200, f'<{action}Response xmlns="{EC2}">{self.answers[known]}</{action}Response>'
        if action == "DescribeSubnets":
            subnet = form.get("SubnetId.1", "subnet-0")
            item = f"<item><subnetId>{subnet}</subnetId><vpcId>vpc-0a1</vpcId></item>"
            return 200, f'<{action}Response xmlns="{EC2}"><subnetSet>{item}</subnetSet></{action}Response>'
        if action == "DescribeInstances" and self.reservations:
            return 200, f'<{action}Response xmlns="{EC2}"><reservationSet>{self.reservations}</reservationSet></{action}Response>'
        if "GroupId.1" in form or "GroupName.1" in form:
            return 400, self.ec2_error("InvalidPlacementGroup.Unknown" if "Placement" in action else "InvalidGroup.NotFound")
        if action in NOTHING_THERE:
            return 200, f'<{action}Response xmlns="{EC2}"><{NOTHING_THERE[action]}/></{action}Response>'
        if form.get("DryRun") == "true":
            return 412, self.ec2_error("DryRunOperation")
        if action.startswith(("Get", "List")) and form["Version"] == "2010-05-08":
            error = "<Type>Sender</Type><Code>NoSuchEntity</Code><Message>none</Message>"
            return 404, f'<ErrorResponse xmlns="{IAM}"><Error>{error}</Error></ErrorResponse>'
        self.writes.append(action)
        return 400, self.ec2_error("UnexpectedByTheTest")

    @staticmethod
    def ec2_error(code):
        return f"<Response><Errors><Error><Code>{code}</Code><Message>{code}</Message></Error></Errors></Response>"
