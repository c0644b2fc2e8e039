import { AppInstance, InputError } from "../../lib";

const id = "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603";
const arn = `arn:aws:chime:us-east-1:123456789012:app-instance/${id}`;
const good = { region: "us-east-1", account: "123456789012", id };

test("the parts make the ARNs of the app instance and of all that is in it", () => {
  const appInstance = AppInstance.of(good);
  expect(appInstance.arn).toBe(arn);
  expect(appInstance.resourceArn("channel/*")).toBe(`${arn}/channel/*`);
  expect(appInstance.resourceArn("user/alice")).toBe(`${arn}/user/alice`);
});

test("the ARN gives the same app instance, alone or as the ID", () => {
  expect(AppInstance.fromArn(arn)).toEqual(AppInstance.of(good));
  expect(AppInstance.of({ ...good, id: arn })).toEqual(AppInstance.of(good));
});

test("another partition is told in the ARN, and has regions of its own", () => {
  const appInstance = AppInstance.of({ ...good, region: "us-gov-west-1", partition: "aws-us-gov" });
  expect(appInstance.arn).toBe(`arn:aws-us-gov:chime:us-gov-west-1:123456789012:app-instance/${id}`);
  expect(AppInstance.fromArn(appInstance.arn)).toEqual(appInstance);
});

test("a session tag stands for the ID of any app instance of a region and account", () => {
  const {
    arn: tagged,
    tagKey,
    partition,
  } = AppInstance.fromSessionTag({
    region: "us-east-1",
    account: "123456789012",
    tagKey: "AppInstanceId",
  });
  expect({ tagged, tagKey, partition }).toEqual({
    tagged: "arn:aws:chime:us-east-1:123456789012:app-instance/${aws:PrincipalTag/AppInstanceId}",
    tagKey: "AppInstanceId",
    partition: "aws",
  });
  const elsewhere = { region: "us-gov-west-1", account: "123456789012", partition: "aws-us-gov", tagKey: "Id" };
  expect(AppInstance.fromSessionTag(elsewhere).arn).toMatch(/^arn:aws-us-gov:chime:us-gov-west-1:/);
  expect(() => AppInstance.fromSessionTag({ ...elsewhere, region: "mars" })).toThrow('region is "mars"');
  expect(() => AppInstance.fromSessionTag({ ...elsewhere, account: "1" })).toThrow('account_id is "1"');
  expect(() => AppInstance.fromSessionTag({ ...elsewhere, tagKey: "aws:x" })).toThrow("app_instance_id_tag_key is");
});

test("a token stays for Terraform to check", () => {
  const token = "${TfToken[TOKEN.7]}";
  expect(AppInstance.of({ region: token, account: token, id: token }).arn).toBe(
    `arn:aws:chime:${token}:${token}:app-instance/${token}`,
  );
});

describe("what is not an app instance is refused, in words that name the slip", () => {
  test.each([
    [
      "a region without a dash",
      { region: "us-east1" },
      'region is "us-east1", expected the code of',
      "A dash is missing",
    ],
    ["an availability zone", { region: "us-east-1a" }, 'region is "us-east-1a"', "leave out its letter"],
    ["a name of a region", { region: "N. Virginia" }, 'region is "N. Virginia"', "such as us-east-1"],
    ["a region without messaging", { region: "eu-west-1" }, 'region is "eu-west-1"', "us-east-1 or eu-central-1"],
    ["an empty region", { region: "" }, 'region is ""', "expected the code of an AWS region"],
    ["a Terraform reference as text", { region: "${var.region}" }, 'region is "${var.region}"', "expected"],
    ["11 digits", { account: "12345678901" }, 'account_id is "12345678901", expected the 12 digits', "Leading zeros"],
    ["digits in groups", { account: "1234-5678-9012" }, 'account_id is "1234-5678-9012"', "Leave out what stands"],
    ["an ID with spaces", { id: ` ${id}` }, `app_instance_id is " ${id}"`, "white space"],
    ["a placeholder", { id: "{appInstanceId}" }, 'app_instance_id is "{appInstanceId}"', "placeholder"],
    ["a name", { id: "my-chat" }, 'app_instance_id is "my-chat"', "a UUID"],
    [
      "a user's ARN",
      { id: `${arn}/user/bob` },
      "app_instance_id is",
      "It looks like a user ARN; take its app instance",
    ],
    [
      "a channel's ARN",
      { id: `${arn}/channel/c1` },
      "app_instance_id is",
      "channel, channel flow or bot; take its app",
    ],
    ["another service's ARN", { id: "arn:aws:s3:::chat" }, "app_instance_id is", "ARN of another service"],
    ["another account's ARN", { id: arn.replace("123456789012", "210987654321") }, "app_instance_id is", "agrees with"],
    ["another region's ARN", { id: arn.replace("us-east-1", "eu-central-1") }, "app_instance_id is", "agrees with"],
    ["a partition that is none", { partition: "amazon" }, 'partition is "amazon"', "expected the partition"],
  ])("%s", (_what, change, begins, says) => {
    const make = () => AppInstance.of({ ...good, ...change });
    expect(make).toThrow(InputError);
    expect(make).toThrow(begins);
    expect(make).toThrow(says);
  });

  test.each([
    ["an ID", id, "expected the ARN that CreateAppInstance returned"],
    ["a user's ARN", `${arn}/user/bob`, "It looks like a user ARN"],
    ["a role's ARN", "arn:aws:iam::123456789012:role/chime-user", "ARN of another service"],
    ["a token", "${TfToken[TOKEN.7]}", "use AppInstance.of with region, account and id"],
  ])("fromArn: %s", (_what, value, says) => {
    expect(() => AppInstance.fromArn(value)).toThrow(InputError);
    expect(() => AppInstance.fromArn(value)).toThrow(says);
  });
});
