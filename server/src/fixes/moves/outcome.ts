/** How a refactoring ends early. */
import { CannotFix } from "../context.js";

/** Ends with the reason why a fix is withheld: the words that follow "because". */
export function no(reason: string): never {
  throw new CannotFix(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`);
}

/** What a refactoring gives; where it cannot be done, what `second` gives, with the reason of that where it cannot either. */
export function firstOf<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch (e) {
    if (!(e instanceof CannotFix)) throw e;
    return second();
  }
}

/** What the first of several ways gives that can be gone; where none can, the reason of the first: it is what people would try. */
export function firstThat<T>(ways: readonly (() => T)[]): T {
  let reason: CannotFix | null = null;
  for (const way of ways) {
    try {
      return way();
    } catch (e) {
      if (!(e instanceof CannotFix)) throw e;
      reason ??= e;
    }
  }
  throw reason;
}
