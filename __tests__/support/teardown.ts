// After the integration suites: stops the emulated AWS that setup.ts started.
import { once } from "node:events";

export default async function teardown(): Promise<void> {
  const { emulator } = globalThis;
  if (emulator === undefined || emulator.exitCode !== null) return;
  const ended = once(emulator, "exit");
  emulator.kill();
  await ended;
}
