/**
 * Places the nodes of a pipeline map in columns from left to right: layers by the longest way, order within a layer by the
 * barycentre of neighbours, as in Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
 * structures" (1981). Long edges pass through points of their own in the layers between. Sizes are in CSS pixels.
 */
export interface Box {
  readonly id: string;
  readonly height: number;
}

export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  /** Left upper corners. */
  readonly boxes: ReadonlyMap<string, { readonly x: number; readonly y: number; readonly layer: number }>;
  /** For each link, in order, the points that it runs through, from the right side of one box to the left side of another. */
  readonly ways: readonly (readonly Point[])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const boxWidth = 196;
const columnGap = 84;
const rowGap = 18;
const margin = 12;
const thread = 10;

interface Item {
  readonly id: string;
  readonly height: number;
  layer: number;
  y: number;
  readonly before: Item[];
  readonly after: Item[];
}

/** `boxes` in the order of the program, which decides where nothing else does; links that run against it are drawn backwards. */
export function layout(boxes: readonly Box[], links: readonly Link[]): Placed {
  const items = new Map(boxes.map((b): [string, Item] => [b.id, { ...b, layer: 0, y: 0, before: [], after: [] }]));
  const known = links.filter((l) => items.has(l.from) && items.has(l.to) && l.from !== l.to);
  const forward = withoutCycles(boxes, known);
  const layers = rank(boxes, forward);
  for (const item of items.values()) item.layer = layers.get(item.id) ?? 0;
  const layered: Item[][] = [];
  const put = (item: Item): void => void (layered[item.layer] ??= []).push(item);
  for (const b of boxes) put(items.get(b.id) as Item);
  const chains = new Map<Link, Item[]>();
  for (const l of forward) {
    const chain = [items.get(l.from) as Item];
    const target = items.get(l.to) as Item;
    for (let layer = (chain[0] as Item).layer + 1; layer < target.layer; layer++) {
      const bend: Item = { id: `${l.from}>${l.to}@${layer}`, height: thread, layer, y: 0, before: [], after: [] };
      put(bend);
      chain.push(bend);
    }
    chain.push(target);
    for (let i = 1; i < chain.length; i++) {
      (chain[i - 1] as Item).after.push(chain[i] as Item);
      (chain[i] as Item).before.push(chain[i - 1] as Item);
    }
    chains.set(l, chain);
  }
  order(layered);
  align(layered);
  const top = Math.min(0, ...layered.flat().map((i) => i.y));
  for (const item of layered.flat()) item.y += margin - top;
  const x = (layer: number): number => margin + layer * (boxWidth + columnGap);
  const placed = new Map([...items.values()].map((i) => [i.id, { x: x(i.layer), y: i.y, layer: i.layer }]));
  const ways = links.map((l) => way(l, items, chains.get(l) ?? null, x));
  return {
    width: x(Math.max(0, layered.length - 1)) + boxWidth + margin,
    height: Math.max(0, ...layered.flat().map((i) => i.y + i.height)) + margin,
    boxes: placed,
    ways,
  };
}

/** Links without those that would close a circle, walked in the order of the program. */
function withoutCycles(boxes: readonly Box[], links: readonly Link[]): Link[] {
  const out = new Map<string, Link[]>();
  for (const l of links) out.set(l.from, [...(out.get(l.from) ?? []), l]);
  const state = new Map<string, "open" | "done">();
  const kept: Link[] = [];
  for (const start of boxes) {
    // Without recursion: a chain may be as long as the program.
    const stack: { id: string; next: number }[] = state.has(start.id) ? [] : [{ id: start.id, next: 0 }];
    if (stack.length) state.set(start.id, "open");
    while (stack.length) {
      const top = stack[stack.length - 1] as { id: string; next: number };
      const link = out.get(top.id)?.[top.next++];
      if (!link) {
        state.set(top.id, "done");
        stack.pop();
      } else if (state.get(link.to) !== "open") {
        kept.push(link);
        if (!state.has(link.to)) {
          state.set(link.to, "open");
          stack.push({ id: link.to, next: 0 });
        }
      }
    }
  }
  return kept;
}

