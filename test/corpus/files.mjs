/** Which real files a measurement looks at. */
import fs from "node:fs";
import path from "node:path";

/** Scripts and notebooks below a folder, sorted, relative to it. */
export function filesBelow(folder) {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(py|ipynb)$/.test(name) && !name.includes(".ipynb_checkpoints"));
  return names.sort().filter((name) => fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile());
}

/** `count` of the items, in their order, the same for the same seed. */
export function draw(items, count, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const drawn = new Set(items.map((item) => [random(), item]).sort((a, b) => a[0] - b[0]).slice(0, count).map(([, item]) => item));
  return items.filter((item) => drawn.has(item));
}
