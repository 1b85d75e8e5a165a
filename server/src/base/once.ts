/** What is asked many times of the same things. */

/**
 * The same question, answered once for each key of an owner and as long as that owner lives; anything further that it is asked with (`rest`) is to be
 * the same each time.
 */
export function once<O extends object, K, R extends readonly unknown[], V>(ask: (owner: O, key: K, ...rest: R) => V): (owner: O, key: K, ...rest: R) => V {
  const answers = new WeakMap<O, Map<K, V>>();
  return (owner, key, ...rest) => {
    const known = answers.get(owner) ?? new Map<K, V>();
    answers.set(owner, known);
    if (!known.has(key)) known.set(key, ask(owner, key, ...rest));
    return known.get(key) as V;
  };
}