/** Layers by the longest way from a box that nothing leads to. */
function rank(boxes: readonly Box[], links: readonly Link[]): Map<string, number> {
  const layers = new Map<string, number>();
  const open = new Map<string, number>(boxes.map((b) => [b.id, 0]));
  const out = new Map<string, string[]>();
  for (const l of links) {
    open.set(l.to, (open.get(l.to) ?? 0) + 1);
    out.set(l.from, [...(out.get(l.from) ?? []), l.to]);
  }
  const ready = boxes.filter((b) => open.get(b.id) === 0).map((b) => b.id);
  for (const id of ready) layers.set(id, 0);
  for (let i = 0; i < ready.length; i++) {
    const id = ready[i] as string;
    for (const to of out.get(id) ?? []) {
      layers.set(to, Math.max(layers.get(to) ?? 0, (layers.get(id) ?? 0) + 1));
      const left = (open.get(to) ?? 1) - 1;
      open.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return layers;
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;

/** Sweeps over the layers, each sorted by where its neighbours stand. */
function order(layered: readonly Item[][]): void {
  const at = new Map<Item, number>();
  const number = (layer: readonly Item[]): void => layer.forEach((item, i) => void at.set(item, i));
  for (const layer of layered) number(layer);
  for (let sweep = 0; sweep < 6; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layered : [...layered].reverse()) {
      const weight = new Map(
        layer.map((item) => {
          const near = down ? item.before : item.after;
          return [item, near.length ? mean(near.map((n) => at.get(n) ?? 0)) : (at.get(item) ?? 0)];
        }),
      );
      layer.sort((a, b) => (weight.get(a) as number) - (weight.get(b) as number) || (at.get(a) as number) - (at.get(b) as number));
      number(layer);
    }
  }
}

const middle = (i: Item): number => i.y + i.height / 2;

/** Heights: each item as near to its neighbours as those above and below it let it. */
function align(layered: readonly Item[][]): void {
  for (const layer of layered) {
    let y = 0;
    for (const item of layer) {
      item.y = y;
      y += item.height + rowGap;
    }
  }
  for (let sweep = 0; sweep < 8; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layered : [...layered].reverse()) {
      const wish = layer.map((item) => {
        const near = down ? item.before : item.after;
        return near.length ? mean(near.map(middle)) - item.height / 2 : item.y;
      });
      settle(layer, wish);
    }
  }
}

/** Gives items their wished heights as far as they do not overlap: those that would are moved as one block to the mean of their wishes. */
function settle(layer: readonly Item[], wish: readonly number[]): void {
  const blocks: { first: number; offset: number[]; sum: number; y: number; height: number }[] = [];
  for (const [i, item] of layer.entries()) {
    let block = { first: i, offset: [0], sum: wish[i] as number, y: wish[i] as number, height: item.height };
    for (let last = blocks.at(-1); last && last.y + last.height + rowGap > block.y; last = blocks.at(-1)) {
      const shift = last.height + rowGap;
      blocks.pop();
      const offset = [...last.offset, ...block.offset.map((o) => o + shift)];
      const sum = last.sum + block.sum - block.offset.length * shift;
      block = { first: last.first, offset, sum, y: sum / offset.length, height: shift + block.height };
    }
    blocks.push(block);
  }
  for (const { first, offset, y } of blocks) for (const [i, o] of offset.entries()) (layer[first + i] as Item).y = y + o;
}

function way(link: Link, items: ReadonlyMap<string, Item>, chain: readonly Item[] | null, x: (layer: number) => number): Point[] {
  const from = items.get(link.from);
  const to = items.get(link.to);
  if (!from || !to) return [];
  if (!chain) {
    // Against the order: out at the left side, in at the right.
    return [
      { x: x(from.layer), y: middle(from) },
      { x: x(to.layer) + boxWidth, y: middle(to) },
    ];
  }
  return chain.flatMap((item, i): Point[] => {
    if (i === 0) return [{ x: x(item.layer) + boxWidth, y: middle(item) }];
    if (i === chain.length - 1) return [{ x: x(item.layer), y: middle(item) }];
    return [
      { x: x(item.layer), y: middle(item) },
      { x: x(item.layer) + boxWidth, y: middle(item) },
    ];
  });
}
