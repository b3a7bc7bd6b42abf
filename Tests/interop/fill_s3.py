"""Makes a bucket and an access key in moto, which checks signatures from then on. Prints the key as JSON.

    fill_s3.py http://127.0.0.1:8451
"""
import json
import sys
import urllib.request

import boto3

url = sys.argv[1]


def client(service):
    return boto3.client(service, endpoint_url=url, region_name="us-east-1", aws_access_key_id="anyone",
                        aws_secret_access_key="anything")


boxes, people = client("s3"), client("iam")
for bucket in ("library", "other"):
    boxes.create_bucket(Bucket=bucket)
people.create_user(UserName="resonance")
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
people.put_user_policy(UserName="resonance", PolicyName="library", PolicyDocument=json.dumps(everything))
made = people.create_access_key(UserName="resonance")["AccessKey"]
# No call without a right signature any more.
urllib.request.urlopen(urllib.request.Request(
    url + "/moto-api/reset-auth", data=b"0", method="POST", headers={"Content-Type": "text/plain"}))
print(json.dumps({"key": made["AccessKeyId"], "secret": made["SecretAccessKey"], "bucket": "library"}))
