/** Pipelines of rows: parts taken and skipped, shuffled anew for every pass, named shares, folders cut by a seed. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";
import { reveal } from "./reveal.js";

const head = `import numpy as np
import tensorflow as tf
import tensorflow_datasets as tfds
X, y = np.load("x.npy"), np.load("y.npy")
n = int(len(X) * 0.8)
ds = tf.data.Dataset.from_tensor_slices((X, y))
`;

describe("parts of a pipeline", () => {
  it("take and skip by the same count are disjoint, whatever is done to them afterwards", async () => {
    const t = await reveal(`${head}a = ds.take(n).map(lambda x, y: (x / 255, y)).batch(32).prefetch(1)\nb = ds.skip(n).batch(32)\nprint(a, b)\n`);
    expect(t.relation("a", "b")).toBe("disjoint");
    expect(t.relation("a", "X")).toBe("within");
  });
  it("three parts: the last begins behind the others", async () => {
    const t = await reveal(
      `${head}m = 100\na = ds.take(n)\nrest = ds.skip(n)\nb = rest.take(m)\nc = rest.skip(m)\nd = ds.skip(n).skip(m)\nprint(a, b, c, d)\n`,
    );
    expect([t.relation("a", "b"), t.relation("b", "c"), t.relation("a", "c"), t.relation("b", "d")]).toEqual(["disjoint", "disjoint", "disjoint", "disjoint"]);
  });
  it("slices that go on where others end are disjoint", async () => {
    const t = await reveal(`${head}m = int(len(X) * 0.1)\na, b, c = X[:n], X[n:n + m], X[n + m:]\nprint(a, b, c)\n`);
    expect([t.relation("a", "b"), t.relation("b", "c"), t.relation("a", "c")]).toEqual(["disjoint", "disjoint", "disjoint"]);
  });
  it("shuffled anew for every pass, parts overlap", async () => {
    const t = await reveal(`${head}s = ds.shuffle(1000, seed=1)\na = s.take(n)\nb = s.skip(n)\nprint(a, b)\n`);
    expect(t.relation("a", "b")).toBe("overlaps");
  });
  it("shuffled once, or with the order cached, they do not", async () => {
    const t = await reveal(
      `${head}s = ds.shuffle(1000, reshuffle_each_iteration=False)\na = s.take(n)\nb = s.skip(n)\nu = ds.shuffle(1000).cache()\nc = u.take(n)\nd = u.skip(n)\nprint(a, b, c, d)\n`,
    );
    expect([t.relation("a", "b"), t.relation("c", "d")]).toEqual(["disjoint", "disjoint"]);
  });
  it("a data set cut in two", async () => {
    const t = await reveal(`${head}a, b = tf.keras.utils.split_dataset(ds, left_size=0.8)\nprint(a, b)\n`);
    expect(t.relation("a", "b")).toBe("disjoint");
  });
  it("zipped with its labels it is trained and scored like any other", async () => {
    const t = await reveal(`${head}from tensorflow import keras
pairs = tf.data.Dataset.zip((tf.data.Dataset.from_tensor_slices(X), tf.data.Dataset.from_tensor_slices(y)))
m = keras.Sequential([keras.layers.Dense(1)])
m.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
m.fit(pairs.take(n).batch(8))
m.evaluate(pairs.skip(n).batch(8))
`);
    expect(t.evaluations).toEqual(["held accuracy"]);
  });
});

describe("named shares", () => {
  it("are disjoint where they end", async () => {
    const t =
      await reveal(`${head}(a, b, c), info = tfds.load("flowers", split=["train[:70%]", "train[70%:85%]", "train[85%:]"], as_supervised=True, with_info=True)
d = tfds.load("flowers", split="test", as_supervised=True)
print(a, b, c, d)
`);
    expect([t.relation("a", "b"), t.relation("b", "c"), t.relation("a", "c"), t.relation("a", "d")]).toEqual(["disjoint", "disjoint", "disjoint", "disjoint"]);
  });
  it("counted from the end meet those that are counted from the front", async () => {
    const t = await reveal(
      `${head}a = tfds.load("flowers", split="train[:80%]")\nb = tfds.load("flowers", split="train[-20%:]")\nc = tfds.load("flowers", split="train[-30%:]")\nprint(a, b, c)\n`,
    );
    expect([t.relation("a", "b"), t.relation("a", "c")]).toEqual(["disjoint", "overlaps"]);
  });
  it("of which nobody knows the name prove nothing", async () => {
    const t = await reveal(`${head}a = tfds.load("flowers", split=tfds.Split.TRAIN)\nb = tfds.load("flowers", split=tfds.Split.TEST)\nprint(a, b)\n`);
    expect(t.relation("a", "b")).toBe("unknown");
  });
});

describe("folders", () => {
  const read = 'tf.keras.utils.image_dataset_from_directory("images", validation_split=0.2';
  it("cut by one seed, in one call or two", async () => {
    const t = await reveal(
      `${head}a = ${read}, subset="training", seed=1)\nb = ${read}, subset="validation", seed=1)\nc, d = ${read}, subset="both", seed=1)\nt2 = b.take(5)\nv2 = b.skip(5)\nprint(a, b, c, d, t2, v2)\n`,
    );
    expect([t.relation("a", "b"), t.relation("c", "d"), t.relation("a", "c"), t.relation("t2", "v2")]).toEqual(["disjoint", "disjoint", "same", "disjoint"]);
  });
});

describe("findings", () => {
  const program = (shuffle: string): string => `${head}from tensorflow import keras
${shuffle}
train = ds.take(n)
test = ds.skip(n)
m = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
m.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
m.fit(train.batch(32), epochs=10)
print(m.evaluate(test.batch(32)))
`;
  const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]);
  it("a test part that is other rows in every pass", async () => {
    expect((await found(program("ds = ds.shuffle(10000)"))).filter((p) => p.includes("HLD106"))).toHaveLength(1);
  });
  it("nothing where the order is kept", async () => {
    expect((await found(program("ds = ds.shuffle(10000, reshuffle_each_iteration=False)"))).filter((p) => p.includes("HLD106"))).toEqual([]);
  });
});
