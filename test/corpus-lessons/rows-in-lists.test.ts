/** Rows that a program gathers in plain lists: lines of a file, values out of JSON. A list is a source of rows once it is given where rows are wanted. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]);

const head = `import json
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
`;
const early = `words = TfidfVectorizer()
X = words.fit_transform(recipes)
X_train, X_test, y_train, y_test = train_test_split(X, cuisines, random_state=2)
cook = LogisticRegression().fit(X_train, y_train)
print(cook.score(X_test, y_test))
`;
const late = `train, test, y_train, y_test = train_test_split(recipes, cuisines, random_state=2)
words = TfidfVectorizer()
cook = LogisticRegression().fit(words.fit_transform(train), y_train)
print(cook.score(words.transform(test), y_test))
`;

describe("what was learned of texts in a list before they were split", () => {
  const ways: Record<string, string> = {
    "lines of a file, one by one": `recipes, cuisines = [], []
for line in open("recipes.txt"):
    cuisine, recipe = line.split("|")
    recipes.append(recipe)
    cuisines.append(cuisine)
`,
    "all lines of a file": `with open("recipes.txt") as f:
    lines = f.read().split("\\n")
recipes = [line[3:] for line in lines]
cuisines = [line[:2] for line in lines]
`,
    "values out of JSON": `with open("recipes.json") as f:
    book = json.load(f)
recipes = [page["text"].lower() for page in book]
cuisines = [page["cuisine"] for page in book]
`,
  };
  for (const [way, text] of Object.entries(ways))
    it(`is told: ${way}`, async () => {
      const program = head + text + early;
      const line = program.split("\n").findIndex((x) => x.startsWith("X = ")) + 1;
      expect(await found(program)).toEqual([`HLD101 cell1:${line}`]);
      expect(await found(head + text + late)).toEqual([]);
    });
});

describe("models compared on rows in lists", () => {
  const scored = `words = TfidfVectorizer()
X = words.fit_transform(recipes)
held = words.transform(others)
for cook in [LogisticRegression(), MultinomialNB()]:
    cook.fit(X, cuisines)
    print(cook.score(held, answers))
`;
  it("are told where the lines come from two files", async () => {
    const read = (name: string): string => `open("${name}.txt").read().splitlines()`;
    const program = `${head}recipes, cuisines = ${read("seen")}, ${read("cuisines")}
others, answers = ${read("unseen")}, ${read("answers")}
${scored}`;
    expect(await found(program)).toEqual(["HLD203 cell1:13"]);
  });
  it("are not where both lists may hold the same rows", async () => {
    const program = `${head}book = json.load(open("recipes.json"))
recipes, cuisines = [page["text"] for page in book], [page["cuisine"] for page in book]
others, answers = [page["text"] for page in book], cuisines
${scored}`;
    expect(await found(program)).toEqual([]);
  });
});
