// Jest's environment for suites whose tests depend on each other: after the first failure, the other tests are skipped.
const { TestEnvironment } = require("jest-environment-node");

module.exports = class FirstFailureEnvironment extends TestEnvironment {
  hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === "test_fn_failure") this.hasFailed = true;
    if (name === "test_start" && this.hasFailed) test.mode = "skip";
  }
};
