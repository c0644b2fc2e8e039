// An app instance from parts, an ARN or a session tag, tokens included.
import { TerraformOutput, TerraformVariable } from "cdktf";
import { AppInstance } from "../../lib";
import { appInstanceArn, goodInputs } from "../support/inputs";
import { synth } from "../support/synth";

const id = goodInputs.app_instance_id;
const parts = { region: "us-east-1", account: "123456789012", id };
const valuesOf = ({ region, account, id: ofId, arn, tagKey }: AppInstance) => ({
  region,
  account,
  id: ofId,
  arn,
  tagKey,
});

test.each<[string, AppInstance]>([
  ["its parts", AppInstance.of(parts)],
  ["its parts, with the whole ARN as ID", AppInstance.of({ ...parts, id: appInstanceArn })],
  ["its ARN", AppInstance.fromArn(appInstanceArn)],
])("from %s", (_what, made) => {
  expect(valuesOf(made)).toEqual({ ...parts, arn: appInstanceArn, tagKey: undefined });
  expect(made.resourceArn("user/alice")).toBe(`${appInstanceArn}/user/alice`);
});

test("from a session tag", () => {
  const made = AppInstance.fromSessionTag({ region: "us-east-1", account: "123456789012", tagKey: "AppInstanceId" });
  expect(valuesOf(made)).toEqual({
    region: "us-east-1",
    account: "123456789012",
    id: "${aws:PrincipalTag/AppInstanceId}",
    arn: "arn:aws:chime:us-east-1:123456789012:app-instance/${aws:PrincipalTag/AppInstanceId}",
    tagKey: "AppInstanceId",
  });
});

// Reported: `fromArn` refused a token, and `of` doubled an ARN. module.test.ts evaluates these in Terraform.
describe("from a token, which may be an ID or an ARN", () => {
  const output = (make: (value: string) => AppInstance) =>
    synth((stack) => {
      const variable = new TerraformVariable(stack, "it", { type: "string" });
      new TerraformOutput(stack, "made", { value: valuesOf(make(variable.stringValue)) });
    }).output.made?.value;
  const bare = '${try(element(regex("([^/]*)$", var.it), 0), "")}';

  test("of", () => {
    expect(output((value) => AppInstance.of({ ...parts, id: value }))).toEqual({
      ...parts,
      id: bare,
      arn: `arn:aws:chime:us-east-1:123456789012:app-instance/${bare}`,
    });
  });

  test("fromArn", () => {
    expect(output((value) => AppInstance.fromArn(value))).toEqual({
      region: '${try(element(regex("^(?:[^:]*:){3}([^:]*)", var.it), 0), "")}',
      account: '${try(element(regex("^(?:[^:]*:){4}([^:]*)", var.it), 0), "")}',
      id: bare,
      arn: "${var.it}",
    });
  });
});
