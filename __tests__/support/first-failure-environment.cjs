// Jest's environment for scenarios and mutation tests: no test after the first that fails. Stryker loads it itself, so it is
// JavaScript.
const { TestEnvironment } = require("jest-environment-node");

module.exports = class FirstFailureEnvironment extends TestEnvironment {
  hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === "test_fn_failure") this.hasFailed = true;
    if (name === "test_start" && this.hasFailed) test.mode = "skip";
  }
};
