// Bounds the work of a comparison: documents that IAM accepts can be written so that to compare them takes very long. What takes
// more is said to be that, and counts as wider.

/** Thrown where a comparison takes more steps than it has. */
export class TooComplex extends Error {}

/** Comparisons of two characters, about: some tenths of a second. */
const mostSteps = 15_000_000;

/** Counts the steps of one comparison. */
export class Meter {
  private left = mostSteps;

  /** @throws TooComplex when there are no steps left */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooComplex();
  }
}
