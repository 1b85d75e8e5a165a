/** A function that prepares data for cross-validation gives back the transformer, too: it leaves with what fits it where nobody reads it. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
`;
const prepare = (back: string, about = ""): string => `def prepare(path)${about}
    df = pd.read_csv(path)
    A, B, a, b = train_test_split(df[["x", "z"]], df["y"], random_state=0)
    scaler = StandardScaler()
    A = scaler.fit_transform(A)
    B = scaler.transform(B)
    return ${back}
`;
const scored = (names: string): string => `${names} = prepare("a.csv")
search = GridSearchCV(Ridge(), {"alpha": [1, 2]})
search.fit(A, a)
print(search.score(B, b))
`;

describe("a transformer beside the data that a function gives back", () => {
  it.each([
    ["A, B, a, b, scaler", "A, B, a, b, scaler", "A, B, a, b"],
    ["scaler, A, B, a, b", "_, A, B, a, b", "A, B, a, b"],
    ["A, B, scaler, a, b", "A, B, unused, a, b", "A, B, a, b"],
  ])("leaves %j where it is bound to %j", async (back, names, rest) => {
    const after = await fixedText(`${head}${prepare(back, ":")}${scored(names)}`, "HLD102");
    expect(after).toContain(
      `random_state=0)\n    return ${rest}\n${rest} = prepare("a.csv")\nsearch = GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {"ridge__alpha": [1, 2]})\n`,
    );
  });

  it.each([
    [prepare("A, B, a, b, scaler", ":"), `${scored("A, B, a, b, scaler")}print(scaler.mean_)\n`, "it is read"],
    [prepare("A, B, a, b, scaler", ":"), `${scored("A, B, a, b, scaler")}def unscaled(x):\n    return scaler.inverse_transform(x)\n`, "a function reads it"],
    [prepare("A, B, a, b, scaler", " -> tuple:"), scored("A, B, a, b, scaler"), "the function says what it gives back"],
    [prepare("A, B, a, b, scaler", `:\n    """Parts and the scaler."""`), scored("A, B, a, b, scaler"), "its docstring speaks of it"],
    [prepare("A, B, a, b, scaler", ":"), scored("A, B, a, b, *_"), "it is bound with others"],
  ])("stays where %j, %j: %s", async (made, rest) => {
    expect(await withheld(`${head}${made}${rest}`, "HLD102")).not.toEqual([]);
  });
});
