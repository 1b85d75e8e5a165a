/** Numbers in even steps (`linspace`) are a scale that something is read off, and no rows of a table. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length}`);

describe("a scale", () => {
  const program = (features: string): string => `import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
pitch = np.linspace(0, 8000, 512)
def heard(path):
    loud = np.abs(np.fft.rfft(np.load(path)))
    return [${features}]
X = np.array([heard(p) for p in paths])
a, b, c, d = train_test_split(X, np.array(species), random_state=0)
print(SVC().fit(a, c).score(b, d))
`;
  it.each([
    "pitch[np.argmax(loud)], np.sum(pitch * loud) / np.sum(loud)",
    "pitch[np.argmax(loud)], np.std(pitch[loud > 3])",
    "pitch[np.argmax(loud)], (loud * pitch).mean(), loud.max()",
  ])("that one recording is read off holds no other recordings: %s", async (features) => {
    expect(await found(program(features))).toEqual([]);
  });
  it("is a table of its own where a program makes one of it", async () => {
    const text = `import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
x = np.linspace(0, 10, 500)
y = np.sin(x) + np.random.normal(size=500)
X = StandardScaler().fit_transform(x.reshape(-1, 1))
a, b, c, d = train_test_split(X, y, random_state=0)
print(Ridge().fit(a, c).score(b, d))
`;
    expect(await found(text)).toContain("HLD101 7");
  });
});
