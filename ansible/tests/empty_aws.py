"""An AWS account without anything in it, as far as --check asks. It answers reads, and refuses and remembers all else."""

import http.server
import json
import threading
import urllib.parse

ACCOUNT = "123456789012"

EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"
IAM = "https://iam.amazonaws.com/doc/2010-05-08/"
STS = "https://sts.amazonaws.com/doc/2011-06-15/"

NOTHING_THERE = {
    "DescribeInstances": "reservationSet",
    "DescribeSecurityGroups": "securityGroupInfo",
    "DescribePlacementGroups": "placementGroupSet",
}


class EmptyAws:
    """`with EmptyAws(instances=…) as aws`: the URL is aws.url, what was asked for aws.asked, what would write aws.writes."""

    def __init__(self, reservations="", subnet_vpc="vpc-0a1"):
        self.reservations = reservations
        self.subnet_vpc = subnet_vpc
        self.asked, self.writes = [], []

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
            return self.dynamodb(target.split(".")[1])
        form = dict(urllib.parse.parse_qsl(body))
        if "Action" in form:
            return self.query(form)
        return self.s3(method, path)

    def dynamodb(self, action):
        self.asked.append(action)
        if action != "DescribeTable":
            self.writes.append(action)
        return 400, json.dumps({"__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message": "none"})

    def s3(self, method, path):
        self.asked.append(f"{method} {path}")
        if method not in ("GET", "HEAD"):
            self.writes.append(f"{method} {path}")
        return 404, "<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>"

    def query(self, form):
        action = form["Action"]
        self.asked.append(action)
        if action == "GetCallerIdentity":
            arn = f"arn:aws:iam::{ACCOUNT}:user/tester"
            fields = f"<Arn>{arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>{ACCOUNT}</Account>"
            return 200, f'<{action}Response xmlns="{STS}"><{action}Result>{fields}</{action}Result></{action}Response>'
        if action == "DescribeSubnets":
            subnet = form.get("SubnetId.1", "subnet-0")
            item = f"<item><subnetId>{subnet}</subnetId><vpcId>{self.subnet_vpc}</vpcId></item>"
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
