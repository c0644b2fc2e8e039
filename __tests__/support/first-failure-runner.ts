// Jest's runner for mutation tests: the shortest suites first, and none after the first that fails, as a mutant is found then.
import TestRunner from "jest-runner";

export default class FirstFailureRunner extends TestRunner {
  override async runTests(...[tests, watcher, options]: Parameters<TestRunner["runTests"]>): Promise<void> {
    this.on("test-file-success", ([, { numFailingTests }]) => {
      if (numFailingTests > 0) watcher.setState({ interrupted: true });
    });
    const shortestFirst = [...tests].sort((one, other) => (one.duration ?? 0) - (other.duration ?? 0));
    await super.runTests(shortestFirst, watcher, options);
  }
}
