/** A map with layers: forks are cheap, only what a branch touched is joined. */
export class Layered<K, V> {
  readonly map = new Map<K, V>();
  private readonly depth: number;
  constructor(private readonly parent: Layered<K, V> | null = null) {
    this.depth = parent ? parent.depth + 1 : 0;
  }
  get(key: K): V | undefined {
    for (let l: Layered<K, V> | null = this; l; l = l.parent) {
      const v = l.map.get(key);
      if (v !== undefined) return v;
    }
    return undefined;
  }
  set(key: K, value: V): void {
    this.map.set(key, value);
  }
  /** A child; this layer must not change while the child lives. */
  fork(): Layered<K, V> {
    return new Layered(this.depth > 12 ? this.flat() : this);
  }
  /** Everything visible, the newest of each key. */
  all(): Map<K, V> {
    return this.flat().map;
  }
  private flat(): Layered<K, V> {
    const all: Layered<K, V>[] = [];
    for (let l: Layered<K, V> | null = this; l; l = l.parent) all.push(l);
    const out = new Layered<K, V>();
    for (const l of all.reverse()) for (const [k, v] of l.map) out.map.set(k, v);
    return out;
  }
}
