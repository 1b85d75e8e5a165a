/** Networks that are drawn as a graph and run by a session: what a run trains on, scores and brings back. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";
import { reveal } from "./reveal.js";

const head = `import pandas as pd
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
later = pd.read_csv("later.csv")
def prepare(frame):
    return MinMaxScaler().fit_transform(frame[["income", "age"]])
a, b, c, d = train_test_split(prepare(df), df[["bad"]], random_state=0)
x = tf.placeholder(tf.float32, [None, 2])
y = tf.placeholder(tf.float32, [None, 1])
logits = tf.layers.dense(x, 1)
cost = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.round(tf.nn.sigmoid(logits)), y), tf.float32))
step = tf.train.AdamOptimizer(0.01).minimize(cost)
saver = tf.train.Saver()
`;
const training = `with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    rounds = 0
    for epoch in range(100):
        rounds += 1
        _, loss = sess.run([step, cost], feed_dict={x: a, y: c})
        if rounds % 10 == 0:
            print(sess.run(accuracy, feed_dict={x: b, y: d}))
`;

describe("a session", () => {
  it("trains where its optimizer is fetched, and is watched in the same loop", async () => {
    const t = await reveal(head + training);
    expect(t.fits).toHaveLength(1);
    expect(t.scores.map((e) => `${e.role} ${e.score.metric} ${e.score.kind}`)).toEqual(["held accuracy monitor"]);
  });
  it("scores where no optimizer is fetched", async () => {
    const t = await reveal(`${head}${training}    print(sess.run([cost, accuracy], feed_dict={x: b, y: d}))\n`);
    expect(t.scores.filter((e) => e.score.kind === "holdout").map((e) => `${e.role} ${e.score.metric}`)).toEqual(["held loss", "held accuracy"]);
  });
  it("gives predictions that metrics score", async () => {
    const t = await reveal(
      `${head}from sklearn.metrics import roc_auc_score\n${training}    p = sess.run(logits, feed_dict={x: b})\nprint(roc_auc_score(d, p))\n`,
    );
    expect(t.evaluations).toContain("held auc");
  });
  it("without training or weights read back proves nothing", async () => {
    const t = await reveal(
      `${head}with tf.Session() as sess:\n    saver.restore(sess, "elsewhere.ckpt")\n    print(sess.run(accuracy, feed_dict={x: b, y: d}))\n`,
    );
    expect(t.evaluations).toEqual(["unclear accuracy"]);
  });
  it("does not take a loss for a training operation", async () => {
    const t = await reveal(`${head}train_loss = cost * 1\nwith tf.Session() as sess:\n    print(sess.run(train_loss, feed_dict={x: a, y: c}))\n`);
    expect(t.fits).toEqual([]);
  });
});

describe("findings", () => {
  const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]);
  it("a scaler that saw the rows which judge the network, fitted again on those it is used for", async () => {
    const text = `${head}${training}    saver.save(sess, "net.ckpt")
with tf.Session() as other:
    saver.restore(other, "net.ckpt")
    answers = other.run(logits, feed_dict={x: prepare(later)})
`;
    const codes = (await found(text)).filter((p) => /HLD1/.test(p));
    expect(codes.filter((p) => p.includes("HLD101"))).toHaveLength(1);
    expect(codes.filter((p) => p.includes("HLD111"))).toHaveLength(1);
  });
});
